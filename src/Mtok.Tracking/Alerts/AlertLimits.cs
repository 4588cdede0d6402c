namespace Mtok.Tracking;

/// <summary>From where on a figure is an alert; what has no limit is not checked.</summary>
/// <param name="Budget">The most that a month may cost, in US dollars; null for none.</param>
/// <param name="Jump">How far a day's $/Mtok may lie above the median of the days before: 50 % is half as much again; null for any.</param>
/// <param name="MinCoverage">The least share of what engines count that a log must claim; null for any.</param>
public sealed record AlertLimits(Usd? Budget, Ratio? Jump, Ratio? MinCoverage)
{
    /// <summary>No limits: only what needs none is checked.</summary>
    public static AlertLimits None { get; } = new(null, null, null);
}
