namespace Mtok.Planning;

/// <summary>Machines of one kind at multiples of the demand, where classes differ, work may wait, or limits bind: the cheapest kind of all (C13).</summary>
internal sealed class SinglePlans : ScaledPlans
{
    private readonly FleetProblem _problem;
    private readonly Reckoning _reckoning;
    private readonly List<(MachineSet Machines, bool ByTheHour)> _ways;
    private readonly ApiChoice? _api;
    private readonly double _slope;

    public SinglePlans(FleetProblem problem)
    {
        _problem = problem;
        _reckoning = new(problem, null);
        _ways = [.. MachineSets.Of(problem, problem.Machines).SelectMany(machines => machines.First.IsCommitted || !_reckoning.IsUneven(machines)
            ? [(machines, false)]
            : new[] { (machines, false), (machines, true) })];
        _api = problem.Apis.Where(api => api.ServesAll).MinBy(api => _reckoning.ApiBill(api));
        _slope = Relaxed(problem)?.Bill ?? 0;
    }

    public override int MostSolutions => 60;

    public override ScaledCost? At(double factor)
    {
        var bills = _ways.Where(way => IsAllowed(way, factor)).Select(way => _reckoning.Bill(way.Machines, way.ByTheHour, factor, 1))
            .Concat(_api is { } api ? Mixed(api, factor) : []).ToList();
        if (bills.Count == 0)
        {
            return null;
        }

        var least = (double)bills.Min();
        var most = _ways.Where(way => IsAllowed(way, factor) && (double)_reckoning.Bill(way.Machines, way.ByTheHour, factor, 1) == least)
            .Select(way => _reckoning.MostAt(way.Machines, way.ByTheHour, factor)).FirstOrDefault();
        return new(factor, least, Math.Min(least, (_slope * factor) + (double)_problem.Fixed.Dollars), most, factor);
    }

    private IEnumerable<decimal> Mixed(ApiChoice api, double factor) => _ways
        .Where(way => !way.ByTheHour && way.Machines.Zones.Count == 1 && _reckoning.MostAllowed(way.Machines) > 0)
        .Select(way => _reckoning.MixedBill(way.Machines, api, factor));

    private bool IsAllowed((MachineSet Machines, bool ByTheHour) way, double factor) =>
        _reckoning.MostAllowed(way.Machines) is var most && (most == int.MaxValue || _reckoning.MostAt(way.Machines, way.ByTheHour, factor) <= most);
}
