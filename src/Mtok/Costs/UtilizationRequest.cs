namespace Mtok;

/// <summary>A machine whose $/Mtok is asked for at several utilisations (C6, C10), as plain values.</summary>
public sealed record UtilizationRequest
{
    /// <summary>Every property at its default; price and rate are required and have none.</summary>
    public static UtilizationRequest Default { get; } = new();

    /// <summary>What the machine costs an hour: $0.0001 to $1,000,000. Required.</summary>
    public UsdPerHour Price { get; init; }

    /// <summary>The range of <see cref="Price"/>.</summary>
    public static Limits<UsdPerHour> PriceRange { get; } = RequestRanges.Hourly;

    /// <summary>What the whole machine serves when busy: 0.001 to a billion tok/s. Required.</summary>
    public TokensPerSecond Rate { get; init; }

    /// <summary>The range of <see cref="Rate"/>.</summary>
    public static Limits<TokensPerSecond> RateRange { get; } = RequestRanges.Rate;

    /// <summary>
    /// An API's price of the same tokens: a millionth of a dollar to $1,000,000 per million. The default is none, and no break-even
    /// utilisation.
    /// </summary>
    public UsdPerMtok? Api { get; init; }

    /// <summary>The range of <see cref="Api"/>.</summary>
    public static Limits<UsdPerMtok> ApiRange { get; } = RequestRanges.PerMtok;

    /// <summary>Utilisations to show, each 0.01 % to 100 %. The default is 100 %, 80 %, 50 % and 20 %.</summary>
    public IReadOnlyList<Ratio> At { get; init; } = [Ratio.One, Ratio.FromPercent(80), Ratio.FromPercent(50), Ratio.FromPercent(20)];

    /// <summary>A multiplier for all other costs: 1 to 100. The default is 1.</summary>
    public Ratio Overhead { get; init; } = Ratio.One;

    /// <summary>The range of <see cref="Overhead"/>.</summary>
    public static Limits<Ratio> OverheadRange { get; } = RequestRanges.Overhead;

    /// <summary>Reports every value that is outside its range; whether all are within.</summary>
    public bool Check(RequestProblems problems)
    {
        problems.CheckRange<UsdPerHour>(nameof(Price), Price, PriceRange);
        problems.CheckRange<TokensPerSecond>(nameof(Rate), Rate, RateRange);
        problems.CheckRange(nameof(Api), Api, ApiRange);
        problems.CheckRange<Ratio>(nameof(Overhead), Overhead, OverheadRange);
        foreach (var share in At)
        {
            problems.CheckRange<Ratio>(nameof(At), share, RequestRanges.Utilization);
        }

        return !problems.HasErrors;
    }
}
