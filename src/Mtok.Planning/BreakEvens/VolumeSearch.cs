namespace Mtok.Planning;

/// <summary>Finds the costs at multiples of a problem's demand, and where machines become and stay cheaper (V1 to V4).</summary>
internal sealed class VolumeSearch
{
    private const double Farthest = 1000;

    /// <summary>Below this multiple of today's demand no crossing is looked for.</summary>
    private const double Least = 1e-4;

    /// <summary>A step of the staircase that raises the cost by less is not drawn point by point.</summary>
    private const double LeastStep = 0.02;
    private const int MostSteps = 10;

    /// <summary>Two weeks of hours: of longer demand the steps are not drawn point by point, which would take twice as long.</summary>
    private const int MostPlaces = 336;
    private const double Beside = 1e-6;

    /// <summary>Beyond this multiple of today's demand nothing is looked for.</summary>
    private const double MostFactor = 1e6;

    /// <summary>Bounds that are taken before plans are made.</summary>
    private const int MostBounds = 200;

    /// <summary>Points of a curve whose every solution takes the general program.</summary>
    private const int MostProgramPoints = 9;

    private readonly FleetProblem _problem;
    private readonly Action<SolveProgress>? _tell;
    private readonly ScaledPlans? _fleet;
    private readonly ScaledPlans? _mix;
    private readonly double? _api;
    private readonly double? _slope;
    private readonly double _perRequest;
    private readonly IReadOnlyList<MachineChoice> _support;
    private readonly bool _isCounted;
    private readonly UsdPerMonth? _budget;
    private readonly double _always;

    public VolumeSearch(FleetProblem problem, SolveLimits limits, Action<SolveProgress>? tell)
    {
        _tell = tell;
        _budget = problem.Rules.Budget;

        // What every way costs alike decides nothing; it is added to what is shown.
        _always = (double)problem.Always.Dollars;
        _problem = problem.CountedOn() with { Rules = problem.Rules with { Budget = null }, Always = default };
        _problem = _problem with { Machines = [.. _problem.Machines.Where(machine => machine.Most == int.MaxValue)] };
        _problem = _problem with { Machines = Dominance.Prune(_problem) };
        var alone = _problem.WithoutApis();
        var machinesServe = Clashes.Unserved(alone).Count == 0;
        _fleet = machinesServe ? ScaledPlans.Of(alone) : null;
        _mix = Clashes.Unserved(_problem).Count > 0 ? null
            : _problem.Machines.Count > 0 && _problem.Apis.Count > 0 ? ScaledPlans.Of(_problem.ApiStandsIn ? _problem with { Spares = 0 } : _problem)
            : _fleet;
        _api = _problem.ApiServesAll ? (double)new PlanReading(_problem, new(_problem)).ApiAlone().Bill.Dollars : null;
        var relaxed = _fleet?.Relaxation;
        _slope = relaxed?.Bill;
        _support = relaxed is { } parts ? [.. _problem.Machines.Where((_, machine) => parts.Parts[machine].Any(part => part > 1e-9))] : [];
        _perRequest = _problem.PerRequest.Count == 0
            ? 0
            : _problem.PerRequest.Index().Sum(kind => (double)kind.Item.Dollars * _problem.Demand.Mean(kind.Index).PerSecond) * Duration.Month.Seconds;
        _isCounted = (_fleet is null or CountedPlans) && (_mix is null or CountedPlans);
    }

    public VolumeCurve Curve((Ratio Low, Ratio High)? range, int points)
    {
        var (first, stays, never) = Crossings();
        var (low, high) = range is { } given ? (given.Low.Value, given.High.Value) : Around(first, stays);
        points = _isCounted ? points : Math.Min(points, MostProgramPoints);
        var grid = Enumerable.Range(0, points).Select(at => low * Math.Pow(high / low, at / (double)Math.Max(1, points - 1))).ToList();
        var factors = Apart(new double?[] { 1, first, stays }.OfType<double>().Concat(grid).Where(factor => factor >= low && factor <= high), []);
        var solved = Solve(factors);
        if (_problem.Demand.Spans.Sum(span => span.Steps) <= MostPlaces)
        {
            solved = [.. solved.Concat(Solve(Apart(Steps(solved, high), factors))).OrderBy(each => each.Factor)];
        }

        return Read(solved, first, stays, never);
    }

    /// <summary>Of those that are all but the same the first alone, and none that is there already.</summary>
    private static List<double> Apart(IEnumerable<double> factors, IReadOnlyList<double> known)
    {
        var apart = new List<double>();
        foreach (var factor in factors)
        {
            if (!apart.Concat(known).Any(other => Math.Abs(factor - other) < Beside / 2 * other))
            {
                apart.Add(factor);
            }
        }

        apart.Sort();
        return apart;
    }

