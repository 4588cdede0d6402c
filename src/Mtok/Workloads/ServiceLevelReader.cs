namespace Mtok;

/// <summary>
/// Reads latency limits: of each request, as <c>ttft = "1s"</c>, or of figures of all of them, as <c>ttft = { mean = "200ms", p95 = "1s" }</c>.
/// </summary>
/// <param name="problems">Where to report.</param>
internal sealed class ServiceLevelReader(Problems problems)
{
    private static readonly Limits<Ratio> ShareRange = new(Ratio.FromPercent(50), Ratio.One);
    private static readonly Limits<Duration> TtftRange = new(Duration.FromMilliseconds(1), Duration.FromHours(1));
    private static readonly Limits<Duration> TpotRange = new(Duration.FromMilliseconds(0.1), Duration.FromMinutes(1));

    /// <summary>The level of a workload.</summary>
    public ServiceLevel ReadWhole(TomlTable? table)
    {
        if (table is null)
        {
            return ServiceLevel.None;
        }

        var level = Read(table, ServiceLevel.None);
        var share = table.OptionalQuantity("share", ShareRange);
        if (level is { Ttft: null, Tpot: null, Figures.Count: > 0 } && table.Has("share"))
        {
            problems.Error(table.WhereIs("share"), "unused-key", "\"share\" is of limits on each request; limits on figures say their own");
        }

        table.RejectUnknown();
        return level with { Share = share ?? level.Share };
    }

    /// <summary>The level of a class, or of a workload without its share.</summary>
    /// <param name="table">The table with the keys <c>ttft</c> and <c>tpot</c>.</param>
    /// <param name="basic">What holds where a key is missing.</param>
    public ServiceLevel Read(TomlTable table, ServiceLevel basic)
    {
        var (ttft, ttftFigures) = Limit(table, "ttft", TtftRange, BareLatency.LargestTtft);
        var (tpot, tpotFigures) = Limit(table, "tpot", TpotRange, BareLatency.LargestTpot);
        return basic with
        {
            Ttft = table.Has("ttft") ? ttft : basic.Ttft,
            TtftFigures = table.Has("ttft") ? ttftFigures : basic.TtftFigures,
            Tpot = table.Has("tpot") ? tpot : basic.Tpot,
            TpotFigures = table.Has("tpot") ? tpotFigures : basic.TpotFigures,
        };
    }

    private (Duration? Time, LatencyFigures Figures) Limit(TomlTable table, string key, Limits<Duration> range, Duration largestBare) =>
        table.HoldsTable(key)
            ? (null, OfFigures(table, key, range, largestBare))
            : (table.OptionalLatency(key, range, largestBare), LatencyFigures.None);

    private LatencyFigures OfFigures(TomlTable table, string key, Limits<Duration> range, Duration largestBare)
    {
        var figures = table.OptionalTable(key)!;
        Duration? Limit(string word) => figures.OptionalLatency(word, range, largestBare);
        var limits = new LatencyFigures(Limit("mean"), Limit("p50"), Limit("p95"), Limit("p99"));
        figures.RejectUnknown();
        if (!LatencyFigures.Words.Keys.Any(figures.Has))
        {
            problems.Error(
                table.WhereIs(key),
                "no-figure",
                $"\"{key}\" must limit one or more of {string.Join(", ", LatencyFigures.Words.Keys)}: {key} = {{ p95 = \"1s\" }}");
        }

        RejectPointless(figures, key, limits);
        return limits;
    }

    /// <summary>A percentile lies no higher than a greater one, so a looser limit on it says nothing.</summary>
    private void RejectPointless(TomlTable figures, string key, LatencyFigures limits)
    {
        (string Word, Duration? Most)[] rising = [("p50", limits.P50), ("p95", limits.P95), ("p99", limits.P99)];
        for (var low = 0; low < rising.Length; low++)
        {
            if (rising.Skip(low + 1).FirstOrDefault(high => high.Most < rising[low].Most) is { Word: { } word, Most: var tighter })
            {
                problems.Error(
                    figures.WhereIs(rising[low].Word),
                    "unused-key",
                    $"\"{rising[low].Word}\" of \"{key}\" within {rising[low].Most} says nothing, since \"{word}\" is within {tighter}; "
                        + "leave it out or tighten it");
            }
        }
    }
}
