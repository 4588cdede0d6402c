namespace Mtok.Tracking;

/// <summary>What money was paid for.</summary>
public enum CostKind
{
    /// <summary>Work that was asked for and answered.</summary>
    Busy,

    /// <summary>Machines that ran without work, and commitments that nobody used.</summary>
    Idle,

    /// <summary>Machines that were starting.</summary>
    ColdStart,

    /// <summary>Work for requests that failed or were cancelled.</summary>
    Failed,

    /// <summary>Paid, and not known for what: no deployment, model or team claims it.</summary>
    Unattributed,

    /// <summary>A balance paid and not drawn yet: neither used nor idle.</summary>
    Prepaid,

    /// <summary>Tax.</summary>
    Tax,

    /// <summary>Credits and refunds.</summary>
    Credit,

    /// <summary>Adjustments, corrections and fees that belong to no work.</summary>
    Other,
}

/// <summary>Money of a bill, or of dated prices until a bill comes, with what it was paid for. All rows of a currency add up to its bill.</summary>
/// <param name="Hour">The beginning of the hour, UTC; null where the bill does not say when.</param>
/// <param name="Key">Who used what; empty where nobody claims it.</param>
/// <param name="Kind">What it was paid for.</param>
/// <param name="Amount">How much, at most twelve decimals.</param>
public sealed record CostRow(DateTimeOffset? Hour, UsageKey Key, CostKind Kind, Money Amount)
{
    /// <summary>Whether it is a price x hours, because no bill has come yet; such rows are no part of the sum that equals the bill.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>Whether it is a share of what the machines of its deployment cost; else it is a row of a bill, as a whole or by its tokens.</summary>
    public bool IsOfMachines { get; init; }
}
