namespace Mtok.Simulation;

/// <summary>How far the figures of a class's latencies are beyond their limits (Y9), part by part of the time of arrival.</summary>
internal sealed class FigureShortfalls
{
    private readonly RequestTimes _times;
    private readonly IReadOnlyList<FigureLimit> _limits;
    private readonly Figure[][] _figures;
    private readonly long _ticks;
    private readonly int _only;

    /// <param name="run">The run, with the service levels.</param>
    /// <param name="length">The length of a part.</param>
    /// <param name="parts">The number of parts; the last includes all later arrivals.</param>
    /// <param name="only">The index of the class.</param>
    public FigureShortfalls(FleetRun run, Duration length, int parts, int only)
    {
        var name = run.Trace.Classes[only];
        _times = run.Times;
        _limits = [.. (run.Fleet.Classes.FirstOrDefault(known => known.Name == name)?.Level ?? run.Fleet.Level).Figures];
        _figures = [.. _limits.Select(_ => new Figure[parts])];
        _ticks = Ticks.From(length);
        _only = only;
    }

    public void Count(ReadOnlySpan<Outcome> outcomes)
    {
        for (var at = 0; at < _limits.Count; at++)
        {
            var (limit, figures, most) = (_limits[at], _figures[at], Ticks.From(_limits[at].Most));
            foreach (ref readonly var outcome in outcomes)
            {
                if (outcome.Class == _only && TimeOf(limit.Of, outcome) is >= 0 and var time)
                {
                    figures[Math.Min(figures.Length - 1, outcome.Arrival / _ticks)].Add(time, most);
                }
            }
        }
    }

    /// <summary>
    /// Of each part the largest shortfall: of a percentile the share of the requests that is missing, of a mean the part of it that is too much; zero
    /// where all limits are kept. One request of a part may always be too slow.
    /// </summary>
    public IReadOnlyList<Ratio> Parts(int parts) =>
        [.. Enumerable.Range(0, parts).Select(part =>
            _limits.Index().Select(limit => Of(limit.Item, _figures[limit.Index][part])).DefaultIfEmpty(Ratio.Zero).Max())];

    private static Ratio Of(FigureLimit limit, in Figure figure) =>
        limit.Share is { } share ? figure.Missing(share) : figure.Excess(Ticks.From(limit.Most));

    /// <summary>Infinite for a request that was not answered, negative for one without such a time.</summary>
    private double TimeOf(Latency latency, in Outcome outcome) => !RequestTimes.IsAnswered(outcome) ? double.PositiveInfinity
        : latency == Latency.Ttft ? _times.Ttft(outcome)
        : _times.Tpot(outcome);

    private struct Figure
    {
        private long _requests;
        private long _late;
        private double _slowest;
        private double _others;

        public void Add(double time, long most)
        {
            _requests++;
            _late += time > most ? 1 : 0;
            _others += Math.Min(_slowest, time);
            _slowest = Math.Max(_slowest, time);
        }

        public readonly Ratio Missing(Ratio share) =>
            _late <= AttainmentPart.MayMiss(_requests, share) ? Ratio.Zero : Ratio.FromValue(share.Value - 1 + ((double)_late / _requests));

        public readonly Ratio Excess(long most) =>
            _requests < 2 || _others <= (double)most * (_requests - 1) ? Ratio.Zero : Ratio.FromValue(1 - (most * (_requests - 1) / _others));
    }
}