    /// <summary>Every cost at these multiples; each is found by itself, so that it is the same on any number of cores.</summary>
    private Solved[] Solve(IReadOnlyList<double> factors)
    {
        var (solved, done) = (new Solved[factors.Count], 0);
        Parallel.For(0, factors.Count, at =>
        {
            solved[at] = new(factors[at], _fleet?.At(factors[at]), ReferenceEquals(_mix, _fleet) ? null : _mix?.At(factors[at]));
            (_isCounted ? null : _tell)?.Invoke(new(new SolvePhase.Volume(Interlocked.Increment(ref done), factors.Count), null, null));
        });
        return solved;
    }

    /// <summary>The volumes at which a fleet is full, and just above them, where the next machines raise the cost; the largest steps first.</summary>
    private static List<double> Steps(Solved[] solved, double high) =>
        [.. solved.Zip(solved.Skip(1))
            .Where(pair => pair is { First.Fleet: { } fleet, Second.Fleet: { } next }
                && fleet.Until < next.Factor * (1 - Beside)
                && fleet.Until > fleet.Factor * (1 + Beside)
                && next.Bill > fleet.Bill * (1 + LeastStep))
            .OrderByDescending(pair => pair.Second.Fleet!.Bill / pair.First.Fleet!.Bill).Take(MostSteps)
            .SelectMany(pair => new[] { pair.First.Fleet!.Until, pair.First.Fleet.Until * (1 + Beside) }).Where(factor => factor <= high)];

    /// <summary>Where machines are cheaper, without the curve.</summary>
    public VolumeCrossings CrossingVolumes() => Crossings() is var (first, stays, never)
        ? new(_problem.Demand.MonthlyTokens, TokensAt(first), TokensAt(stays), never) { Affordable = Affordable() }
        : null!;

    /// <summary>V5: the largest volume that the cheapest way serves within the budget; null where there is none.</summary>
    private AffordableVolume? Affordable()
    {
        if (_budget is not { } budget)
        {
            return null;
        }

        bool IsWithin(double factor) => LeastBill(factor) + _always <= (double)budget.Dollars;
        var (low, high) = (0.0, _api is { } api and > 0 ? Math.Max(Least, (double)budget.Dollars / api) : Least);
        while (high < MostFactor && IsWithin(high))
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > Beside * 1000 * high && high > Least)
        {
            var middle = (low + high) / 2;
            (low, high) = IsWithin(middle) ? (middle, high) : (low, middle);
        }

