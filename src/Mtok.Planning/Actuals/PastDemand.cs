namespace Mtok.Planning;

/// <summary>
/// Past traffic as a demand: a step for each hour that it lasted, a class for requests of like lengths. Requests whose hour is not known come
/// as the others do; where the number of requests is not known, they are as long as the others.
/// </summary>
internal sealed class PastDemand
{
    /// <summary>Lengths are told apart up to so many classes; the rarest are one class then.</summary>
    private const int MostClasses = 8;

    private readonly Dictionary<PastRequests, int> _kinds = new(ReferenceEqualityComparer.Instance);

    private PastDemand(Demand demand) => Demand = demand;

    /// <summary>The demand; its classes are named by number.</summary>
    public Demand Demand { get; }

    /// <summary>The class of requests; null for requests of which only the tokens are known.</summary>
    public int? KindOf(PastRequests row) => _kinds.TryGetValue(row, out var kind) ? kind : null;

    /// <summary>Why machines cannot be sized for it.</summary>
    public static Unsized WhyNot(PastTraffic traffic) =>
        !traffic.Rows.Any(row => row is { IsHourly: true, Tokens.Total.Count: > 0 }) ? Unsized.HoursUnknown
        : !traffic.Rows.Any(row => row is { Requests: > 0, Tokens.Total.Count: > 0 }) ? Unsized.LengthsUnknown
        : traffic.Hours > PastTraffic.MostHours ? Unsized.TooLong
        : Unsized.No;

    /// <summary>The demand of traffic, under the rules of a workload; null where machines cannot be sized for it.</summary>
    /// <param name="traffic">The traffic.</param>
    /// <param name="workload">Whose rules apply.</param>
    /// <param name="catalog">Holds the profile of lengths that is assumed where a price depends on them.</param>
    public static PastDemand? Of(PastTraffic traffic, Workload workload, Catalog catalog)
    {
        if (WhyNot(traffic) != Unsized.No)
        {
            return null;
        }

        var known = traffic.Rows.Where(row => row is { Requests: > 0, Tokens.Total.Count: > 0 }).ToList();
        var groups = known.GroupBy(BandOf).OrderByDescending(group => group.Sum(row => row.Requests!.Value)).Select(group => group.ToList()).ToList();
        if (groups.Count > MostClasses)
        {
            groups = [.. groups.Take(MostClasses - 1), [.. groups.Skip(MostClasses - 1).SelectMany(group => group)]];
        }

        var classes = groups.ConvertAll(group => DemandClass.Of(AssumedLengths.Of(MixOf(group), workload, catalog), workload.RulesOf(workload.Name)));
        var past = new PastDemand(new(
            Duration.Hour,
            [.. classes.Select((requests, kind) => requests with { Name = kind.ToString(System.Globalization.CultureInfo.InvariantCulture) })],
            [new(new SpanName.Whole(), Ratio.One, Rates(traffic, groups))]));
        for (var kind = 0; kind < groups.Count; kind++)
        {
            groups[kind].ForEach(row => past._kinds[row] = kind);
        }

        return past;
    }

    /// <summary>Requests whose lengths differ by less than about a factor of two.</summary>
    private static (int Input, int Output, int Cached) BandOf(PastRequests row)
    {
        var mix = row.Tokens.MeanOf(row.Requests!.Value);
        return ((int)Math.Round(Math.Log2(mix.Input.Count)), (int)Math.Round(Math.Log2(mix.Output.Count)), (int)Math.Round(mix.CachedShare.Value * 4));
    }

    private static TokenMix MixOf(List<PastRequests> rows) =>
        rows.Aggregate(TokenCounts.None, (sum, row) => sum + row.Tokens).MeanOf(rows.Sum(row => row.Requests!.Value));

    /// <summary>
    /// Of each class the requests of each hour / an hour. What is known of the hours says how the rest is spread: each class by its own hours,
    /// one without hours by those of all; tokens without requests make every class as much larger.
    /// </summary>
    private static IReadOnlyList<IReadOnlyList<RequestsPerSecond>> Rates(PastTraffic traffic, List<List<PastRequests>> groups)
    {
        var hourly = groups.ConvertAll(group => Hourly(traffic, group, row => row.Requests!.Value));
        var all = Hourly(traffic, traffic.Rows, row => row.Tokens.Total.Count);
        var counted = groups.Sum(group => group.Sum(row => row.Tokens.Total.Count));
        var uncounted = 1 + (traffic.WithoutRequests.Count / counted);
        return
        [
            .. groups.Select((group, kind) =>
            {
                var shape = hourly[kind].Sum() > 0 ? hourly[kind] : all;
                var factor = uncounted * group.Sum(row => row.Requests!.Value) / shape.Sum();
                return (IReadOnlyList<RequestsPerSecond>)[.. shape.Select(hour => RequestsPerSecond.FromPerSecond(hour * factor / Duration.Hour.Seconds))];
            }),
        ];
    }

    private static double[] Hourly(PastTraffic traffic, IEnumerable<PastRequests> rows, Func<PastRequests, double> weight)
    {
        var hours = new double[traffic.Hours];
        foreach (var row in rows.Where(row => row.IsHourly))
        {
            hours[(int)(row.At!.Value - traffic.From!.Value).TotalHours] += weight(row);
        }

        return hours;
    }
}
