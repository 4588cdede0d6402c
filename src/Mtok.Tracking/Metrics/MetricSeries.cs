namespace Mtok.Tracking;

/// <summary>A series of a metric: its name and labels, and what its values mean. Resolved once, used for every sample.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Text">Name and labels that tell it apart, in one text.</param>
/// <param name="Target">The labels that name its target, in one text.</param>
/// <param name="Meanings">What a value means; never empty.</param>
internal sealed record MetricSeries(Labels Labels, string Text, string Target, IReadOnlyList<Meaning> Meanings)
{
    private const string ProcessStart = "process_start_time_seconds";
    private const string Created = "_created";

    /// <summary>The series or the target whose start a value tells; empty where a value tells none.</summary>
    public IReadOnlyList<string> StartOf { get; init; } = [];

    /// <summary>The program that exposes it; empty where it is not known.</summary>
    public string Program { get; init; } = "";

    /// <summary>Whether any meaning is used.</summary>
    public bool IsUsed { get; } = Meanings.Any(meaning => meaning is not Meaning.Unused);

    /// <summary>Whether any meaning is a total.</summary>
    public bool Counts { get; } = Meanings.Any(meaning => meaning is Meaning.Counts);

    /// <summary>Whether its values are whole numbers by nature: tokens and requests.</summary>
    public bool IsWhole { get; } = Meanings.Any(meaning => meaning is Meaning.Counts { Of: not CounterOf.Joules });

    /// <summary>The series of that name and labels.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="isBeside">Whether a metric of a name is stated beside it.</param>
    public static MetricSeries Of(string name, Labels labels, Predicate<string> isBeside)
    {
        if (name == ProcessStart)
        {
            return new MetricSeries(labels, name, labels.Target, [new Meaning.Unused("start times")]) { StartOf = [labels.Target] };
        }

        foreach (var exporter in Exporters.All)
        {
            if (exporter.Bare(name) is { } bare && OfExporter(exporter, bare, labels, isBeside) is { } series)
            {
                return series;
            }
        }

        return new(labels, name, labels.Target, [new Meaning.Unused(ReasonOf(name))]);
    }

    private static MetricSeries? OfExporter(Exporter exporter, string bare, Labels labels, Predicate<string> isBeside)
    {
        if (exporter.Claims(bare, labels, isBeside))
        {
            var means = exporter.Metrics.Where(metric => metric.Name == bare && metric.When(labels)).Select(metric => metric.Means).ToList();
            return means.Count == 0
                ? null
                : new MetricSeries(labels, TextOf(exporter, bare, labels), labels.Target, means) { Program = exporter.Name };
        }

        if (exporter == Dcgm.Exporter)
        {
            return new(labels, bare, labels.Target, [Dcgm.Gpu]);
        }

        return bare.EndsWith(Created, StringComparison.Ordinal) ? StartOfFamily(exporter, bare[..^Created.Length], labels, isBeside) : null;
    }

    /// <summary>What a family's time of creation is the start of: its counter, or its histogram's sum and count.</summary>
    private static MetricSeries? StartOfFamily(Exporter exporter, string family, Labels labels, Predicate<string> isBeside)
    {
        string[] members = [family, family + "_sum", family + "_count"];
        var started = members.Where(member => exporter.Claims(member, labels, isBeside)).Select(member => TextOf(exporter, member, labels)).ToList();
        return started.Count == 0
            ? null
            : new MetricSeries(labels, family, labels.Target, [new Meaning.Unused("start times")]) { StartOf = started };
    }

    private static string TextOf(Exporter exporter, string bare, Labels labels) =>
        exporter.Prefixes[0] + bare + (exporter.Identity.Count == 0 ? labels.Text : labels.Only(exporter.Identity));

    private static string ReasonOf(string name) =>
        name == "up" ? "whether targets were up"
        : name.EndsWith("_bucket", StringComparison.Ordinal) ? "histogram buckets"
        : "no usage, power or capacity";
}
