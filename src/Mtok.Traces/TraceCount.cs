using System.Numerics;

namespace Mtok.Traces;

/// <summary>Accumulates a trace's statistics, request by request.</summary>
internal sealed class TraceCount
{
    private const double Hour = 3600;

    private readonly LengthCounts _input = new();
    private readonly LengthCounts _output = new();
    private readonly WindowCounts _seconds = new(1);
    private readonly WindowCounts _minutes = new(60);
    private readonly List<long> _hours = [];
    private readonly List<long> _classes = [];
    private readonly long[][] _joint = [.. Enumerable.Range(0, 24).Select(_ => new long[24])];
    private readonly HashSet<long> _seen = [];
    private long _requests;
    private double _first;
    private double _last;
    private double _gapSquares;
    private double _cached;
    private double _inputs;
    private long _blocks;
    private long _hits;

    public void Add(in TraceRequest request)
    {
        var time = request.Arrival.Seconds;
        _first = _requests == 0 ? time : _first;
        var gap = _requests == 0 ? 0 : time - _last;
        _gapSquares += gap * gap;
        _last = time;
        _requests++;
        CountTime(time - _first);
        _input.Add(request.Input.Count);
        _output.Add(request.Output.Count);
        _joint[BitOperations.Log2((uint)request.Input.Count)][BitOperations.Log2((uint)request.Output.Count)]++;
        _inputs += request.Input.Count;
        _cached += request.Cached.Count;
        Count(_classes, request.Class);
        CountBlocks(request.Blocks);
    }

    private void CountTime(double time)
    {
        _seconds.Add(time);
        _minutes.Add(time);
        Count(_hours, (int)(time / Hour));
    }

    private static void Count(List<long> counts, int at)
    {
        while (counts.Count <= at)
        {
            counts.Add(0);
        }

        counts[at]++;
    }

    private void CountBlocks(IReadOnlyList<long>? blocks)
    {
        var unbroken = true;
        for (var at = 0; at < blocks?.Count; at++)
        {
            var seen = !_seen.Add(blocks[at]);
            unbroken &= seen;
            _hits += unbroken ? 1 : 0;
            _blocks++;
        }
    }

    public TraceSummary Summary(Trace trace)
    {
        var span = _last - _first;
        var gaps = _requests - 1;
        var mean = span / Math.Max(1, gaps);
        var whole = _hours.SkipLast(1).ToList();
        return new(
            Name: trace.Name,
            Requests: _requests,
            Span: Duration.FromSeconds(span),
            MeanRate: RequestsPerSecond.FromPerSecond(span > 0 ? _requests / span : 0),
            Hours: [.. _hours.Select((requests, at) => RequestsPerSecond.FromPerSecond(requests / Math.Clamp(span - (at * Hour), 1, Hour)))],
            PeakHour: whole.Count > 1 && whole.Sum() > 0 ? Ratio.FromValue(whole.Max() / whole.Average()) : null,
            GapVariation: span > 0 && gaps > 1 ? Ratio.FromValue(Math.Sqrt(Math.Max(0, (_gapSquares / gaps) - (mean * mean))) / mean) : null,
            SecondDispersion: Of(_seconds.Dispersion),
            MinuteDispersion: Of(_minutes.Dispersion),
            Input: LengthSummary.Of(_input),
            Output: LengthSummary.Of(_output),
            CachedShare: Ratio.FromValue(_inputs > 0 ? _cached / _inputs : 0),
            Classes: trace.Classes.Select((name, place) => KeyValuePair.Create(name, place < _classes.Count ? _classes[place] : 0)).ToDictionary(),
            Joint: _joint,
            PrefixHits: _blocks > 0 ? Ratio.FromValue(_hits / (double)_blocks) : null);
    }

    private static Ratio? Of(double? value) => value is { } number ? Ratio.FromValue(number) : null;
}
