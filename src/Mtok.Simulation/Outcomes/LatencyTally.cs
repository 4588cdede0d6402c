using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>
/// Exact percentiles of times seen once, in bounded memory. Times are counted in classes less than half a per cent wide and kept; when there are
/// too many, only those in classes around the percentiles so far stay. Where a percentile ends in a class that was dropped, the times must be
/// seen a second time.
/// </summary>
/// <param name="most">The number of times that are kept, unless the classes of the percentiles alone hold more.</param>
internal sealed class LatencyTally(long most)
{
    private const int ChunkSize = 1 << 13;

    /// <summary>Bits of a time after the first that distinguish classes.</summary>
    private const int ClassBits = 8;

    private const int Classes = (64 - ClassBits) << ClassBits;

    private static readonly double[] Shares = [0.5, 0.9, 0.95, 0.99];

    private readonly int[] _counts = new int[Classes];
    private readonly List<long[]> _chunks = [];
    private long[] _chunk = [];
    private int _used;
    private int _last = -1;
    private bool[]? _dropped;
    private long _most = most;
    private long _count;
    private double _total;

    /// <summary>Whether the times around every percentile are kept.</summary>
    public bool IsExact => _dropped is not { } dropped || Targets().All(target => !dropped[target.Class]);

    /// <summary>Counts a time in ticks; a negative one is none.</summary>
    public void Count(double ticks)
    {
        if (ticks >= 0)
        {
            var time = (long)Math.Round(ticks);
            var at = ClassOf(time);
            _count++;
            _total += ticks;
            _counts[at]++;
            Keep(time, at);
        }
    }

    /// <summary>From here on all times are seen a second time, by <see cref="Seek"/>.</summary>
    public void BeginAgain()
    {
        (_chunk, _used, _last, _most) = ([], 0, -1, long.MaxValue);
        _dropped = new bool[Classes];
        Array.Fill(_dropped, true);
        foreach (var target in Targets())
        {
            _dropped[target.Class] = false;
        }
    }

    /// <summary>Sees a time in ticks again; a negative one is none.</summary>
    public void Seek(double ticks)
    {
        if (ticks >= 0)
        {
            var time = (long)Math.Round(ticks);
            Keep(time, ClassOf(time));
        }
    }

    /// <summary>The summary of all times; valid only if <see cref="IsExact"/>.</summary>
    public LatencySummary Summary()
    {
        if (_count == 0)
        {
            return LatencySummary.None;
        }

        var targets = Targets();
        var times = new Dictionary<int, List<long>>();
        targets.ForEach(target => times.TryAdd(target.Class, []));
        var wanted = new bool[Classes];
        targets.ForEach(target => wanted[target.Class] = true);
        for (var chunk = 0; chunk <= _last; chunk++)
        {
            foreach (var time in Filled(chunk))
            {
                if (wanted[ClassOf(time)])
                {
                    times[ClassOf(time)].Add(time);
                }
            }
        }

        foreach (var ofClass in times.Values)
        {
            ofClass.Sort();
        }

        List<Duration> found = targets.ConvertAll(target => Ticks.ToDuration(times[target.Class][(int)target.Rank]));
        return new(_count, found[0], found[1], found[2], found[3], Duration.FromSeconds(_total / _count / Ticks.PerSecond));
    }

    /// <summary>Classes in the order of their times: as long as a time fits in the bits of a class it has one of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ClassOf(long ticks)
    {
        var shift = Math.Max(0, 63 - ClassBits - BitOperations.LeadingZeroCount((ulong)ticks));
        return (shift << ClassBits) + (int)(ticks >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(long time, int at)
    {
        if (_dropped is not null && _dropped[at])
        {
            return;
        }

        if (_used == _chunk.Length)
        {
            NextChunk();
        }

        _chunk[_used++] = time;
    }

    private void NextChunk()
    {
        if ((_last + 1L) * ChunkSize >= _most)
        {
            Narrow();
        }

        if (_used == _chunk.Length)
        {
            if (++_last == _chunks.Count)
            {
                _chunks.Add(new long[ChunkSize]);
            }

            (_chunk, _used) = (_chunks[_last], 0);
        }
    }

    private Span<long> Filled(int chunk) => _chunks[chunk].AsSpan(0, chunk == _last ? _used : ChunkSize);

    /// <summary>Drops the classes farthest from the percentiles, so that about two thirds of what may be kept are left.</summary>
    private void Narrow()
    {
        _dropped ??= new bool[Classes];
        var left = _most / 3 * 2;
        foreach (var (at, away) in Distances().OrderBy(of => of.Away))
        {
            left -= _counts[at];
            _dropped[at] = left < 0 && away > 0;
        }

        var (kept, chunks) = (0L, _last);
        for (var chunk = 0; chunk <= chunks; chunk++)
        {
            foreach (var time in Filled(chunk))
            {
                if (!_dropped[ClassOf(time)])
                {
                    _chunks[(int)(kept / ChunkSize)][kept % ChunkSize] = time;
                    kept++;
                }
            }
        }

        _last = (int)((kept - 1) / ChunkSize);
        (_chunk, _used) = (_chunks[_last], (int)((kept - 1) % ChunkSize) + 1);
        _most = Math.Max(_most, 2 * kept);
    }

    /// <summary>How far the times of each class that is kept are from the nearest percentile, in ranks, against how far its rank moves by chance.</summary>
    private IEnumerable<(int Class, double Away)> Distances()
    {
        var before = 0L;
        for (var at = 0; at < Classes; before += _counts[at++])
        {
            if (_counts[at] > 0 && !_dropped![at])
            {
                var (first, last) = (before, before + _counts[at] - 1);
                yield return (at, Shares.Min(share => Math.Max(0, Math.Max(first - RankOf(share), RankOf(share) - last)) / Math.Sqrt(share * (1 - share))));
            }
        }
    }

    /// <summary>Of each percentile its class, and its rank among the times of the class.</summary>
    private List<(int Class, long Rank)> Targets()
    {
        var targets = new List<(int, long)>();
        var (at, before) = (0, 0L);
        foreach (var rank in _count == 0 ? [] : Shares.Select(RankOf))
        {
            for (; before + _counts[at] <= rank; at++)
            {
                before += _counts[at];
            }

            targets.Add((at, rank - before));
        }

        return targets;
    }

    /// <summary>The rank, from 0, of the smallest time that at least a share of all times do not exceed.</summary>
    private long RankOf(double share) => Math.Max(0, (long)Math.Ceiling((share * _count) - 1e-9) - 1);
}
