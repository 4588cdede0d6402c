namespace Mtok.Tracking;

/// <summary>A charge as FOCUS 1.4 states it; names are those of its columns.</summary>
/// <param name="From">The beginning of the charge period.</param>
/// <param name="Until">Its end, not included.</param>
/// <param name="BillingPeriod">The first day of the month that is invoiced.</param>
/// <param name="Category">Usage, Purchase, Tax, Credit or Adjustment.</param>
/// <param name="Provider">Who sells, hosts and invoices it.</param>
/// <param name="Service">The service.</param>
/// <param name="Billed">What is invoiced.</param>
/// <param name="Effective">What it cost its time, in the same currency.</param>
internal sealed record FocusCharge(
    DateTimeOffset From, DateTimeOffset Until, DateOnly BillingPeriod, string Category, string Provider, string Service, Money Billed, decimal Effective)
{
    public const string Usage = "Usage";
    public const string Purchase = "Purchase";
    public const string Tax = "Tax";
    public const string Credit = "Credit";
    public const string Adjustment = "Adjustment";

    public bool IsOfModels { get; init; }

    public bool IsCorrection { get; init; }

    public string Description { get; init; } = "";

    public string ResourceId { get; init; } = "";

    public string Sku { get; init; } = "";

    /// <summary>What was consumed, with its unit; null where a row may not say.</summary>
    public Consumed? Quantity { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> SkuDetails { get; init; } = [];

    public string Commitment { get; init; } = "";

    /// <summary>Used or Unused; empty where no commitment covers a usage.</summary>
    public string CommitmentStatus { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>How it was split off a whole charge; null for a whole one.</summary>
    public AllocatedPart? Part { get; init; }

    public bool IsEstimate { get; init; }

    /// <summary>The cost before commitments: what it cost its time where it was used, else what is invoiced. No list says another.</summary>
    public decimal ListCost => Category == Usage ? Effective : Billed.Amount;
}

/// <summary>A quantity with its unit, as FOCUS spells units.</summary>
internal sealed record Consumed(decimal Count, string Unit)
{
    public static Consumed Tokens(decimal count) => new(count, "Tokens");

    public static Consumed Hours(decimal count) => new(count, "Hours");

    /// <summary>The length of a time: what is known of a charge that states no quantity.</summary>
    public static Consumed Hours(DateTimeOffset from, DateTimeOffset until) => Hours((decimal)(until - from).Ticks / TimeSpan.TicksPerHour);
}

/// <summary>A share of a whole charge.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Ratio">The share; those of one whole charge add up to 1, exactly.</param>
/// <param name="ResourceId">What it is allocated to.</param>
/// <param name="Tags">The whole charge's tags, team and model.</param>
internal sealed record AllocatedPart(CostKind Kind, decimal Ratio, string ResourceId, IReadOnlyList<KeyValuePair<string, string>> Tags);
