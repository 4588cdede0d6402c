using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The evidence of how far a figure may turn out from its middle, in words.</summary>
internal static class BandSourceWords
{
    public static string Of(BandSource source) => source switch
    {
        BandSource.Assumed => "assumed",
        BandSource.Forecast => "the workload's forecast",
        BandSource.RentHistory rents =>
            $"{(rents.IsSpot ? "spot prices" : "prices on demand")} of {rents.AcceleratorId ?? "all devices together"} "
                + $"in the catalog's history: {Of(rents.Seen)}",
        BandSource.ApiHistory apis => $"token prices in the catalog's history: {Of(apis.Seen)}",
        _ => throw new UnreachableException(),
    };

    private static string Of(SeenTwice seen) =>
        $"{CountText.Of(seen.Prices, "price")} of {CountText.Of(seen.Sellers, "seller")} seen twice, {seen.From} to {seen.To}: "
            + $"{seen.Rose} rose, {seen.Fell} fell";
}
