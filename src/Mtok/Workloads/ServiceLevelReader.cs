namespace Mtok;

/// <summary>Reads latency limits: of each request, as <c>ttft = "1s"</c>, or of a figure of all of them, as <c>ttft = { p95 = "1s" }</c>.</summary>
/// <param name="problems">Where to report.</param>
/// <param name="takesFigures">Whether limits on figures can be honoured by what the workload is read for.</param>
internal sealed class ServiceLevelReader(Problems problems, bool takesFigures)
{
    private static readonly Limits<Duration> TtftRange = new(Duration.FromMilliseconds(1), Duration.FromHours(1));
    private static readonly Limits<Duration> TpotRange = new(Duration.FromMilliseconds(0.1), Duration.FromMinutes(1));

    /// <param name="table">The table with the keys <c>ttft</c> and <c>tpot</c>.</param>
    /// <param name="basic">What holds where a key is missing.</param>
    public ServiceLevel Read(TomlTable table, ServiceLevel basic)
    {
        var (ttft, ttftOf) = Limit(table, "ttft", TtftRange, BareLatency.LargestTtft);
        var (tpot, tpotOf) = Limit(table, "tpot", TpotRange, BareLatency.LargestTpot);
        return basic with
        {
            Ttft = ttft ?? basic.Ttft,
            TtftOf = ttft is null ? basic.TtftOf : ttftOf,
            Tpot = tpot ?? basic.Tpot,
            TpotOf = tpot is null ? basic.TpotOf : tpotOf,
        };
    }

    private (Duration? Time, LatencyFigure Of) Limit(TomlTable table, string key, Limits<Duration> range, Duration largestBare) =>
        table.HoldsTable(key)
            ? OfFigure(table, key, range, largestBare)
            : (table.OptionalLatency(key, range, largestBare), LatencyFigure.OfEach);

    private (Duration? Time, LatencyFigure Of) OfFigure(TomlTable table, string key, Limits<Duration> range, Duration largestBare)
    {
        var figures = table.OptionalTable(key)!;
        var given = ServiceLevel.FigureWords.Keys.Where(figures.Has).ToList();
        var limits = ServiceLevel.FigureWords.ToDictionary(word => word.Value, word => figures.OptionalLatency(word.Key, range, largestBare));
        figures.RejectUnknown();
        if (given.Count != 1)
        {
            problems.Error(
                table.WhereIs(key), "one-figure", $"\"{key}\" must limit exactly one of {string.Join(", ", ServiceLevel.FigureWords.Keys)}: {key} = {{ p95 = \"1s\" }}");
            return default;
        }

        if (!takesFigures)
        {
            problems.Error(
                table.WhereIs(key),
                "figure-not-taken",
                $"this command holds limits for a share of the requests, not for the {given[0]} of \"{key}\"; give {key} = \"...\" with share = 0.95");
        }

        return (limits[ServiceLevel.FigureWords[given[0]]], ServiceLevel.FigureWords[given[0]]);
    }
}
