namespace Mtok.Planning;

/// <summary>
/// Plans of one class that may not wait, at multiples of its demand (V1): begun from the relaxation rounded up and from the cheapest whole
/// machines of each step by itself, bettered by <see cref="HourlySearch"/>. Its work is counted and not timed.
/// </summary>
internal sealed class CountedPlans : ScaledPlans
{
    /// <summary>Kinds of machines that are tried two by two where each kind in use has its spares.</summary>
    private const int MostPaired = 4;

    /// <summary>Kinds that are planned alone where each needs spares.</summary>
    private const int MostTried = 8;

    /// <summary>Hourly kinds that are tried without the others.</summary>
    private const int MostAlone = 2;

    /// <summary>Rounding of a solver, not machines.</summary>
    private const double Nothing = 1e-9;

    private readonly FleetProblem _problem;
    private readonly Places _places;
    private readonly double _slope;
    private readonly double[][] _parts;
    private readonly double _overflow;
    private readonly double _perRequest;

    public CountedPlans(FleetProblem problem)
        : base(problem)
    {
        _problem = problem with
        {
            Rules = PlanRules.None with { KindsAtMost = problem.Rules.KindsAtMost, SellersAtMost = problem.Rules.SellersAtMost },
        };
        _places = new(_problem);
        (_slope, _parts) = Relaxation ?? (0, []);
        _perRequest = problem.PerRequest.Count > 0 ? (double)problem.PerRequest[0].Dollars : 0;
        _overflow = problem.ApiOf(0)?.PerRequest[0] is { } price
            ? Math.Max(0, ((double)price.Dollars - _perRequest) * Duration.Hour.Seconds)
            : double.PositiveInfinity;
    }

    public override int MostSolutions => 60;

    public override ScaledCost? At(double factor)
    {
        var scaled = Scaled(factor);
        if (_parts.Length == 0)
        {
            return null;
        }

        var best = scaled.Spares == 0 ? OfFewKinds(scaled, Cheapest(scaled, factor)) : WithSpares(scaled);
        if (best is null)
        {
            return null;
        }

        var bill = Cost(best);
        var bound = Math.Min(bill, Least(scaled, factor));
        return new(factor, bill, bound, Busiest(best), factor * Math.Max(1, Slack(best)));
    }

    public override double Least(double factor) => Least(Scaled(factor), factor);

    public override double Most(double factor)
    {
        var scaled = Scaled(factor) with { Spares = 0 };
        var alone = _problem.Spares == 0 ? scaled : scaled with { Machines = [.. Promising(Scaled(factor)).Take(1).Select(kind => kind.Machine)] };
        return Based(alone) is var plan && (alone.Apis.Count > 0 || Serves(plan)) && MachineKinds.Keeps(scaled.Rules, plan)
            ? Cost(plan)
            : double.PositiveInfinity;
    }

    /// <summary>Where each kind in use has its spares, one kind alone, or whatever serves with the spares of two.</summary>
    private double Least(FleetProblem scaled, double factor)
    {
        var covered = Math.Max(_slope * factor, CoverBound(scaled));
        double[] spares = _problem.Spares == 0 ? [] : [.. _problem.Machines.Select(SparesCost).Order().Take(2)];
        var least = spares.Length == 0 ? covered
            : scaled.Apis.Count > 0 ? covered + spares[0]
            : Math.Min(covered + spares.Sum(), AloneCosts(scaled).Min(kind => kind.Cost));
        return least + (double)_problem.Fixed.Dollars;
    }

    private FleetProblem Scaled(double factor) => _problem with { Demand = _problem.Demand.Times(Ratio.FromValue(factor)) };

    private double Cost(Plan? plan) => plan is null ? double.PositiveInfinity : (double)plan.Bill.Dollars + SparesCost(plan);

    private double SparesCost(Plan plan) => plan.Machines.Sum(line => SparesCost(line.Choice));

    private double SparesCost(MachineChoice machine) => (double)(machine.Price * Duration.Month).Dollars * _problem.SparesOf(machine);

    private int Busiest(Plan plan) => plan.Machines.Count == 0 ? 0 : plan.Demand.Spans.Index()
        .Max(span => Enumerable
            .Range(0, span.Item.Steps)
            .Max(step => (int)Math.Min(
                int.MaxValue, plan.RunningAt(span.Index, step) + plan.Machines.Sum(line => (long)_problem.SparesOf(line.Choice)))));

