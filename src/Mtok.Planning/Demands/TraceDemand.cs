using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>Counts a trace's requests by class and step.</summary>
public static class TraceDemand
{
    /// <summary>A last step that the trace covers less of than this says too little of its rate.</summary>
    private const double LeastPart = 0.5;

    /// <summary>A trace that covers less of its only step than this has no rate; its requests are taken as all of the step.</summary>
    private const double LeastCovered = 0.01;

    /// <summary>The demand of a trace, read once to its end; null where it has no request.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="workload">What its requests may be done with, and how long they may wait.</param>
    /// <param name="step">How long a step is.</param>
    /// <param name="length">Steps of the longest span; a longer trace is represented by typical spans.</param>
    /// <param name="spans">The most typical spans.</param>
    public static Demand? Of(Trace trace, Workload workload, Duration step, int length, int spans)
    {
        var counts = trace.Classes.Select(_ => new ClassCount()).ToList();
        var (first, last, busiest, minutes) = (-1.0, 0.0, new BusiestMinute(), new MinuteCounts(step));
        var waits = trace.Classes.Select(name => workload.RulesOf(name).Deadline > default(Duration)).ToList();
        foreach (var request in trace.Requests)
        {
            first = first < 0 ? request.Arrival.Seconds : first;
            last = request.Arrival.Seconds;
            minutes.Add(last - first);
            counts[request.Class].Add((int)((last - first) / step.Seconds), request);
            if (!waits[request.Class])
            {
                busiest.Add(last - first, request);
            }
        }

        if (first < 0)
        {
            return null;
        }

        var met = Enumerable.Range(0, counts.Count).Where(at => counts[at].Requests > 0).ToList();
        var covered = (last - first) / step.Seconds;
        var (whole, part) = ((int)covered, covered - Math.Floor(covered));
        var steps = Math.Max(1, whole + (part >= LeastPart ? 1 : 0));
        var classes = met.Select(at => ClassOf(trace.Classes[at], counts[at], workload));
        var rates = met.Select(at => Rates(counts[at], step, steps, steps > whole && part >= LeastCovered ? part : 1)).ToList();
        return new(step, [.. classes], TypicalSpans.Of(rates, length, spans)) { BusiestMinute = busiest.Traffic, Swing = minutes.Swing };
    }

    private static DemandClass ClassOf(string name, ClassCount count, Workload workload)
    {
        var mix = workload.Mix with
        {
            Input = Tokens.FromCount(count.Input / count.Requests),
            Output = Tokens.FromCount(count.Output / count.Requests),
            CachedShare = Ratio.FromValue(count.Cached / Math.Max(1, count.Input)),
        };
        return DemandClass.Of(mix with { Lengths = count.Lengths.Of(mix, null) }, workload.RulesOf(name));
    }

    private static IReadOnlyList<RequestsPerSecond> Rates(ClassCount count, Duration step, int steps, double lastPart) =>
        [.. Enumerable.Range(0, steps).Select(at => RequestsPerSecond.FromPerSecond(count.At(at) / (step.Seconds * (at == steps - 1 ? lastPart : 1))))];

    /// <summary>The largest count of each figure in a minute, of requests in the order of their arrival.</summary>
    private sealed class BusiestMinute
    {
        private static readonly Duration Minute = Duration.FromMinutes(1);
        private readonly double[] _most = new double[4];
        private readonly double[] _now = new double[4];
        private long _minute;

        public ApiTraffic Traffic
        {
            get
            {
                Close();
                TokensPerSecond Rate(int figure) => Tokens.FromCount(_most[figure]) / Minute;
                return new(RequestsPerSecond.FromPerSecond(_most[0] / Minute.Seconds), Rate(1), Rate(2), Rate(3));
            }
        }

        public void Add(double seconds, in TraceRequest request)
        {
            if ((long)(seconds / Minute.Seconds) is var minute && minute != _minute)
            {
                Close();
                _minute = minute;
            }

            _now[0]++;
            _now[1] += request.Input.Count;
            _now[2] += (request.Input - request.Cached).Count;
            _now[3] += request.Output.Count;
        }

        private void Close()
        {
            for (var figure = 0; figure < _most.Length; figure++)
            {
                _most[figure] = Math.Max(_most[figure], _now[figure]);
                _now[figure] = 0;
            }
        }
    }

    private sealed class ClassCount
    {
        private readonly List<long> _steps = [];

        public LengthBinning Lengths { get; } = new();

        public long Requests { get; private set; }

        public double Input { get; private set; }

        public double Output { get; private set; }

        public double Cached { get; private set; }

        public long At(int step) => step < _steps.Count ? _steps[step] : 0;

        public void Add(int step, in TraceRequest request)
        {
            while (_steps.Count <= step)
            {
                _steps.Add(0);
            }

            _steps[step]++;
            Requests++;
            Input = Input + request.Input.Count;
            Output = Output + request.Output.Count;
            Cached = Cached + request.Cached.Count;
            Lengths.Add(request.Input, request.Output, request.Cached, Ratio.One);
        }
    }
}
