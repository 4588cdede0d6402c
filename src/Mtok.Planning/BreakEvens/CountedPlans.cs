namespace Mtok.Planning;

/// <summary>
/// Plans of one class that may not wait, at multiples of its demand (V1): begun from the relaxation rounded up and from the cheapest whole
/// machines of each step by itself, bettered by <see cref="HourlySearch"/>. Its work is counted and not timed.
/// </summary>
internal sealed class CountedPlans : ScaledPlans
{
    /// <summary>Kinds of machines that are tried two by two where each kind in use has its spares.</summary>
    private const int MostPaired = 4;

    /// <summary>Committed kinds that are tried as a base, and how many numbers of each.</summary>
    private const int MostBases = 2;
    private const int MostNumbers = 8;

    /// <summary>Rounding of a solver, not machines.</summary>
    private const double Nothing = 1e-9;

    private readonly FleetProblem _problem;
    private readonly Places _places;
    private readonly double _slope;
    private readonly double[][] _parts;
    private readonly double _overflow;
    private readonly double _perRequest;

    public CountedPlans(FleetProblem problem)
    {
        _problem = problem with { Rules = PlanRules.None };
        _places = new(_problem);
        (_slope, _parts) = Relaxed(problem) ?? (0, []);
        _perRequest = problem.PerRequest.Count > 0 ? (double)problem.PerRequest[0].Dollars : 0;
        _overflow = problem.ApiOf(0)?.PerRequest[0] is { } price
            ? Math.Max(0, ((double)price.Dollars - _perRequest) * Duration.Hour.Seconds)
            : double.PositiveInfinity;
    }

    public override int MostSolutions => 60;

    public override ScaledCost? At(double factor)
    {
        var scaled = _problem with { Demand = _problem.Demand.Times(Ratio.FromValue(factor)) };
        if (_parts.Length == 0)
        {
            return null;
        }

        var (best, spares) = scaled.Spares == 0 ? (Cheapest(scaled, factor), 0) : WithSpares(scaled);
        if (best is null)
        {
            return null;
        }

        var bill = (double)best.Bill.Dollars + SparesCost(best, spares);
        var bound = Math.Min(bill, Math.Max(_slope * factor, CoverBound(scaled)) + (double)_problem.Fixed.Dollars + LeastSpares(spares));
        return new(factor, bill, bound, Busiest(best, spares), factor * Math.Max(1, Slack(best)));
    }

    private static double SparesCost(Plan plan, int spares) =>
        plan.Machines.Sum(line => (double)(line.Choice.Price * Duration.Month).Dollars * spares);

    private double LeastSpares(int spares) => spares == 0 ? 0 : spares * (double)(_problem.Machines.Min(machine => machine.Price) * Duration.Month).Dollars;

