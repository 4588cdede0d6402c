using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>
/// Proves the cheapest fleet of one kind of machine (Y6): kinds are sized by replay in the order of what they cost at least, until the next one
/// costs more than the best that is proved.
/// </summary>
public sealed class RankingProof
{
    /// <summary>Kinds that are sized at a time, whatever the number of cores, so that the answer does not depend on it.</summary>
    private const int Wave = 4;

    /// <summary>A kind that misses with so many times the replicas that its rate asks for misses with any number.</summary>
    private const int MostTimes = 64;

    /// <summary>Fleets of more replicas are not replayed: each request looks at all of them, and what they pool hardly grows any more.</summary>
    private const int MostReplicas = 1000;

    private readonly FleetProblem _problem;
    private readonly ReplicaModels _models;
    private readonly FleetSizing _sizing;
    private readonly List<Kind> _kinds;
    private readonly Dictionary<(string, Deployment), KindStanding> _standings = [];
    private readonly decimal _besides;
    private int _replays;

    /// <param name="problem">The demand, and the machines to choose from.</param>
    /// <param name="workload">The service level.</param>
    /// <param name="trace">The requests, held in memory.</param>
    /// <param name="traced">The demand that the requests are of, as busy as the problem's.</param>
    /// <param name="capacities">Throughput of replicas.</param>
    /// <param name="seed">Which requests stand for growth that is not a whole multiple.</param>
    internal RankingProof(FleetProblem problem, Workload workload, Trace trace, Demand traced, Capacities capacities, long seed)
    {
        _problem = problem;
        _models = new(problem, capacities);
        var spans = new ReplayedSpans(traced);
        _sizing = new(problem with { Demand = traced }, workload, _models, new(trace, traced, spans, seed), spans);
        _besides = problem.Standing.Dollars + problem.PerRequest.Zip(problem.Demand.Classes.Index()).Sum(kind =>
            kind.First.Dollars * (decimal)(problem.Demand.Mean(kind.Second.Index).PerSecond * Duration.Month.Seconds));
        _kinds = Kinds();
    }

    /// <summary>
    /// Sizes the kinds of replica that may be the cheapest, in the order of what they cost at least, until the next costs more than the best.
    /// </summary>
    /// <param name="problem">The demand, and the machines to choose from.</param>
    /// <param name="workload">The service level.</param>
    /// <param name="trace">The requests, held in memory.</param>
    /// <param name="capacities">Throughput of replicas.</param>
    /// <param name="cheapest">What the cheapest way without machines costs; null where there is none.</param>
    /// <param name="all">Whether every kind is sized, whatever it costs.</param>
    /// <param name="seed">Which requests stand for growth that is not a whole multiple.</param>
    public static ProvedRates Of(
        FleetProblem problem, Workload workload, Trace trace, Capacities capacities, UsdPerMonth? cheapest, bool all = false, long seed = 1)
    {
        var proof = new RankingProof(problem, workload, trace, problem.Demand, capacities, seed);
        proof.Prove(cheapest, all);
        return proof.Rates();
    }

    /// <summary>What was proved so far.</summary>
    internal ProvedRates Rates() => new(
        [.. _kinds.Select(kind => new ProvedKind(
            kind.Key.Id, kind.Key.Deployment, _standings.GetValueOrDefault(kind.Key) ?? new KindStanding.OutByBound(null)))],
        _kinds.Sum(kind => kind.Machines.Count), _sizing.Requests, _replays);

    /// <summary>Sizes the kinds of some machines whatever they cost, those that were out by their bound so far; whether there were any.</summary>
    internal bool Size(IEnumerable<MachineChoice> machines)
    {
        var wanted = machines.Select(machine => (machine.Model!.Id, machine.Deployment)).ToHashSet();
        var kinds = _kinds.FindAll(kind => wanted.Contains(kind.Key) && _standings.GetValueOrDefault(kind.Key) is null or KindStanding.OutByBound);
        Size(kinds, kind => (int)kind.Highest);
        return kinds.Count > 0;
    }

