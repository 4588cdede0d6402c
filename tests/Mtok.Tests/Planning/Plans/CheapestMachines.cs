using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>
/// The least cost of one class on machines alone over three steps, found step by step with branches cut that cost more than the best so
/// far: what <see cref="SmallFleets.BruteForce"/> finds by trying every number, for many more machines.
/// </summary>
internal sealed class CheapestMachines
{
    private const int Steps = 3;
    private readonly FleetProblem _problem;
    private readonly double _hours = 730.0 / Steps;
    private readonly double[] _demand;
    private readonly double[] _prices;
    private readonly double[] _rates;
    private double _best = double.PositiveInfinity;

    private CheapestMachines(FleetProblem problem)
    {
        _problem = problem;
        _demand = [.. problem.Demand.Spans[0].Rates[0].Select(rate => rate.PerSecond)];
        _prices = [.. problem.Machines.Select(machine => (double)machine.Price.Dollars)];
        _rates = [.. problem.Machines.Select(machine => machine.Rates[0].PerSecond)];
    }

    /// <summary>Dollars a month, fixed costs apart.</summary>
    public static double Of(FleetProblem problem)
    {
        var search = new CheapestMachines(problem);
        for (var kinds = 1; kinds < 1 << problem.Machines.Count; kinds++)
        {
            search.Commit(0, [.. problem.Machines.Index().Where(machine => (kinds >> machine.Index & 1) == 1).Select(machine => machine.Index)], 0, 0);
        }

        return search._best;
    }

    private int Most(int kind) => (int)Math.Ceiling(_demand.Max() / _rates[kind]) + _problem.Spares;

    /// <summary>Every kind in use keeps its spares idle in each step.</summary>
    private void Commit(int at, int[] kinds, double capacity, double cost)
    {
        if (at == kinds.Length)
        {
            Serve([.. kinds.Where(kind => !_problem.Machines[kind].IsCommitted)], capacity, cost);
            return;
        }

        var committed = _problem.Machines[kinds[at]].IsCommitted;
        for (var count = _problem.Spares; count <= (committed ? Most(kinds[at]) : _problem.Spares); count++)
        {
            var (more, price) = committed ? ((count - _problem.Spares) * _rates[kinds[at]], count * _prices[kinds[at]] * 730) : (0, 0);
            Commit(at + 1, kinds, capacity + more, cost + price);
        }
    }

    private void Serve(int[] hourly, double capacity, double cost)
    {
        var all = Numbers(hourly)
            .Select(counts => new State(counts, hourly.Select((kind, at) => counts[at] * _prices[kind] * _hours).Sum()))
            .OrderBy(state => state.Cost)
            .ToList();
        var steps = _demand.Select(demand => all.Where(state => capacity + Capacity(hourly, state) >= demand * (1 - 1e-9)).ToList()).ToList();
        if (steps.Any(states => states.Count == 0))
        {
            return;
        }

        foreach (var first in steps[0].TakeWhile(state => cost + state.Cost + steps[1][0].Cost + steps[2][0].Cost < _best))
        {
            foreach (var second in steps[1].TakeWhile(state => cost + first.Cost + state.Cost + steps[2][0].Cost < _best))
            {
                var so = cost + first.Cost + second.Cost + Starts(hourly, first, second);
                foreach (var third in steps[2].TakeWhile(state => so + state.Cost < _best))
                {
                    _best = Math.Min(_best, so + third.Cost + Starts(hourly, second, third) + Starts(hourly, third, first));
                }
            }
        }
    }

    private IEnumerable<int[]> Numbers(int[] hourly) => hourly.Aggregate(
        (IEnumerable<int[]>)[[]],
        (lists, kind) => lists.SelectMany(list =>
            Enumerable.Range(_problem.Spares, Most(kind) + 1 - _problem.Spares).Select(count => (int[])[.. list, count])));

    private double Capacity(int[] hourly, State state) => hourly.Select((kind, at) => (state.Counts[at] - _problem.Spares) * _rates[kind]).Sum();

    private double Starts(int[] hourly, State before, State now)
    {
        var cost = 0.0;
        for (var at = 0; at < hourly.Length; at++)
        {
            cost += Math.Max(0, now.Counts[at] - before.Counts[at]) * _prices[hourly[at]] * _hours * _problem.StartOf(_problem.Machines[hourly[at]]).Hours;
        }

        return cost;
    }

    private sealed record State(int[] Counts, double Cost);
}
