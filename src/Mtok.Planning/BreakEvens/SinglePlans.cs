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
        : base(problem)
    {
        _problem = problem;
        _reckoning = new(problem, null);
        _ways = [.. MachineSets.Of(problem, problem.Machines)
            .SelectMany(machines => _reckoning.Manners(machines).Select(byTheHour => (machines, byTheHour)))];
        _api = problem.Apis.Where(api => api.ServesAll).MinBy(api => _reckoning.ApiBill(api));
        _slope = Relaxation?.Bill ?? 0;
    }

    public override int MostSolutions => 60;

    public override ScaledCost? At(double factor)
    {
        // An API beside machines counts no machine that is shown.
        var sizes = _ways
            .Select(way => (Way: way, Size: _reckoning.SizeAt(way.Machines, way.ByTheHour, factor)))
            .Where(sized => sized.Size.Most <= _problem.MostAllowed(sized.Way.Machines))
            .Select(sized => sized.Size)
            .Concat(_api is { } api ? Mixed(api, factor).Select(bill => (Bill: bill, Most: 0)) : []).ToList();
        if (sizes.Count == 0)
        {
            return null;
        }

        var (bill, most) = sizes.MinBy(size => size.Bill);
        var least = (double)bill;
        return new(factor, least, Math.Min(least, (_slope * factor) + (double)_problem.Fixed.Dollars), most, factor);
    }

    private IEnumerable<decimal> Mixed(ApiChoice api, double factor) => _ways
        .Where(way => !way.ByTheHour && way.Machines.Zones.Count == 1 && _problem.MostAllowed(way.Machines) > 0)
        .Select(way => _reckoning.MixedBill(way.Machines, api, factor));
}