    /// <summary>The multiple of its demand that a plan's machines serve in every step.</summary>
    private double Slack(Plan plan)
    {
        var least = double.PositiveInfinity;
        foreach (var place in _places.All)
        {
            var at = plan.Demand.Spans[place.Span].Rates[0][place.Step].PerSecond;
            var usable = _problem.Usable.Count == 0 ? 1 : _problem.Usable[place.Span][place.Step].Value;
            least = at > 0
                ? Math.Min(least, plan.Machines.Sum(line => line.Running[place.Span][place.Step] * line.Choice.Rates[0].PerSecond * usable) / at)
                : least;
        }

        return least;
    }

    private Plan? Cheapest(FleetProblem scaled, double factor)
    {
        var rounded = Counts(scaled, (machine, place) => _parts[machine][place] < Nothing
            ? 0
            : (int)Math.Ceiling(_parts[machine][place] * factor * (1 - Nothing)));
        return new[] { rounded, Covered(scaled), Based(scaled) }
            .Where(start => scaled.Apis.Count > 0 || Serves(start))
            .Select(start => HourlySearch.Better(scaled, start))
            .MinBy(plan => plan.Bill);
    }

    /// <summary>L11: a plan of too many kinds gives way to the best of some of its dearest ones.</summary>
    private Plan? OfFewKinds(FleetProblem scaled, Plan? plan)
    {
        if (plan is null || MachineKinds.Keeps(scaled.Rules, plan))
        {
            return plan;
        }

        var few = plan.Machines.Select(line => line.Choice).Take(MostPaired).ToList();
        return Enumerable.Range(1, (1 << few.Count) - 1)
            .Select(set => scaled with { Machines = [.. few.Where((_, at) => (set & (1 << at)) != 0)] })
            .Where(set => !MachineKinds.AreLimited(set))
            .SelectMany(set => new[] { Covered(set), Based(set) }
                .Where(start => set.Apis.Count > 0 || Serves(start))
                .Select(start => HourlySearch.Better(set, start)))
            .MinBy(each => each.Bill);
    }

    private bool Serves(Plan plan) => Slack(plan) >= 1 - (1000 * Nothing);

    /// <summary>L6: every kind in use has its spares, so few kinds are best: each alone, and the best few two by two.</summary>
    private Plan? WithSpares(FleetProblem scaled)
    {
        Plan? Of(IEnumerable<MachineChoice> kinds)
        {
            var few = scaled with { Machines = [.. kinds], Spares = 0 };
            return new[] { Covered(few), Based(few) }
                .Where(start => few.Apis.Count > 0 || Serves(start))
                .Select(start => HourlySearch.Better(few, start))
                .MinBy(Cost);
        }

        var alone = new List<(MachineChoice Kind, Plan? Plan)>();
        var few = new List<(MachineChoice Kind, Plan? Plan)>();
        foreach (var (kind, least) in Promising(scaled))
        {
            if (few.Count == MostPaired && scaled.Apis.Count == 0 && Exceeds(least, few[^1].Plan))
            {
                break;
            }

            alone.Add((kind, Of([kind])));
            few = [.. alone.OrderBy(each => Cost(each.Plan)).Take(MostPaired)];
        }

        var best = few.Select(each => each.Plan).OfType<Plan>().MinBy(Cost);
        foreach (var pair in few.SelectMany((first, at) => few.Skip(at + 1).Select(second => scaled with { Machines = [first.Kind, second.Kind] })))
        {
            if (!MachineKinds.AreLimited(pair) && !Exceeds(CoverBound(pair) + pair.Machines.Sum(SparesCost), best))
            {
                best = new[] { best, Of(pair.Machines) }.OfType<Plan>().MinBy(Cost);
            }
        }

        return best;
    }

    /// <summary>The kinds that cost least alone.</summary>
    private IEnumerable<(MachineChoice Machine, double Cost)> Promising(FleetProblem scaled) =>
        AloneCosts(scaled).OrderBy(kind => kind.Cost).Take(MostTried);

    /// <summary>Whether whatever costs so much before fixed costs costs more than a plan.</summary>
    private bool Exceeds(double least, Plan? plan) => least + (double)_problem.Fixed.Dollars > Cost(plan) * (1 + Nothing);

