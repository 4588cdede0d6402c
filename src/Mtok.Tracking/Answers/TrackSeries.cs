namespace Mtok.Tracking;

/// <summary>Usage, cost and unit cost of everything asked about, or of a step of its time.</summary>
/// <param name="Usage">Usage; nothing is known of it where none is stated.</param>
/// <param name="Cost">Cost by kind and currency.</param>
/// <param name="UnitCost">US dollars a million tokens.</param>
public sealed record TrackTotal(UsageGroup Usage, IReadOnlyList<CostGroup> Cost, UnitCostOf UnitCost)
{
    /// <summary>Whether neither usage nor cost is stated.</summary>
    public bool IsEmpty => Cost.Count == 0 && Usage is { Requests: null, Failed: null } && Usage.Tokens == TokenClasses.Unknown;
}

/// <summary>How long the steps of a series are.</summary>
public enum TimeStep
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day, UTC.</summary>
    Day,

    /// <summary>A calendar month, UTC.</summary>
    Month,

    /// <summary>A calendar year, UTC.</summary>
    Year,
}

/// <summary>One step of a series.</summary>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="Until">Its end, UTC: the next step's beginning.</param>
/// <param name="Total">What was used and paid in it.</param>
public sealed record StepTotal(DateTimeOffset From, DateTimeOffset Until, TrackTotal Total);

/// <summary>An answer over time. The steps and what is undated add up to the answer's total.</summary>
/// <param name="Step">How long its steps are.</param>
/// <param name="Steps">Every step from the first dated statement to the last, without gaps; empty where nothing is dated.</param>
/// <param name="Undated">What no time is stated for.</param>
public sealed record TrackSeries(TimeStep Step, IReadOnlyList<StepTotal> Steps, TrackTotal Undated)
{
    /// <summary>Rows of bills that cover more than one step and stand at their beginning, because nothing says how their cost divides.</summary>
    public long Longer { get; init; }
}
