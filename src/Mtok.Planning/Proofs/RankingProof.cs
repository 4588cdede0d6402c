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

    private readonly FleetProblem _problem;
    private readonly ReplicaModels _models;
    private readonly FleetSizing _sizing;
    private readonly Dictionary<(string, Deployment), KindStanding> _standings = [];
    private readonly decimal _besides;
    private int _replays;

    private RankingProof(FleetProblem problem, Workload workload, Trace trace, Capacities capacities, long seed)
    {
        _problem = problem;
        _models = new(problem, capacities);
        var spans = new ReplayedSpans(problem.Demand);
        _sizing = new(problem, workload, _models, new(trace, problem.Demand, spans, seed), spans);
        _besides = problem.Fixed.Dollars + problem.PerRequest.Zip(problem.Demand.Classes.Index()).Sum(kind =>
            kind.First.Dollars * (decimal)(problem.Demand.Mean(kind.Second.Index).PerSecond * Duration.Month.Seconds));
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
        var proof = new RankingProof(problem, workload, trace, capacities, seed);
        var kinds = proof.Kinds();
        proof.Prove(kinds, all ? null : cheapest, all);
        KindStanding StandingOf(Kind kind) => proof._standings.GetValueOrDefault(kind.Key, new KindStanding.OutByBound(null));
        return new(
            [.. kinds.Select(kind => new ProvedKind(kind.Key.Id, kind.Key.Deployment, StandingOf(kind)))],
            kinds.Sum(kind => kind.Machines.Count), proof._sizing.Requests, proof._replays);
    }

    /// <summary>Machines that serve every class alone, by the kind of their replicas, the kind with the cheapest bound first.</summary>
    private List<Kind> Kinds() =>
        [.. _problem.Machines
            .Where(machine => machine.Model is not null && _problem.Demand.Classes.Index().All(kind => machine.Serves(kind.Index, kind.Item)))
            .GroupBy(machine => (machine.Model!.Id, machine.Deployment))
            .Select(group => new Kind(group.Key, [.. group], group.Min(Least)))
            .OrderBy(kind => kind.Bound)
            .ThenBy(kind => kind.Key.Id, StringComparer.Ordinal)
            .ThenBy(kind => kind.Key.Deployment.ToString(), StringComparer.Ordinal)];

    /// <summary>Of each way of buying machines the cheapest is proved; an API that costs less than a bound makes a proof of no interest.</summary>
    private void Prove(List<Kind> kinds, UsdPerMonth? cheapest, bool all)
    {
        var best = Enum.GetValues<OptionKind>().ToDictionary(way => way, _ => all ? decimal.MaxValue : cheapest?.Dollars ?? decimal.MaxValue);
        foreach (var chunk in Waves(kinds, kind => all || kind.Machines.Any(machine => Least(machine) < best[WayOf(machine)])))
        {
            var limits = all ? best.ToDictionary(way => way.Key, _ => decimal.MaxValue) : best.ToDictionary();
            var wave = chunk.Select(kind => (Kind: kind, Model: ModelOf(kind), Most: MostOf(kind, limits))).Where(one => one.Model is not null).ToList();
            var sized = new SizedKind[wave.Count];
            Parallel.For(0, wave.Count, at => sized[at] = _sizing.Of(wave[at].Model!, wave[at].Kind.Fewest(_problem.Demand), wave[at].Most));
            foreach (var ((kind, _, most), result) in wave.Zip(sized))
            {
                _replays += result.Replays;
                _standings[kind.Key] = StandingOf(kind, result, most);
                foreach (var machine in result.Replicas is null ? [] : kind.Machines)
                {
                    best[WayOf(machine)] = Math.Min(best[WayOf(machine)], Bill(machine, Machines(machine, result.Replicas!.Value)));
                }
            }
        }
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

    private static OptionKind WayOf(MachineChoice machine) => Candidates.KindOf(machine.Offer.Pricing);

    private ReplicaModel? ModelOf(Kind kind)
    {
        var (model, whyNot) = _models.Of(kind.Machines[0]);
        if (whyNot is not null)
        {
            _standings[kind.Key] = new KindStanding.NotSimulated();
        }

        return model;
    }

    /// <summary>More replicas than this cost more than the limit of their way of buying, on every machine of the kind.</summary>
    private int MostOf(Kind kind, Dictionary<OptionKind, decimal> limits)
    {
        var fewest = kind.Fewest(_problem.Demand);
        var highest = (long)fewest * MostTimes;
        return (int)Math.Clamp(kind.Machines.Max(machine => Within(machine, limits[WayOf(machine)], highest)), fewest, highest);
    }

    /// <summary>Replicas on as many machines as cost no more than the limit.</summary>
    private long Within(MachineChoice machine, decimal limit, long highest) => limit == decimal.MaxValue || machine.Price.Dollars == 0
        ? highest
        : (long)Math.Clamp(Math.Floor((limit - _besides) / PerMonth(machine)) - _problem.Spares, 0, highest) * machine.Replicas;

    private KindStanding StandingOf(Kind kind, SizedKind sized, int most)
    {
        var (load, rule) = (kind.Load(_problem.Demand), kind.Machines[0].PeakUtilization);
        Ratio UseOf(int replicas) => replicas > Fleet.Needed(load, 1) ? Ratio.FromValue(load * rule.Value / replicas) : rule;
        return sized switch
        {
            { Replicas: { } replicas } => new KindStanding.Proved(replicas, UseOf(replicas)),
            { MissesAlone: true } => new KindStanding.HoldsNever(sized.TooLong),
            _ when most >= (long)kind.Fewest(_problem.Demand) * MostTimes => new KindStanding.HoldsNever(null),
            _ => new KindStanding.OutByBound(UseOf(most + 1)),
        };
    }

    private int Machines(MachineChoice machine, int replicas) =>
        Math.Max(machine.Needed(_problem.Demand), (replicas + machine.Replicas - 1) / machine.Replicas);

    private decimal Least(MachineChoice machine) => Bill(machine, machine.Needed(_problem.Demand));

    private decimal Bill(MachineChoice machine, int count) => _besides + (PerMonth(machine) * (count + _problem.Spares));

    private static decimal PerMonth(MachineChoice machine) => (machine.Price * Duration.Month).Dollars;

    /// <summary>A kind of replica.</summary>
    /// <param name="Key">The model and what runs it.</param>
    /// <param name="Machines">The machines it runs on.</param>
    /// <param name="Bound">What the cheapest of them cost a month at least, dollars.</param>
    private sealed record Kind((string Id, Deployment Deployment) Key, IReadOnlyList<MachineChoice> Machines, decimal Bound)
    {
        /// <summary>Replicas that the busiest step's rate asks for at the share of it that may be planned with.</summary>
        public double Load(Demand demand) => Machines[0].Load(demand) * Machines[0].Replicas;

        public int Fewest(Demand demand) => Fleet.Needed(Load(demand), 1);
    }
}
