namespace Mtok.Simulation;

/// <summary>A latency distribution: exact percentiles, each the smallest time that at least its share of requests did not exceed.</summary>
/// <param name="Count">The number of requests.</param>
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

    /// <summary>The summary of all non-negative times.</summary>
    /// <param name="log">The requests.</param>
    /// <param name="time">A request's time in ticks; negative if it has none.</param>
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

    /// <summary>The summary without storing all times, of which there may be a hundred million.</summary>
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

/// <summary>A request's time in ticks; negative if it has none.</summary>
internal delegate double OutcomeTime(in Outcome outcome);

/// <summary>
/// Exact quantiles in two passes without storing all values: the first counts them in bins a few hundredths of a per cent
/// wide, the second collects those of the bins that contain the quantiles.
/// </summary>
internal sealed class Quantiles
{
    /// <summary>Sign, exponent and 9 bits of a double.</summary>
    private const int Shift = 64 - 21;
    private readonly int[] _counts = new int[1 << 20];
    private readonly Dictionary<int, List<double>> _kept = [];
    private (int Class, long Rank)[] _targets = [];

    public long Total { get; private set; }

    /// <summary>The rank, from 0, of the smallest value that at least a share of all values do not exceed.</summary>
    public static long RankOf(double share, long total) => (long)Math.Ceiling((share * total) - 1e-9) - 1;

    public void Count(double value)
    {
        _counts[ClassOf(value)]++;
        Total++;
    }

    public void Ask(IReadOnlyList<double> shares)
    {
        var ranks = shares.Select(share => RankOf(share, Total)).ToList();
        _targets = new (int, long)[ranks.Count];
        var (before, target) = (0L, 0);
        for (var index = 0; index < _counts.Length && target < ranks.Count; before += _counts[index++])
        {
            while (target < ranks.Count && ranks[target] < before + _counts[index])
            {
                _targets[target] = (index, Math.Max(0, ranks[target++] - before));
                _kept.TryAdd(index, []);
            }
        }
    }

    public void Collect(double value)
    {
        var index = ClassOf(value);
        foreach (var (target, _) in _targets)
        {
            if (target == index)
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

        return Array.ConvertAll(_targets, target => (long)Math.Round(_kept[target.Class][(int)target.Rank]));
    }

    private static int ClassOf(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> Shift);
}
