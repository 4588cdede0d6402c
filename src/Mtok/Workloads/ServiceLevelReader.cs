namespace Mtok;

/// <summary>Reads latency limits: of each request, as <c>ttft = "1s"</c>, or of a figure of all of them, as <c>ttft = { p95 = "1s" }</c>.</summary>
/// <param name="problems">Where to report.</param>
internal sealed class ServiceLevelReader(Problems problems)
{
    private static readonly Limits<Ratio> ShareRange = new(Ratio.FromPercent(50), Ratio.One);
    private static readonly Limits<Duration> TtftRange = new(Duration.FromMilliseconds(1), Duration.FromHours(1));
    private static readonly Limits<Duration> TpotRange = new(Duration.FromMilliseconds(0.1), Duration.FromMinutes(1));

    private readonly List<(Location Where, string Key, string Figure)> _figures = [];

    /// <summary>
    /// The level of a workload. A percentile that is its only limit is that share of the requests: p95 of TTFT within 1 s is 95 % of requests
    /// with TTFT within 1 s.
    /// </summary>
    public ServiceLevel ReadWhole(TomlTable? table)
    {
        if (table is null)
        {
            return ServiceLevel.None;
        }

        var level = Read(table, ServiceLevel.None);
        var share = table.OptionalQuantity("share", ShareRange);
        if (level.SolePercentile is not null && table.Has("share"))
        {
            problems.Error(table.WhereIs("share"), "unused-key", $"\"share\" is of limits on each request; the {_figures[0].Figure} says its own");
        }

        table.RejectUnknown();
        return level with { Share = level.SolePercentile ?? share ?? level.Share };
    }

    /// <summary>Reports figures that are no share of the requests: a mean, one beside another limit, and those of a class.</summary>
    /// <param name="level">The level of the workload.</param>
    /// <param name="classes">The rules of its classes.</param>
    public void RefuseUnheld(ServiceLevel level, IReadOnlyList<ClassRules> classes)
    {
        if (level.SolePercentile is not null && classes.All(rules => !rules.ServiceLevel.HasLimits || rules.ServiceLevel == level))
        {
            return;
        }

        foreach (var (where, key, figure) in _figures)
        {
            problems.Error(
                where,
                "figure-not-held",
                $"limits are held for a share of the requests, and the {figure} of \"{key}\" is one only if it is a percentile and the only limit; "
                    + $"give {key} = \"...\" and share = ..., which holds for all limits together");
        }
    }

    /// <summary>The level of a class, or of a workload without its share.</summary>
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
                table.WhereIs(key),
                "one-figure",
                $"\"{key}\" must limit exactly one of {string.Join(", ", ServiceLevel.FigureWords.Keys)}: {key} = {{ p95 = \"1s\" }}");
            return default;
        }

        _figures.Add((table.WhereIs(key), key, given[0]));
        return (limits[ServiceLevel.FigureWords[given[0]]], ServiceLevel.FigureWords[given[0]]);
    }
}
