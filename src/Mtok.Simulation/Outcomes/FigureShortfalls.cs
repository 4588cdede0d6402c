namespace Mtok.Simulation;

/// <summary>How far the figures of a class's latencies are beyond their limits (Y8), part by part of the time.</summary>
internal sealed class FigureShortfalls(FleetRun run)
{
    /// <summary>
    /// Of each part by time of arrival the largest shortfall: of a percentile the share of the requests that is missing, of a mean the part of it that
    /// is too much; zero where all limits are kept. One request of a part may always be too slow.
    /// </summary>
    public IReadOnlyList<Ratio> Of(Duration length, int parts, int only)
    {
        var most = new Ratio[parts];
        var name = run.Trace.Classes[only];
        foreach (var limit in (run.Fleet.Classes.FirstOrDefault(known => known.Name == name)?.Level ?? run.Fleet.Level).Figures)
        {
            foreach (var (at, shortfall) in Of(limit, Ticks.From(length), parts, only).Index())
            {
                most[at] = shortfall > most[at] ? shortfall : most[at];
            }
        }

        return most;
    }

    private IEnumerable<Ratio> Of(FigureLimit limit, long ticks, int parts, int only)
    {
        var (figures, most) = (new Figure[parts], Ticks.From(limit.Most));
        foreach (var piece in run.Log.Pieces())
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                if (outcome.Class == only && TimeOf(limit.Of, outcome) is >= 0 and var time)
                {
                    figures[Math.Min(parts - 1, outcome.Arrival / ticks)].Add(time, most);
                }
            }
        }

        return figures.Select(figure => limit.Share is { } share ? figure.Missing(share) : figure.Excess(most));
    }

    /// <summary>Infinite for a request that was not answered, negative for one without such a time.</summary>
    private double TimeOf(Latency latency, in Outcome outcome) => !RequestTimes.IsAnswered(outcome) ? double.PositiveInfinity
        : latency == Latency.Ttft ? run.Times.Ttft(outcome)
        : run.Times.Tpot(outcome);

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
