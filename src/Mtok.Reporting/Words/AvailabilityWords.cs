using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Whether an option is there when it is needed, and for how long it has to be paid, in words.</summary>
internal static class AvailabilityWords
{
    public static string Of(Availability availability) => availability switch
    {
        Availability.Shared => "shared, rate limits apply",
        Availability.Interrupted { High: { } high } => $"interrupted, under {high} a month",
        Availability.Interrupted { Low: var low } => $"interrupted, over {low} a month",
        Availability.InterruptionsUnknown => "interrupted, rate unknown",
        Availability.InStock { Community: true } => "community host, when in stock",
        Availability.InStock => "when in stock",
        Availability.Owned => "owned",
        Availability.Reserved => "reserved for the term",
        _ => throw new UnreachableException(),
    };

    public static string Of(Commitment commitment) => commitment switch
    {
        Commitment.None => "none",
        Commitment.OneYear => "1 year",
        Commitment.ThreeYears => "3 years",
        Commitment.FiveYears => "5 years",
        Commitment.Block => "a booked block",
        Commitment.Lifetime => "its lifetime",
        _ => throw new UnreachableException(),
    };
}
