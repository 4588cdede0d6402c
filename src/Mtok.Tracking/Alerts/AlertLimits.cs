namespace Mtok.Tracking;

/// <summary>From where on a figure is an alert; what has no limit is not checked.</summary>
/// <param name="Budget">The most that a month may cost, in US dollars; null for none.</param>
/// <param name="Jump">How far a day's $/Mtok may lie above the median of the days before: 50 % is half as much again; null for any.</param>
/// <param name="MinCoverage">The least share of what engines count that a log must claim; null for any.</param>
public sealed record AlertLimits(Usd? Budget, Ratio? Jump, Ratio? MinCoverage)
{
    /// <summary>No limits: only what needs none is checked.</summary>
    public static AlertLimits None { get; } = new(null, null, null);

    /// <summary>The range of <see cref="Budget"/>.</summary>
    public static Limits<Usd> BudgetRange { get; } = new(default, Usd.FromDollars(1_000_000_000_000));

    /// <summary>The range of <see cref="Jump"/>.</summary>
    public static Limits<Ratio> JumpRange { get; } = new(default, Ratio.FromValue(1000));

    /// <summary>The range of <see cref="MinCoverage"/>.</summary>
    public static Limits<Ratio> CoverageRange { get; } = new(default, Ratio.One);

    /// <summary>Reads a TOML file with <c>budget</c>, <c>jump</c> and <c>min_coverage</c>, each of which may be missing.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">Where to report.</param>
    /// <returns>The limits; null where the file is no TOML (reported).</returns>
    public static AlertLimits? Read(string path, string text, Problems problems)
    {
        if (TomlTable.Parse(path, text, problems) is not { } root)
        {
            return null;
        }

        var limits = new AlertLimits(
            root.OptionalQuantity("budget", BudgetRange), root.OptionalQuantity("jump", JumpRange), root.OptionalQuantity("min_coverage", CoverageRange));
        root.RejectUnknown();
        return limits;
    }

    /// <summary>These limits, and those of another where these have none.</summary>
    public AlertLimits Or(AlertLimits other) => new(Budget ?? other.Budget, Jump ?? other.Jump, MinCoverage ?? other.MinCoverage);
}
