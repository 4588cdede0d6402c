namespace Mtok.Tracking;

/// <summary>Where a dialect counts cached tokens.</summary>
internal enum CachedTokens
{
    /// <summary>Inside the prompt count.</summary>
    InsidePrompt,

    /// <summary>Beside the prompt count.</summary>
    BesidePrompt,

    /// <summary>Inside where they fit into the prompt count, else beside it: the same producer does both.</summary>
    InsideIfTheyFit,
}

/// <summary>
/// A vendor's way to tell usage: which field of the usage object is which class of tokens, and which fields include which. Fields are
/// paths in the usage object; the first that is there counts.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Told">The day on which the vendor's documentation or real answers were read.</param>
/// <param name="Marks">A usage object with one of these fields is of this dialect.</param>
/// <param name="Cached">Where cached tokens are counted.</param>
/// <param name="Prompt">The prompt count.</param>
/// <param name="Output">The output count.</param>
/// <param name="Reason">Why it is read so.</param>
internal sealed record UsageDialect(
    string Name, DateOnly Told, string[] Marks, CachedTokens Cached, string[] Prompt, string[] Output, string Reason)
{
    /// <summary>Tokens read from a cache.</summary>
    public string[] Read { get; init; } = [];

    /// <summary>All tokens written to a cache.</summary>
    public string[] Written { get; init; } = [];

    /// <summary>Those of them that stay five minutes.</summary>
    public string[] Written5m { get; init; } = [];

    /// <summary>Those of them that stay one hour.</summary>
    public string[] Written1h { get; init; } = [];

    /// <summary>Reasoning tokens.</summary>
    public string[] Reasoning { get; init; } = [];

    /// <summary>Whether reasoning is counted beside the output count instead of inside it.</summary>
    public bool ReasoningIsBeside { get; init; }

    /// <summary>Prompt tokens of the provider's own tools, counted beside the prompt count.</summary>
    public string[] ToolPrompt { get; init; } = [];

    /// <summary>All tokens together, to check the others by.</summary>
    public string[] Total { get; init; } = [];

    /// <summary>What is paid for, where it is not what was processed: prompt and output.</summary>
    public string[] BilledPrompt { get; init; } = [];

    /// <summary>The output that is paid for.</summary>
    public string[] BilledOutput { get; init; } = [];

    /// <summary>Classes that the vendor leaves out where they are zero; others that are absent are not stated.</summary>
    public TokenClass[] AbsentIsZero { get; init; } = [];

    /// <summary>Fields that only others have: with one of them it is not of this dialect.</summary>
    public string[] Without { get; init; } = [];

    /// <summary>What the provider's name contains; empty for any provider.</summary>
    public string Provider { get; init; } = "";

    /// <summary>What the model's name contains; empty for any model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The moment from which it is no longer read so; null where it still is.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether a reading by it is worth a warning.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>Whether usage is stated in this dialect.</summary>
    public bool Fits(JsonFields usage, UsageContext context) =>
        Array.Exists(Marks, usage.Has)
        && !Array.Exists(Without, usage.Has)
        && context.Provider.Contains(Provider, StringComparison.OrdinalIgnoreCase)
        && context.Model.Contains(Model, StringComparison.OrdinalIgnoreCase)
        && (Until is null || context.At < Until);
}

/// <summary>What is known of usage beside its numbers, where a meaning depends on it.</summary>
/// <param name="Provider">The provider; empty where not stated.</param>
/// <param name="Model">The model; empty where not stated.</param>
/// <param name="At">When; null where not stated.</param>
internal sealed record UsageContext(string Provider, string Model, DateTimeOffset? At);
