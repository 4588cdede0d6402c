namespace Mtok.Planning;

/// <summary>
/// Numbers of one kind that run in every step, or none, the rest hourly of any kinds or of one. The starts of the hourly machines count:
/// without them a base that leaves peaks to hourly machines looks cheaper than the larger one that leaves nothing.
/// </summary>
/// <param name="problem">Demand and machines.</param>
/// <param name="places">The steps of the demand.</param>
/// <param name="rest">By choice of hourly kinds, their cheapest numbers in a place beside machines that serve so many requests per second.</param>
internal sealed class SteadyBases(FleetProblem problem, Places places, IReadOnlyList<Func<int, double, WholeMachines.Cover>> rest)
{
    /// <summary>Committed kinds that are tried, hourly ones as well, and at most how many numbers of each.</summary>
    private const int MostKinds = 2;
    private const int MostNumbers = 24;

    private readonly double[] _startHours = [.. problem.Machines.Select(problem.StartSteps)];
    private readonly double[] _loads =
    [
        .. Enumerable.Range(0, places.All.Count).Select(place => places.Rate(0, place) / Math.Max(1e-9, places.Usable(place))).Distinct().Order(),
    ];

    /// <summary>The cheapest of all numbers tried.</summary>
    public Base Cheapest() =>
        rest.SelectMany(hourly => Kinds().SelectMany(Numbers).Prepend((Machine: 0, Count: 0)).Select(number => Of(number.Machine, number.Count, hourly)))
            .MinBy(each => each.Cost)!;

    /// <summary>A number of one kind in every place with the hourly machines of each.</summary>
    /// <param name="Machine">The kind.</param>
    /// <param name="Count">How many of it.</param>
    /// <param name="Cost">What all cost a month; infinite where they do not serve everything.</param>
    /// <param name="Rest">The hourly machines of each place.</param>
    public sealed record Base(int Machine, int Count, double Cost, IReadOnlyList<WholeMachines.Cover> Rest)
    {
        /// <summary>Machines of a kind in a place.</summary>
        public int CountOf(int machine, int place) => (machine == Machine ? Count : 0) + Rest[place].CountOf(machine);
    }

    private IEnumerable<int> Kinds() => problem.Machines.Index()
        .OrderBy(machine => machine.Item.Price.Dollars / (decimal)machine.Item.Rates[0].PerSecond)
        .GroupBy(machine => machine.Item.IsCommitted)
        .SelectMany(kinds => kinds.Take(MostKinds))
        .Select(machine => machine.Index);

    /// <summary>Every number up to what serves the busiest step; where those are many, some of them and the ones that loads keep busy.</summary>
    private IEnumerable<(int Machine, int Count)> Numbers(int machine)
    {
        var rate = problem.Machines[machine].Rates[0].PerSecond;
        var most = Fleet.Needed(_loads[^1], rate);
        var some = Enumerable.Range(1, MostNumbers).Select(at => (long)most * at / MostNumbers);
        var busy = Enumerable.Range(0, MostNumbers).Select(at => (long)(_loads[at * (_loads.Length - 1) / (MostNumbers - 1)] / rate));
        return (most <= MostNumbers ? Enumerable.Range(1, most) : some.Concat(busy).Where(count => count > 0).Distinct().Select(count => (int)count))
            .Select(count => (machine, count));
    }

    private Base Of(int machine, int count, Func<int, double, WholeMachines.Cover> rest)
    {
        var served = count == 0 ? 0 : count * problem.Machines[machine].Rates[0].PerSecond;
        var hourly = Enumerable.Range(0, places.All.Count).Select(place => rest(place, served)).ToList();
        var cost = count == 0 ? 0 : count * (double)(problem.Machines[machine].Price * Duration.Month).Dollars;
        for (var place = 0; place < hourly.Count; place++)
        {
            cost += places.All[place].Month.Hours * (hourly[place].Cost + Starts(hourly[places.Before(place, 1)], hourly[place]));
        }

        return new(machine, count, cost, hourly);
    }

    /// <summary>What the machines that were not there before cost to start, an hour of the place.</summary>
    private double Starts(WholeMachines.Cover before, WholeMachines.Cover now)
    {
        if (ReferenceEquals(before, now))
        {
            return 0;
        }

        var price = 0.0;
        foreach (var (machine, count) in now.Counts)
        {
            price += _startHours[machine] * (double)problem.Machines[machine].Price.Dollars * Math.Max(0, count - before.CountOf(machine));
        }

        return price;
    }
}
