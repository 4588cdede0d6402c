namespace Mtok.Simulation;

/// <summary>How long something took: exact percentiles, each the least time that no less than its share of requests kept.</summary>
/// <param name="Count">Requests counted.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Mean">The mean.</param>
public sealed record LatencySummary(long Count, Duration P50, Duration P90, Duration P95, Duration P99, Duration Mean)
{
    private const int FewEnoughToSort = 1 << 20;
    private static readonly double[] Shares = [0.5, 0.9, 0.95, 0.99];

    /// <summary>No requests.</summary>
    public static LatencySummary None { get; } = new(0, default, default, default, default, default);

    /// <summary>Of the times that are not negative.</summary>
    /// <param name="log">The requests.</param>
    /// <param name="time">A request's time in ticks; negative where it has none.</param>
    internal static LatencySummary Of(OutcomeLog log, OutcomeTime time) => log.Count <= FewEnoughToSort ? Sorted(log, time) : Counted(log, time);

    private static LatencySummary Sorted(OutcomeLog log, OutcomeTime time)
    {
        var (values, count, total) = (new double[log.Count], 0, 0.0);
        foreach (var piece in log.Pieces())
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                if (time(outcome) is var ticks && ticks >= 0)
                {
                    values[count++] = ticks;
                    total += ticks;
                }
            }
        }

        if (count == 0)
        {
            return None;
        }

        Array.Sort(values, 0, count);
        Duration At(double share) => Ticks.ToDuration((long)Math.Round(values[(int)Quantiles.RankOf(share, count)]));
        return new(count, At(Shares[0]), At(Shares[1]), At(Shares[2]), At(Shares[3]), Duration.FromSeconds(total / count / Ticks.PerSecond));
    }

    /// <summary>Without keeping all of them, which there may be a hundred million of.</summary>
    internal static LatencySummary Counted(OutcomeLog log, OutcomeTime time)
    {
        var quantiles = new Quantiles();
        var total = 0.0;
        foreach (var piece in log.Pieces())
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                if (time(outcome) is var ticks && ticks >= 0)
                {
                    quantiles.Count(ticks);
                    total += ticks;
                }
            }
        }

        if (quantiles.Total == 0)
        {
            return None;
        }

        quantiles.Ask(Shares);
        foreach (var piece in log.Pieces())
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                if (time(outcome) is var ticks && ticks >= 0)
                {
                    quantiles.Collect(ticks);
                }
            }
        }

        var found = Array.ConvertAll(quantiles.Answer(), Ticks.ToDuration);
        return new(quantiles.Total, found[0], found[1], found[2], found[3], Duration.FromSeconds(total / quantiles.Total / Ticks.PerSecond));
    }
}

/// <summary>A time of a request in ticks; negative where it has none.</summary>
internal delegate double OutcomeTime(in Outcome outcome);

/// <summary>
/// Exact quantiles in two passes without keeping all values: the first counts them in classes some hundredths of a per cent
/// wide, the second keeps those of the classes that hold the answers.
/// </summary>
internal sealed class Quantiles
{
    /// <summary>Sign, exponent and 9 bits of a double.</summary>
    private const int Shift = 64 - 21;
    private readonly int[] _counts = new int[1 << 20];
    private readonly Dictionary<int, List<double>> _kept = [];
    private (int Class, long Rank)[] _asked = [];

    public long Total { get; private set; }

    /// <summary>The place, from 0, of the least of so many that no less than a share of them reach.</summary>
    public static long RankOf(double share, long total) => (long)Math.Ceiling((share * total) - 1e-9) - 1;

    public void Count(double value)
    {
        _counts[ClassOf(value)]++;
        Total++;
    }

    public void Ask(IReadOnlyList<double> shares)
    {
        var ranks = shares.Select(share => RankOf(share, Total)).ToList();
        _asked = new (int, long)[ranks.Count];
        var (before, asked) = (0L, 0);
        for (var index = 0; index < _counts.Length && asked < ranks.Count; before += _counts[index++])
        {
            while (asked < ranks.Count && ranks[asked] < before + _counts[index])
            {
                _asked[asked] = (index, Math.Max(0, ranks[asked++] - before));
                _kept.TryAdd(index, []);
            }
        }
    }

    public void Collect(double value)
    {
        var index = ClassOf(value);
        foreach (var (asked, _) in _asked)
        {
            if (asked == index)
            {
                _kept[index].Add(value);
                return;
            }
        }
    }

    public long[] Answer()
    {
        foreach (var values in _kept.Values)
        {
            values.Sort();
        }

        return Array.ConvertAll(_asked, asked => (long)Math.Round(_kept[asked.Class][(int)asked.Rank]));
    }

    private static int ClassOf(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> Shift);
}