    /// <summary>The replay of a kind on as many replicas as were proved; null where none were.</summary>
    internal SimulationResult? Run(MachineChoice machine) =>
        _standings.GetValueOrDefault((machine.Model!.Id, machine.Deployment)) is KindStanding.Proved proved && _models.Of(machine).Model is { } model
            ? _sizing.Run(model, proved.Replicas)
            : null;

    /// <summary>What the cheapest API costs that may serve everything alone; null where none may.</summary>
    internal static UsdPerMonth? CheapestApi(FleetProblem problem, Workload workload) =>
        workload.Allowed.Kinds.Contains(OptionKind.Api) && problem.ApiServesAll ? problem.AllToApis().Bill : null;

    /// <summary>Machines that serve every class alone, by the kind of their replicas, the kind with the cheapest bound first.</summary>
    private List<Kind> Kinds() =>
        [.. _problem.Machines
            .Where(machine => machine.Model is not null && machine.ServesAll(_problem.Demand))
            .GroupBy(machine => (machine.Model!.Id, machine.Deployment))
            .Select(group => KindOf(group.Key, [.. group]))
            .OrderBy(kind => kind.Bound)
            .ThenBy(kind => kind.Key.Id, StringComparer.Ordinal)
            .ThenBy(kind => kind.Key.Deployment.ToString(), StringComparer.Ordinal)];

    private Kind KindOf((string Id, Deployment Deployment) key, IReadOnlyList<MachineChoice> machines)
    {
        List<Machine> needed = [.. machines.Select(machine => new Machine(machine, machine.Load(_problem.Demand) * machine.PeakUtilization.Value))];
        return new(key, needed, needed[0].Load * machines[0].Replicas, needed.Min(Least));
    }

    /// <summary>Of each way of buying machines the cheapest is proved; an API that costs less than a bound makes a proof of no interest.</summary>
    /// <param name="cheapest">What the cheapest way without machines costs; null where there is none.</param>
    /// <param name="all">Whether every kind is sized, whatever it costs.</param>
    internal void Prove(UsdPerMonth? cheapest, bool all = false)
    {
        var best = Enum.GetValues<OptionKind>().ToDictionary(way => way, _ => cheapest?.Dollars ?? decimal.MaxValue);
        decimal LimitOf(Machine machine) => all ? decimal.MaxValue : best[machine.Way];
        foreach (var wave in Waves(_kinds, kind => kind.Machines.Any(machine => Least(machine) < LimitOf(machine))))
        {
            foreach (var (kind, replicas) in Size(wave, kind => MostOf(kind, LimitOf)))
            {
                foreach (var machine in kind.Machines)
                {
                    best[machine.Way] = Math.Min(best[machine.Way], Bill(machine, machine.NeededAt(kind.UseOf(replicas))));
                }
            }
        }
    }

    /// <summary>Sizes kinds side by side; those that hold, with their number of replicas.</summary>
    private List<(Kind Kind, int Replicas)> Size(IReadOnlyList<Kind> kinds, Func<Kind, int> mostOf)
    {
        var wanted = kinds.Select(kind => (Kind: kind, Model: ModelOf(kind), Most: Math.Min(mostOf(kind), MostReplicas)))
            .Where(one => one.Model is not null).ToList();
        var sized = new SizedKind[wanted.Count];
        Parallel.For(0, wanted.Count, at => sized[at] = _sizing.Of(wanted[at].Model!, wanted[at].Kind.Fewest, wanted[at].Kind.Likely, wanted[at].Most));
        foreach (var ((kind, _, most), result) in wanted.Zip(sized))
        {
            _replays += result.Replays;
            _standings[kind.Key] = StandingOf(kind, result, most);
        }

        return [.. wanted.Zip(sized).Where(pair => pair.Second.Replicas is not null).Select(pair => (pair.First.Kind, pair.Second.Replicas!.Value))];
    }

    /// <summary>Kinds in order, some at a time; those of no interest when their turn comes are left out.</summary>
    private static IEnumerable<List<Kind>> Waves(List<Kind> kinds, Func<Kind, bool> isOfInterest)
    {
        var wave = new List<Kind>();
        foreach (var kind in kinds.Where(isOfInterest))
        {
            wave.Add(kind);
            if (wave.Count == Wave)
            {
                yield return wave;
                wave = [];
            }
        }

        if (wave.Count > 0)
        {
            yield return wave;
        }
    }