        return new(budget, _problem.Demand.MonthlyTokens * Ratio.FromValue(low));
    }

    private double LeastBill(double factor) => new[] { _api * factor, _fleet?.At(factor)?.Bill, _mix?.At(factor)?.Bill }.Min() ?? double.PositiveInfinity;

    /// <summary>
    /// V2, V3. Machines cost S + per request; S never falls with the volume, so S / (API - per request) taken again and again climbs
    /// to the first crossing, and falls to the last. Bounds of S go ahead: they take less work than plans.
    /// </summary>
    private (double? First, double? Stays, NoBreakEven? Never) Crossings()
    {
        if (_api is not { } api)
        {
            return (null, null, new NoBreakEven.NoApi());
        }

        if (_fleet is null || _slope is not { } slope)
        {
            return (null, null, new NoBreakEven.NoMachines());
        }

        if (slope >= api)
        {
            return (null, null, new NoBreakEven.FractionsCostMore(PerMtok(slope, 1)!.Value, PerMtok(api, 1)!.Value));
        }

        var (margin, save) = (api - slope, api - _perRequest);
        var first = Climb(Math.Max(Least, (double)_problem.Fixed.Dollars / margin), save);
        if (_problem.Rules.Quotas.Count > 0 || _problem.Rules.ScaleUp is not null)
        {
            return (first, null, new NoBreakEven.LimitsBind());
        }

        var stays = Fall(((double)_problem.Fixed.Dollars + Rounding()) / margin, save);
        return (first is { } least && stays is { } last ? Math.Min(least, last) : first, stays, first is null ? new NoBreakEven.CannotServe() : null);
    }

    /// <summary>V4: what rounding up the parts of machines costs at most: one machine of each kind in use, with its starts and spares.</summary>
    private double Rounding() => _support.Sum(machine =>
        (double)(machine.Price * Duration.Month).Dollars
            * (1 + _problem.SparesOf(machine) + (machine.IsCommitted ? 0 : _problem.StartSteps(machine))));

    private double? Climb(double factor, double save)
    {
        var until = 0.0;
        for (var at = 0; at < MostBounds && factor < MostFactor && (_fleet!.Least(factor) - (_perRequest * factor)) / save is var least
            && least > factor * (1 + 1e-12); at++)
        {
            (factor, until) = (least, factor);
        }

        for (var at = 0; at < _fleet!.MostSolutions && factor < MostFactor; at++)
        {
            if (_fleet.At(factor) is not { } cost)
            {
                return null;
            }

            var crossing = (cost.Bill - (_perRequest * factor)) / save;
            if (crossing <= Math.Max(factor, cost.Until) * (1 + 1e-12))
            {
                return Math.Max(crossing, until);
            }

            (factor, until) = (crossing, factor);
        }

        return factor < MostFactor && _fleet.At(factor) is { } last && last.Bill <= _api * factor * (1 + Beside) ? factor : null;
    }

    private double? Fall(double factor, double save)
    {
        for (var at = 0; at < MostBounds && (_fleet!.Most(factor) - (_perRequest * factor)) / save is var most
            && most < factor * (1 - 1e-9); at++)
        {
            factor = most;
        }

        for (var at = 0; at < _fleet!.MostSolutions; at++)
        {
            if (_fleet.At(factor) is not { } cost)
            {
                return null;
            }

            var crossing = (cost.Bill - (_perRequest * factor)) / save;
            if (crossing >= factor * (1 - 1e-9))
            {
                break;
            }

            factor = crossing;
        }

        return factor;
    }

    /// <summary>Far enough to see today and the crossings.</summary>
    private static (double Low, double High) Around(double? first, double? stays) => first is null && stays is null
        ? (0.01, 100)
        : (Math.Max(1 / Farthest, Math.Min(1, first ?? 1) / 4), Math.Min(Farthest, Math.Max(1, stays ?? first ?? 1) * 4));

    private VolumeCurve Read(Solved[] solved, double? first, double? stays, NoBreakEven? never)
    {
        var today = _problem.Demand.MonthlyTokens;
        var points = new List<VolumePoint>();
        var (fleetLeast, mixLeast, gap) = (double.PositiveInfinity, double.PositiveInfinity, 0.0);
        var fleets = solved.Select(each => each.Fleet).OfType<ScaledCost>().ToList();
        foreach (var (factor, fleet, mixed) in solved.Reverse())
        {
            // What serves more serves this too, and so does a smaller fleet that is not full yet: they replace more expensive results of a
            // search that ended early.
            var own = fleets
                .Where(other => other.Until >= factor * (1 - 1e-12))
                .Select(other => other.Bill - (_perRequest * other.Factor))
                .DefaultIfEmpty(double.PositiveInfinity)
                .Min() + (_perRequest * factor);
            fleetLeast = fleet is null ? double.PositiveInfinity : own;
            mixLeast = new[] { mixLeast, _api * factor ?? double.PositiveInfinity, fleetLeast, mixed?.Bill ?? double.PositiveInfinity }.Min();
            gap = Math.Max(
                gap,
                Math.Max(Gap(fleetLeast, fleet?.Bound), Gap(mixLeast, mixed is null ? null : Math.Min(_api * factor ?? double.PositiveInfinity, mixed.Bound))));
            points.Add(new(
                today * Ratio.FromValue(factor),
                _api is { } api ? PerMtok((api * factor) + _always, factor) : null,
                PerMtok(fleetLeast + _always, factor),
                PerMtok(mixLeast + _always, factor),
                fleet?.Machines ?? 0)
            {
                Rate = _problem.Demand.Mean() * Ratio.FromValue(factor),
            });
        }

        points.Reverse();
        return new(today, points, TokensAt(first), TokensAt(stays), Ratio.FromValue(gap), never)
        {
            TodayRate = _problem.Demand.Mean(),
            Affordable = Affordable(),
        };
    }

    private static double Gap(double bill, double? bound) => bound is { } least && bill > 0 && double.IsFinite(bill) ? Math.Max(0, 1 - (least / bill)) : 0;

    private Tokens? TokensAt(double? factor) => factor is { } known ? _problem.Demand.MonthlyTokens * Ratio.FromValue(known) : null;

    private UsdPerMtok? PerMtok(double bill, double factor) =>
        double.IsFinite(bill) ? UsdPerMonth.FromDollars((decimal)bill) / (_problem.Demand.MonthlyTokens * Ratio.FromValue(factor)) : null;

    private sealed record Solved(double Factor, ScaledCost? Fleet, ScaledCost? Mix);
}
