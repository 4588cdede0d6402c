namespace Mtok.Tracking;

/// <summary>A program that exposes metrics: how its names begin, and what each that matters means.</summary>
/// <param name="Name">The program, as reports print it.</param>
/// <param name="Prefixes">How its names begin; the first is the canonical one.</param>
/// <param name="Metrics">What its metrics mean; a metric that is not here is not used.</param>
internal sealed record Exporter(string Name, IReadOnlyList<string> Prefixes, IReadOnlyList<ExportedMetric> Metrics)
{
    /// <summary>A metric without which its names could be anybody's; empty where the prefix is enough.</summary>
    public string OnlyBeside { get; init; } = "";

    /// <summary>One of these labels is there, or the names could be anybody's; empty where the prefix is enough.</summary>
    public IReadOnlyList<string> OnlyWith { get; init; } = [];

    /// <summary>The labels that tell its series apart, where others are facts that change (a driver's version); empty for all labels.</summary>
    public IReadOnlyList<string> Identity { get; init; } = [];

    /// <summary>The metric's name without prefix, <c>_total</c>; null where it is not of this program.</summary>
    public string? Bare(string name)
    {
        foreach (var prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                var bare = name[prefix.Length..];
                return bare.EndsWith("_total", StringComparison.Ordinal) ? bare[..^"_total".Length] : bare;
            }
        }

        return null;
    }

    /// <summary>Whether it knows the name, given what else is exposed beside it.</summary>
    public bool Claims(string bare, Labels labels, Predicate<string> isBeside) =>
        Metrics.Any(metric => metric.Name == bare)
        && (OnlyWith.Count == 0 || OnlyWith.Any(label => labels[label].Length > 0))
        && (OnlyBeside.Length == 0 || isBeside(OnlyBeside));
}

/// <summary>A metric of a program.</summary>
/// <param name="Name">Its name without prefix and <c>_total</c>.</param>
/// <param name="Means">What it means.</param>
internal sealed record ExportedMetric(string Name, Meaning Means)
{
    /// <summary>For which labels it means that; always where not given.</summary>
    public Predicate<Labels> When { get; init; } = _ => true;

    /// <summary>Tokens of a class.</summary>
    public static ExportedMetric Tokens(string name, TokenClass of, int rank = 0, string caveat = "") =>
        new(name, new Meaning.Counts(CounterOf.Tokens, of) { Rank = rank, Caveat = caveat });

    /// <summary>Requests that ended.</summary>
    public static ExportedMetric Requests(string name, int rank = 0) => new(name, new Meaning.Counts(CounterOf.Requests) { Rank = rank });

    /// <summary>Requests that failed or were cancelled.</summary>
    public static ExportedMetric Failed(string name, int rank = 0) => new(name, new Meaning.Counts(CounterOf.FailedRequests) { Rank = rank });

    /// <summary>Energy, in parts of a joule.</summary>
    public static ExportedMetric Joules(string name, double perJoule) => new(name, new Meaning.Counts(CounterOf.Joules) { PerUnit = perJoule });

    /// <summary>Requests that wait in the target's queue.</summary>
    public static ExportedMetric Waiting(string name) =>
        new(name, new Meaning.Measures(_ => Level.RequestsWaiting, labels => labels.Target, "requests"));

    /// <summary>Understood, and not used.</summary>
    public static ExportedMetric Unused(string name, string reason) => new(name, new Meaning.Unused(reason));
}
