using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>A kind of replica with the least number of it that keeps the service level alone.</summary>
/// <param name="Model">The replica as simulated.</param>
/// <param name="Replicas">That number; null where no number looked at does.</param>
/// <param name="Replays">Fleets that were replayed to find it.</param>
internal sealed record SizedKind(ReplicaModel Model, int? Replicas, int Replays)
{
    /// <summary>Whether too many requests miss even where each has a replica for itself.</summary>
    public bool MissesAlone { get; init; }

    /// <summary>The prompt that takes too long even then; null where there is none.</summary>
    public LongPrompt? TooLong { get; init; }
}

/// <summary>Sizes fleets of one kind of replica by replaying the demand's own requests on them (Y6).</summary>
internal sealed class FleetSizing
{
    /// <summary>Requests this far apart hardly ever meet.</summary>
    private static readonly Duration Apart = Duration.FromMinutes(2);

    /// <summary>All of them together: the simulator's clock holds 100 days.</summary>
    private static readonly Duration LongestApart = Duration.FromHours(24 * 90);

    /// <summary>Most kinds hold at one of the first numbers: only then is it worth a replay to see whether any can.</summary>
    private const int TriesBeforeAlone = 2;

    private readonly ReplayedFleet _fleets;
    private readonly Trace _trace;
    private readonly Lazy<Trace> _apart;
    private readonly Duration _step;
    private readonly long[][] _mayMiss;
    private readonly LongPrompts _prompts;

    /// <param name="problem">The demand, and what may be chosen from.</param>
    /// <param name="workload">The service level, and the share of requests that must keep it.</param>
    /// <param name="models">The replicas.</param>
    /// <param name="trace">The requests.</param>
    /// <param name="spans">The steps of the demand.</param>
    public FleetSizing(FleetProblem problem, Workload workload, ReplicaModels models, ReplayedTrace trace, ReplayedSpans spans)
    {
        var alone = problem with { Apis = [] };
        _fleets = new(alone, workload, models, spans, []);
        var (busiest, steps) = BusiestPart.Of(trace, spans);
        _trace = TraceChange.InMemory(busiest, Replays.MostHeld);
        _apart = new(() => _trace with { Requests = [.. _trace.Requests.Select((request, at) => request with { Arrival = ApartBy * Ratio.FromValue(at) })] });
        _step = spans.Step;
        var counts = BusiestPart.Counts(_trace, _step, steps);
        Requests = counts.Sum(ofClass => ofClass.Sum());
        _mayMiss = [.. counts.Select(ofClass => ofClass.Select(count => ReplayedStep.MayMiss(count, workload.ServiceLevel.Share)).ToArray())];
        _prompts = new(alone, trace, workload.ServiceLevel.Share);
    }

    /// <summary>Less where there are so many requests that the simulator's clock would not hold them all.</summary>
    private Duration ApartBy => Duration.FromSeconds(Math.Min(Apart.Seconds, LongestApart.Seconds / (Requests + 1)));

    /// <summary>Requests that are replayed on each fleet.</summary>
    public long Requests { get; }

    /// <summary>The least number of replicas that keeps the service level: numbers grow by half until one does, then the gap is halved.</summary>
    /// <param name="model">The kind of replica.</param>
    /// <param name="least">The fewest that may run.</param>
    /// <param name="likely">How many it may well be, with which the search begins.</param>
    /// <param name="most">The most that are of interest.</param>
    public SizedKind Of(ReplicaModel model, int least, int likely, int most)
    {
        var (fails, replicas, replays) = (least - 1, Math.Clamp(likely, least, most), 0);
        bool Keeps(int count)
        {
            replays++;
            return Simulator.Keeps(_trace, _fleets.Alone(model, count, _trace), _step, _mayMiss, new());
        }

        while (!Keeps(replicas))
        {
            if (replays == TriesBeforeAlone && !KeepsAlone(model))
            {
                return new(model, null, replays + 1) { TooLong = _prompts.TooLongFor(model), MissesAlone = true };
            }

            if (replicas >= most)
            {
                return new(model, null, replays);
            }

            (fails, replicas) = (replicas, Math.Min(most, replicas + Math.Max(1, replicas / 2)));
        }

        while (replicas - fails > 1)
        {
            var middle = fails + ((replicas - fails) / 2);
            (fails, replicas) = Keeps(middle) ? (fails, middle) : (middle, replicas);
        }

        return new(model, replicas, replays);
    }

    /// <summary>The replay of a number of replicas, with the times of every request.</summary>
    public SimulationResult Run(ReplicaModel model, int replicas) => Simulator.Run(_trace, _fleets.Alone(model, replicas, _trace), new());

    /// <summary>Whether enough requests keep the service level when each has a replica for itself: if not, no number of replicas does.</summary>
    private bool KeepsAlone(ReplicaModel model) =>
        Simulator.Keeps(
            _apart.Value,
            _fleets.Alone(model, 1, _apart.Value),
            ApartBy * Ratio.FromValue(Requests + 1),
            [.. _mayMiss.Select(steps => new[] { steps.Sum() })],
            new());
}