    private static int Busiest(Plan plan, int spares) => plan.Machines.Count == 0 ? 0 : plan.Demand.Spans.Index()
        .Max(span => Enumerable
            .Range(0, span.Item.Steps)
            .Max(step => (int)Math.Min(int.MaxValue, plan.RunningAt(span.Index, step) + ((long)spares * plan.Machines.Count))));

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
        return new[] { rounded, Covered(scaled), Based(scaled) }.OfType<Plan>()
            .Where(start => scaled.Apis.Count > 0 || Slack(start) >= 1 - (1000 * Nothing))
            .Select(start => HourlySearch.Better(scaled, start))
            .MinBy(plan => plan.Bill);
    }

    /// <summary>L6: every kind in use has its spares, so few kinds are best: each alone, and the best few two by two.</summary>
    private (Plan? Plan, int Spares) WithSpares(FleetProblem scaled)
    {
        var spares = scaled.Spares;
        Plan Of(IEnumerable<MachineChoice> kinds)
        {
            var few = scaled with { Machines = [.. kinds], Spares = 0 };
            return HourlySearch.Better(few, Covered(few));
        }

        double Cost(Plan plan) => (double)plan.Bill.Dollars + SparesCost(plan, spares);
        var alone = scaled.Machines.Select(kind => (Kind: kind, Plan: Of([kind]))).OrderBy(each => Cost(each.Plan)).ToList();
        var few = alone.Take(MostPaired).ToList();
        var pairs = few.SelectMany((first, at) => few.Skip(at + 1).Select(second => Of([first.Kind, second.Kind])));
        return (alone.Select(each => each.Plan).Concat(pairs).Where(plan => Slack(plan) >= 1 - (1000 * Nothing)).MinBy(Cost), spares);
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
            .Select((machine, at) => !machine.IsCommitted ? 0 : most ? covers.Max(cover => CountOf(cover, at)) : covers.Min(cover => CountOf(cover, at)))
            .ToArray();
        var capacity = scaled.Machines.Select((machine, at) => machine.Rates[0].PerSecond * committed[at]).Sum();
        var rest = Enumerable.Range(0, places.All.Count).Select(place => most ? null : At(hourly, places, place, capacity)).ToList();
        return Counts(scaled, (machine, place) => scaled.Machines[machine].IsCommitted ? committed[machine] : CountOf(rest[place]!, machine));
    }

    /// <summary>The best number of one committed kind, the rest hourly; null where no number is better than none.</summary>
    private Plan? Based(FleetProblem scaled)
    {
        var (places, hourly) = (new Places(scaled), Whole(scaled, machine => !machine.IsCommitted));
        var loads = Enumerable
            .Range(0, places.All.Count)
            .Select(place => places.Rate(0, place) / Math.Max(Nothing, places.Usable(place)))
            .Distinct()
            .Order()
            .ToArray();
        double Cost(int machine, int count) => (count * (double)(scaled.Machines[machine].Price * Duration.Month).Dollars)
            + Enumerable
                .Range(0, places.All.Count)
                .Sum(place => places.All[place].Month.Hours * At(hourly, places, place, count * scaled.Machines[machine].Rates[0].PerSecond).Cost);
        var numbers = scaled.Machines
            .Index()
            .Where(machine => machine.Item.IsCommitted)
            .OrderBy(machine => machine.Item.Price.Dollars / (decimal)machine.Item.Rates[0].PerSecond)
            .Take(MostBases)
            .SelectMany(machine => Enumerable.Range(0, MostNumbers).Select(at => loads[at * (loads.Length - 1) / (MostNumbers - 1)])
                    .SelectMany(load => new[] { (int)(load / machine.Item.Rates[0].PerSecond), Fleet.Needed(load, machine.Item.Rates[0].PerSecond) })
                    .Distinct()
                    .Where(count => count > 0)
                .Select(count => (Machine: machine.Index, Count: count))).ToList();
        if (numbers.Count == 0)
        {
            return null;
        }

        var (machine, count) = numbers.MinBy(number => Cost(number.Machine, number.Count));
        var rest = Enumerable
            .Range(0, places.All.Count)
            .Select(place => At(hourly, places, place, count * scaled.Machines[machine].Rates[0].PerSecond))
            .ToList();
        return Counts(scaled, (other, place) => other == machine ? count : scaled.Machines[other].IsCommitted ? 0 : CountOf(rest[place], other));
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
            .Select(machine => (machine.Index, (double)machine.Item.Price.Dollars, machine.Item.Rates[0].PerSecond)));

    /// <summary>Where a part of a machine's rate is usable, more has to be covered, and a request that is not costs as much less.</summary>
    private WholeMachines.Cover At(WholeMachines machines, Places places, int place, double served)
    {
        var usable = Math.Max(Nothing, places.Usable(place));
        return machines.Of(Math.Max(0, (places.Rate(0, place) / usable) - served), _overflow * usable);
    }

    private static int CountOf(WholeMachines.Cover cover, int machine) => cover.Counts.FirstOrDefault(kind => kind.Machine == machine).Count;

    private static Plan Counts(FleetProblem scaled, Func<int, int, int> count)
    {
        var places = new Places(scaled);
        return new PlanReading(scaled, places).Read(
            machine => Enumerable.Range(0, places.All.Count).Max(place => count(machine, place)), count, (_, _) => 0, places.Rate);
    }
}
