namespace Mtok.Tracking;

/// <summary>What was used, what it cost and what a million tokens cost, by group; cost adds up to the bill.</summary>
/// <param name="By">What usage and cost are grouped by.</param>
/// <param name="Files">What was read of each file.</param>
/// <param name="Usage">Usage by group.</param>
/// <param name="Cost">Cost by group, kind and currency; without estimates it adds up to the bill of each currency.</param>
/// <param name="Bills">Bills by currency.</param>
/// <param name="UnitCosts">US dollars a million tokens by group.</param>
/// <param name="Coverage">How much of what engines counted a log accounts for.</param>
/// <param name="Unobserved">Times in which counters were not seen.</param>
/// <param name="Warnings">What the reader has to know.</param>
public sealed record TrackAnswer(
    IReadOnlyList<TrackBy> By,
    IReadOnlyList<TrackedFile> Files,
    IReadOnlyList<UsageGroup> Usage,
    IReadOnlyList<CostGroup> Cost,
    IReadOnlyList<BillTotal> Bills,
    IReadOnlyList<UnitCostOf> UnitCosts,
    IReadOnlyList<Coverage> Coverage,
    IReadOnlyList<Unobserved> Unobserved,
    IReadOnlyList<TrackingWarning> Warnings)
{
    /// <summary>Usage, cost and unit cost of everything together.</summary>
    public required TrackTotal Total { get; init; }

    /// <summary>The same over time.</summary>
    public required TrackSeries OverTime { get; init; }
}

/// <summary>Usage of a group.</summary>
/// <param name="Key">The group.</param>
/// <param name="Requests">Requests; null where not stated.</param>
/// <param name="Failed">Requests among them that failed; null where not stated.</param>
/// <param name="Tokens">Tokens by class.</param>
public sealed record UsageGroup(GroupKey Key, long? Requests, long? Failed, TokenClasses Tokens);

/// <summary>Cost of a group, of one kind in one currency.</summary>
/// <param name="Key">The group.</param>
/// <param name="Kind">What it was paid for.</param>
/// <param name="Amount">How much.</param>
/// <param name="IsEstimate">Whether it is a dated price x hours, because no bill has come yet; no part of the bill.</param>
public sealed record CostGroup(GroupKey Key, CostKind Kind, Money Amount, bool IsEstimate);

/// <summary>The bills of a currency.</summary>
/// <param name="Billed">What was invoiced.</param>
/// <param name="Effective">The same with purchases spread over what they cover.</param>
public sealed record BillTotal(Money Billed, Money Effective);

/// <summary>What a million tokens, input and output together, cost a group.</summary>
/// <param name="Key">The group.</param>
/// <param name="Allocation">Everything paid for it, idle too; null where tokens or cost are not stated, or not in dollars.</param>
/// <param name="Usage">What its work alone cost; null likewise.</param>
public sealed record UnitCostOf(GroupKey Key, UsdPerMtok? Allocation, UsdPerMtok? Usage);