    /// <summary>What each kind costs alone a month at least: with its spares and its requests, without starts.</summary>
    private IEnumerable<(MachineChoice Machine, double Cost)> AloneCosts(FleetProblem scaled)
    {
        var load = new KindLoad(scaled, new(scaled), scaled.Machines[0]);
        double Hours(MachineChoice kind) => kind.IsCommitted
            ? load.Needed(kind.Rates[0].PerSecond) * Duration.Month.Hours
            : load.Levels.Sum(level => Fleet.Needed(level.Needs, kind.Rates[0].PerSecond) * level.Hours);
        var requests = _perRequest * scaled.Demand.Mean().PerSecond * Duration.Month.Seconds;
        return scaled.Machines.Select(kind => (kind, requests + ((double)kind.Price.Dollars * (Hours(kind) + (scaled.SparesOf(kind) * Duration.Month.Hours)))));
    }

    /// <summary>
    /// The cheapest whole machines of each step; committed ones as many as every step has of them, the rest hourly where there are
    /// hourly machines.
    /// </summary>
    private Plan Covered(FleetProblem scaled)
    {
        var places = new Places(scaled);
        var all = Whole(scaled, _ => true);
        var covers = Enumerable.Range(0, places.All.Count).Select(place => At(all, places, place, 0)).ToList();
        var hourly = Whole(scaled, machine => !machine.IsCommitted);
        var most = scaled.Machines.All(machine => machine.IsCommitted);
        var committed = scaled.Machines
            .Select((machine, at) => !machine.IsCommitted ? 0 : most ? covers.Max(cover => cover.CountOf(at)) : covers.Min(cover => cover.CountOf(at)))
            .ToArray();
        var capacity = scaled.Machines.Select((machine, at) => machine.Rates[0].PerSecond * committed[at]).Sum();
        var rest = Enumerable.Range(0, places.All.Count).Select(place => most ? null : At(hourly, places, place, capacity)).ToList();
        return Counts(scaled, (machine, place) => scaled.Machines[machine].IsCommitted ? committed[machine] : rest[place]!.CountOf(machine));
    }

    /// <summary>The best number of one kind in every step or none, the rest hourly, of all kinds or of one of the cheapest.</summary>
    private Plan Based(FleetProblem scaled)
    {
        var places = new Places(scaled);
        var hourly = scaled.Machines
            .Where(machine => !machine.IsCommitted)
            .OrderBy(machine => machine.Price.Dollars / (decimal)machine.Rates[0].PerSecond)
            .ToList();
        var choices = hourly.Take(hourly.Count > 1 ? MostAlone : 0).Select(one => Whole(scaled, machine => machine == one))
            .Prepend(Whole(scaled, machine => !machine.IsCommitted));
        Func<int, double, WholeMachines.Cover> Rest(WholeMachines kinds) => (place, served) => At(kinds, places, place, served);
        return Counts(scaled, new SteadyBases(scaled, places, [.. choices.Select(Rest)]).Cheapest().CountOf);
    }

    private double CoverBound(FleetProblem scaled)
    {
        var (places, all) = (new Places(scaled), Whole(scaled, _ => true));
        return Enumerable
            .Range(0, places.All.Count)
            .Sum(place => places.All[place].Month.Hours * (At(all, places, place, 0).Bound + (places.Rate(0, place) * _perRequest * Duration.Hour.Seconds)));
    }

    private static WholeMachines Whole(FleetProblem scaled, Func<MachineChoice, bool> takes) =>
        new(scaled.Machines
            .Index()
            .Where(machine => takes(machine.Item))
            .Select(machine => new WholeMachines.Kind(machine.Index, (double)machine.Item.Price.Dollars, machine.Item.Rates[0].PerSecond)));

    /// <summary>Where a part of a machine's rate is usable, more has to be covered, and a request that is not costs as much less.</summary>
    private WholeMachines.Cover At(WholeMachines machines, Places places, int place, double served)
    {
        var usable = Math.Max(Nothing, places.Usable(place));
        return machines.Of(Math.Max(0, (places.Rate(0, place) / usable) - served), _overflow * usable);
    }

    private static Plan Counts(FleetProblem scaled, Func<int, int, int> count)
    {
        var places = new Places(scaled);
        return new PlanReading(scaled, places).Read(
            machine => Enumerable.Range(0, places.All.Count).Max(place => count(machine, place)), count, (_, _) => 0, places.Rate);
    }
}
