namespace Mtok;

/// <summary>The columns of <c>measurements/*.csv</c> that say how a run differs from a steady state of plain serving; all may be missing.</summary>
internal static class MeasurementConditions
{
    private static readonly Limits<int> Number = new(1, 100_000_000);
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.One);
    private static readonly Limits<Ratio> Running = new(Ratio.FromValue(0.001), Ratio.FromValue(1e6));
    private static readonly Limits<RequestsPerSecond> Sent = new(RequestsPerSecond.FromPerSecond(1e-6), RequestsPerSecond.FromPerSecond(1e6));

    /// <summary>Their names, in the order they are written.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "requests", "completed", "sent_per_second", "mean_running", "e2e_ms", "speculative", "kv_precision", "expert_parallel", "data_parallel", "lengths",
        "shared_prefix_tokens", "ttft_is",
    ];

    /// <summary>The measurement with what those columns say of it.</summary>
    public static Measurement Read(CsvRow row, Measurement plain, Problems problems) => plain with
    {
        Requests = row.Count("requests", Number),
        Completed = row.Quantity("completed", Share),
        SentRate = row.Quantity("sent_per_second", Sent),
        MeanRunning = row.Quantity("mean_running", Running),
        EndToEnd = MeasurementReader.Time(row, "e2e_ms"),
        Speculative = row.Text("speculative"),
        KvPrecision = row.Text("kv_precision") is { Length: > 0 } word ? Precision.Named(word) : null,
        ExpertParallel = row.Count("expert_parallel", Number),
        DataParallel = row.Count("data_parallel", Number),
        Lengths = Word(row, "lengths", Measurement.LengthWords, problems),
        SharedPrefix = row.Quantity("shared_prefix_tokens", MeasurementReader.Length),
        TtftIs = Word(row, "ttft_is", Measurement.TtftWords, problems),
    };

    /// <summary>What is written into each of the columns; blank where nothing is known.</summary>
    public static IReadOnlyList<string> Fields(Measurement row, Func<double?, string> number) =>
    [
        number(row.Requests), number(row.Completed?.Value), number(row.SentRate?.PerSecond), number(row.MeanRunning?.Value), number(row.EndToEnd?.Milliseconds),
        row.Speculative, row.KvPrecision?.Id ?? "", number(row.ExpertParallel), number(row.DataParallel),
        Measurement.LengthWords.FirstOrDefault(word => word.Value == row.Lengths).Key ?? "", number(row.SharedPrefix?.Count),
        Measurement.TtftWords.FirstOrDefault(word => word.Value == row.TtftIs).Key ?? "",
    ];

    private static T Word<T>(CsvRow row, string column, IReadOnlyDictionary<string, T> words, Problems problems)
        where T : struct
    {
        var word = row.Text(column);
        if (word.Length > 0 && !words.ContainsKey(word))
        {
            problems.Error(row.WhereIs(column), "unknown-word", $"\"{column}\" must be one of {string.Join(", ", words.Keys)}, not \"{word}\"");
        }

        return words.GetValueOrDefault(word);
    }
}