    private ReplicaModel? ModelOf(Kind kind)
    {
        var model = kind.Fewest > MostReplicas ? null : _models.Of(kind.Machines[0].Choice).Model;
        if (model is null)
        {
            _standings[kind.Key] = new KindStanding.NotSimulated();
        }

        return model;
    }

    /// <summary>More replicas than this cost more than the limit of their way of buying, on every machine of the kind.</summary>
    private int MostOf(Kind kind, Func<Machine, decimal> limitOf) =>
        (int)Math.Clamp(kind.Machines.Max(machine => Within(machine, limitOf(machine), kind.Highest)), kind.Fewest, kind.Highest);

    /// <summary>Replicas on as many machines as cost no more than the limit.</summary>
    private long Within(Machine machine, decimal limit, long highest) => limit == decimal.MaxValue || machine.PerMonth == 0
        ? highest
        : (long)Math.Clamp(
            (double)(Math.Floor((limit - _besides) / machine.PerMonth) - _problem.SparesOf(machine.Choice)) * machine.CountedOn * machine.Choice.Replicas,
            0, highest);

    private static KindStanding StandingOf(Kind kind, SizedKind sized, int most) => sized switch
    {
        { Replicas: { } replicas } => new KindStanding.Proved(replicas, kind.UseOf(replicas)),
        { MissesAlone: true } => new KindStanding.HoldsNever(sized.TooLong),
        _ when most >= kind.Highest => new KindStanding.HoldsNever(null),
        _ => new KindStanding.OutByBound(kind.UseOf(most + 1)),
    };

    private decimal Least(Machine machine) => Bill(machine, machine.Needed);

    private decimal Bill(Machine machine, int count) => _besides + (machine.PerMonth * (count + _problem.SparesOf(machine.Choice)));

    /// <summary>A machine of one way of buying.</summary>
    /// <param name="Choice">The machine.</param>
    /// <param name="Load">How many, in parts and fully used, the busiest step's rate asks for.</param>
    private sealed record Machine(MachineChoice Choice, double Load)
    {
        /// <summary>What one can count on of its throughput (U7), which the bill is reckoned by.</summary>
        public double CountedOn { get; } = Choice.CountedOn.Value;

        /// <summary>The fewest that may do.</summary>
        public int Needed => NeededAt(Choice.MostUtilization);

        public OptionKind Way { get; } = Candidates.KindOf(Choice.Offer.Pricing);

        public decimal PerMonth { get; } = (Choice.Price * Duration.Month).Dollars;

        /// <summary>Machines of which each is used so much.</summary>
        public int NeededAt(Ratio use) => Fleet.Needed(Load / use.Value / CountedOn, 1);
    }

    /// <summary>A kind of replica.</summary>
    /// <param name="Key">The model and what runs it.</param>
    /// <param name="Machines">The machines it runs on.</param>
    /// <param name="Load">Replicas, in parts and fully used, that the busiest step's rate asks for.</param>
    /// <param name="Bound">What the cheapest of them cost a month at least, dollars.</param>
    private sealed record Kind((string Id, Deployment Deployment) Key, IReadOnlyList<Machine> Machines, double Load, decimal Bound)
    {
        /// <summary>The share of capacity that bursts leave.</summary>
        private readonly Ratio _usual = Machines[0].Choice.PeakUtilization;

        public int Fewest { get; } = Fleet.Needed(Load / Machines[0].Choice.MostUtilization.Value, 1);

        /// <summary>As many as the room for bursts asks for.</summary>
        public int Likely { get; } = Fleet.Needed(Load / Machines[0].Choice.PeakUtilization.Value, 1);

        /// <summary>The most that are tried.</summary>
        public long Highest => (long)Fewest * MostTimes;

        /// <summary>The share of capacity that so many replicas use; where they are no more than likely, what they would be at any rate.</summary>
        public Ratio UseOf(int replicas) => Ratio.FromValue(replicas > Likely ? Load / replicas : Math.Max(_usual.Value, Load / replicas));
    }
}
