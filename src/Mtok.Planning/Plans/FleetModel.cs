using System.Globalization;
using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>
/// The program of whole machines and shares of requests (L1 to L7) in the solver's terms. Rates are divided by the busiest step's,
/// money is dollars a month.
/// </summary>
internal sealed partial class FleetModel : IDisposable
{
    private readonly FleetProblem _problem;
    private readonly Places _places;
    private readonly double _scale;
    private readonly IReadOnlyList<ZoneLoss> _losses;
    private readonly Solver _solver;
    private readonly Dictionary<int, Variable> _committed = [];
    private readonly Dictionary<(int Machine, int Place), Variable> _running = [];
    private readonly Dictionary<(int Kind, int Place), Variable> _overflow = [];
    private readonly Dictionary<(int Kind, int Place), List<Variable>> _served = [];
    private readonly Dictionary<int, Variable> _used = [];
    private readonly Dictionary<(int Machine, int Place), Variable> _starts = [];
    private readonly double[] _most;
    private readonly ProgramCost _cost;

    /// <param name="problem">The problem, its machines already pruned.</param>
    /// <param name="relaxed">Whether machines may be fractions: a bound, never a plan.</param>
    public FleetModel(FleetProblem problem, bool relaxed)
    {
        _problem = problem;
        _places = new(problem);
        _scale = Math.Max(1e-12, problem.Demand.Peak.PerSecond);
        _losses = ZoneLoss.Of(problem);
        _solver = Solver.CreateSolver(relaxed ? "GLOP" : "SCIP");
        _solver.SuppressOutput();
        _most = [.. problem.Machines.Select(choice => MostNeeded(choice) + problem.SparesOf(choice))];
        _cost = new();
        AddMachines(relaxed);
        AddSpares(relaxed);
        AddStarts();
        AddRequests();
        AddLosses();
        AddQuotas();
        AddKinds(relaxed);
        _cost.Minimize(_solver);
    }

    private int Kinds => _problem.Demand.Classes.Count;

    /// <summary>Integer variables.</summary>
    public int Numbers => _committed.Count + _running.Count;

    /// <summary>Adds L7, the budget, as a row.</summary>
    public void KeepBudget(UsdPerMonth budget)
    {
        var row = _solver.MakeConstraint(double.NegativeInfinity, _cost.Scaled((double)(budget - _problem.Standing).Dollars), "budget");
        foreach (var variable in _solver.variables())
        {
            row.SetCoefficient(variable, _solver.Objective().GetCoefficient(variable));
        }
    }

    /// <summary>Solves the relaxation to its end; the same rows give the same solution.</summary>
    public Solver.ResultStatus Relax(SearchClock clock)
    {
        using var parameters = new MPSolverParameters();

        // A row added to the program as it was leaves the dual simplex where it stood.
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.PRESOLVE, (int)MPSolverParameters.PresolveValues.PRESOLVE_OFF);
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.LP_ALGORITHM, (int)MPSolverParameters.LpAlgorithmValues.DUAL);
        return Solve(parameters, clock);
    }

    /// <summary>
    /// Searches whole machines; a solver that says optimal is within the gap. Work is counted, so that the same program ends at the same plan
    /// and bound however fast the machine is.
    /// </summary>
    /// <param name="gap">The gap to end at.</param>
    /// <param name="nodes">The most nodes of the search.</param>
    /// <param name="clock">The user's time limit.</param>
    /// <param name="start">A plan to begin with; null for none.</param>
    /// <param name="cuts">Whether to look for a bound with cuts; where a good plan is looked for they only take time.</param>
    /// <param name="toBeat">A bound that ends the search, as its plans are of no use then; null for none.</param>
    /// <exception cref="InvalidOperationException">The solver does not take a setting.</exception>
    public Solver.ResultStatus Search(Ratio gap, int nodes, SearchClock clock, Plan? start = null, bool cuts = true, UsdPerMonth? toBeat = null)
    {
        if (start is not null)
        {
            Hint(start);
        }

        // Ctrl-C is the program's, not the solver's: it would end the search alone, and say so on stdout. Bounds that follow from a bound of the
        // objective are for programs that are not linear, and in SCIP 10.0 a search of some linear ones ends there in a fault of memory.
        Set(
            _solver,
            [
                "misc/catchctrlc = FALSE",
                "propagating/genvbounds/freq = -1",
                $"limits/totalnodes = {nodes}",
                .. cuts ? [] : (string[])["separating/maxroundsroot = 0", "separating/maxrounds = 0"],
                .. toBeat is { } bound
                    ? [string.Create(CultureInfo.InvariantCulture, $"limits/dual = {_cost.Scaled((double)(bound - _problem.Standing).Dollars):R}")]
                    : Array.Empty<string>(),
            ]);
        using var parameters = new MPSolverParameters();
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, gap.Value);
        return Solve(parameters, clock);
    }

    /// <summary>Gives a solver its settings. At the first line that it does not know it leaves out the rest, so its answer counts.</summary>
    internal static void Set(Solver solver, IReadOnlyList<string> settings)
    {
        if (!solver.SetSolverSpecificParametersAsString(string.Join('\n', settings)))
        {
            throw new InvalidOperationException($"The solver does not take its settings: {string.Join("; ", settings)}");
        }
    }

    /// <summary>The smallest coefficient of the objective, as the solver has it.</summary>
    internal double LeastCoefficient() =>
        _solver.variables().Select(variable => Math.Abs(_solver.Objective().GetCoefficient(variable))).Where(coefficient => coefficient > 0).Min();

    private Solver.ResultStatus Solve(MPSolverParameters parameters, SearchClock clock)
    {
        if (clock.Left is { } left)
        {
            _solver.SetTimeLimit((long)Math.Max(1, left.TotalMilliseconds));
        }

        var status = _solver.Solve(parameters);
        if (status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.INFEASIBLE))
        {
            clock.IsOver();
        }

        return status;
    }

    /// <summary>What a relaxed solution spends on each machine, dollars a month.</summary>
    public double[] Spent() => [.. _problem.Machines.Select((_, machine) => Counts(machine).Sum(count => count.SolutionValue() * _cost.Of(count)))];

    /// <summary>Machines by what a relaxed solution spends on them, then by their reduced cost.</summary>
    public IReadOnlyList<int> Ranked()
    {
        var spent = Spent();
        return
        [
            .. Enumerable.Range(0, _problem.Machines.Count)
                .OrderByDescending(machine => Math.Round(spent[machine], 3))
                .ThenBy(machine => Counts(machine).Min(count => count.ReducedCost() / _solver.Objective().GetCoefficient(count))),
        ];
    }

    /// <summary>Leaves out machines, and takes back those left out before.</summary>
    /// <param name="allows">Of each machine whether it may be used.</param>
    public void Allow(IReadOnlyList<bool> allows)
    {
        foreach (var machine in Enumerable.Range(0, _problem.Machines.Count))
        {
            foreach (var count in Counts(machine))
            {
                count.SetUb(allows[machine] ? _most[machine] : 0);
            }
        }
    }

    /// <summary>What no plan costs less than, once solved.</summary>
    public UsdPerMonth Bound(bool relaxed) => _problem.Standing
        + UsdPerMonth.FromDollars((decimal)Math.Max(0, _cost.Dollars(relaxed ? _solver.Objective().Value() : _solver.Objective().BestBound())));

    /// <summary>The solver's solution with machines rounded: to the nearest where they are integers, up where they are fractions.</summary>
    public Plan Read(bool up)
    {
        int Count(Variable variable) => (int)(up ? Math.Ceiling(variable.SolutionValue() - 1e-6) : Math.Round(variable.SolutionValue()));
        return new PlanReading(_problem, _places).Read(
            machine => _committed.TryGetValue(machine, out var committed) ? Count(committed) : 0,
            (machine, place) => _running.TryGetValue((machine, place), out var running) ? Count(running) : 0,
            (kind, place) => _overflow.TryGetValue((kind, place), out var overflow) ? overflow.SolutionValue() * _scale : 0,
            (kind, place) => _served.TryGetValue((kind, place), out var parts)
                ? parts.Sum(part => part.SolutionValue()) * _scale
                : _places.Rate(kind, place) - (_overflow.TryGetValue((kind, place), out var sent) ? sent.SolutionValue() * _scale : 0));
    }

    public void Dispose() => _solver.Dispose();

    /// <summary>L1, L2: whole machines, committed for all places or by the place.</summary>
    private void AddMachines(bool relaxed)
    {
        foreach (var (machine, choice) in _problem.Machines.Index())
        {
            var most = _most[machine];
            var perHour = (double)choice.Price.Dollars;
            if (choice.IsCommitted)
            {
                _committed[machine] = Whole(most, perHour * Duration.Month.Hours, relaxed);
            }

            for (var place = 0; place < _places.All.Count && !choice.IsCommitted; place++)
            {
                _running[(machine, place)] = Whole(most, perHour * _places.All[place].Month.Hours, relaxed);
            }
        }
    }

    private Variable Whole(double most, double cost, bool relaxed)
    {
        var variable = _solver.MakeVar(0, most, !relaxed, "");
        _cost.Add(variable, cost);
        return variable;
    }

    /// <summary>More machines than serve everything that can come together in one step are never needed.</summary>
    private double MostNeeded(MachineChoice choice)
    {
        var most = 0.0;
        foreach (var place in Enumerable.Range(0, _places.All.Count).Where(place => _places.Usable(place) > 0))
        {
            var needed = 0.0;
            for (var kind = 0; kind < Kinds; kind++)
            {
                needed += choice.Serves(kind, _problem.Demand.Classes[kind])
                    ? WaitingAtMost(kind, place, Window(kind) + 1) / _places.RateOf(choice, kind, place)
                    : 0;
            }

            most = Math.Max(most, needed);
        }

        return most > 0 ? Math.Max(1, Math.Ceiling(most - 1e-9)) : 0;
    }

    /// <summary>Steps a class may wait.</summary>
    private int Window(int kind) => (int)Math.Floor((_problem.Demand.Classes[kind].Deadline / _problem.Demand.Step).Value + 1e-9);

    private double WaitingAtMost(int kind, int place, int steps)
    {
        var sum = 0.0;
        for (var back = 0; back < steps; back++)
        {
            sum += _places.Rate(kind, _places.Before(place, back));
        }

        return sum;
    }

    /// <summary>L6: an offer in use has its spares, where no API covers failures.</summary>
    private void AddSpares(bool relaxed)
    {
        if (_problem.Spares == 0 || _problem.ApiStandsIn)
        {
            return;
        }

        foreach (var machine in Enumerable.Range(0, _problem.Machines.Count))
        {
            var used = _used[machine] = _solver.MakeVar(0, 1, !relaxed, "");
            var most = _most[machine];
            foreach (var count in Counts(machine))
            {
                var row = _solver.MakeConstraint(double.NegativeInfinity, 0);
                row.SetCoefficient(count, 1);
                row.SetCoefficient(used, -most);

                // Rows of capacity keep the spares of all offers together, and none in a step where nothing is usable.
                var kept = _solver.MakeConstraint(0, double.PositiveInfinity);
                kept.SetCoefficient(count, 1);
                kept.SetCoefficient(used, -_problem.SparesOf(_problem.Machines[machine]));
            }
        }
    }

    private IEnumerable<Variable> Counts(int machine) =>
        _committed.TryGetValue(machine, out var committed) ? [committed] : Enumerable.Range(0, _places.All.Count).Select(place => _running[(machine, place)]);

    private Variable CountAt(int machine, int place) => _committed.TryGetValue(machine, out var committed) ? committed : _running[(machine, place)];

    /// <summary>L5: an added machine is paid for before it serves, runs for a minimum time, and a step adds at most a number of machines.</summary>
    private void AddStarts()
    {
        var minimum = (int)Math.Ceiling((_problem.Rules.MinimumRun / _problem.Demand.Step).Value - 1e-9);
        if (_problem.StartUp == default && minimum <= 1 && _problem.Rules.ScaleUp is null)
        {
            return;
        }

        for (var place = 0; place < _places.All.Count; place++)
        {
            var all = _problem.Rules.ScaleUp is { } most ? _solver.MakeConstraint(double.NegativeInfinity, most) : null;
            foreach (var machine in Hourly())
            {
                all?.SetCoefficient(StartOf(machine, place), 1);
                KeepRunning(machine, place, minimum);
            }
        }
    }

    private IEnumerable<int> Hourly() => Enumerable.Range(0, _problem.Machines.Count).Where(machine => !_problem.Machines[machine].IsCommitted);

    private Variable StartOf(int machine, int place)
    {
        if (_starts.TryGetValue((machine, place), out var known))
        {
            return known;
        }

        var before = _places.Before(place, 1);
        var start = _starts[(machine, place)] = _solver.MakeNumVar(0, before == place ? 0 : double.PositiveInfinity, "");
        _cost.Add(start, (double)PlanReading.StartCost(_problem, _problem.Machines[machine], _places.All[place]).Dollars);
        if (before != place)
        {
            var row = _solver.MakeConstraint(double.NegativeInfinity, 0);
            row.SetCoefficient(_running[(machine, place)], 1);
            row.SetCoefficient(_running[(machine, before)], -1);
            row.SetCoefficient(start, -1);
        }

        return start;
    }

    private void KeepRunning(int machine, int place, int minimum)
    {
        var start = StartOf(machine, place);
        if (minimum <= 1)
        {
            return;
        }

        var row = _solver.MakeConstraint(0, double.PositiveInfinity);
        row.SetCoefficient(_running[(machine, place)], 1);
        row.SetCoefficient(start, -1);
        var length = _problem.Demand.Spans[_places.All[place].Span].Steps;
        for (var back = 1; back < Math.Min(minimum, length); back++)
        {
            row.SetCoefficient(StartOf(machine, _places.Before(place, back)), -1);
        }
    }

    /// <summary>L3, L4: every request is served by machines or an API, at once or by its deadline; machines of one kind share what they serve.</summary>
    private void AddRequests()
    {
        var groups = Groups();
        if (IsPlain(groups))
        {
            AddPlainRequests();
            return;
        }

        for (var place = 0; place < _places.All.Count; place++)
        {
            for (var kind = 0; kind < Kinds; kind++)
            {
                _served[(kind, place)] = [];
            }

            foreach (var group in groups)
            {
                AddCapacity(group, place);
            }
        }

        for (var kind = 0; kind < Kinds; kind++)
        {
            AddBalance(kind);
        }
    }

    private bool IsPlain(List<List<int>> groups) => Kinds == 1 && Window(0) == 0 && groups.Count == 1;

    /// <summary>L3 and L4 of one class at once on machines of one kind, in one row a place: what machines serve is the rest of what goes to the API.</summary>
    private void AddPlainRequests()
    {
        var perRequest = _problem.PerRequest.Count > 0 ? (double)_problem.PerRequest[0].Dollars : 0;
        var api = _problem.ApiOf(0);
        for (var place = 0; place < _places.All.Count; place++)
        {
            var (demand, seconds) = (_places.Rate(0, place) / _scale, _scale * _places.All[place].Month.Seconds);
            var row = _solver.MakeConstraint(demand, double.PositiveInfinity);
            _cost.AddAlways(perRequest * demand * seconds);
            if (api is not null)
            {
                var overflow = _overflow[(0, place)] = _solver.MakeNumVar(0, demand, "");
                _cost.Add(overflow, ((double)api.At(0, _places.All[place]).Dollars - perRequest) * seconds);
                row.SetCoefficient(overflow, 1);
            }

            foreach (var machine in Enumerable.Range(0, _problem.Machines.Count))
            {
                var rate = FirstRate(machine) * _places.Usable(place) / _scale;
                row.SetCoefficient(CountAt(machine, place), rate);
                if (_used.TryGetValue(machine, out var used))
                {
                    row.SetCoefficient(used, -rate * _problem.SparesOf(_problem.Machines[machine]));
                }
            }
        }
    }

    /// <summary>Machines that differ in size alone share their requests, so one set of shares stands for all of them.</summary>
    private List<List<int>> Groups() =>
        [
            .. Enumerable
                .Range(0, _problem.Machines.Count)
                .GroupBy(machine => _problem.Machines[machine].RelativeRates(_problem.Demand))
                .Select(group => group.ToList()),
        ];

    /// <summary>The rate of each class / the rate of the first class served.</summary>
    private IEnumerable<double> Relative(int machine) =>
        Enumerable
            .Range(0, Kinds)
            .Select(kind => _problem.Machines[machine].Serves(kind, _problem.Demand.Classes[kind])
                ? _problem.Machines[machine].Rates[kind].PerSecond / FirstRate(machine)
                : 0);

    private double FirstRate(int machine)
    {
        var choice = _problem.Machines[machine];
        return choice.Rates[Enumerable.Range(0, Kinds).First(kind => choice.Serves(kind, _problem.Demand.Classes[kind]))].PerSecond;
    }

    private void AddCapacity(List<int> group, int place)
    {
        var row = _solver.MakeConstraint(double.NegativeInfinity, 0);
        foreach (var (kind, relative) in Relative(group[0]).Index().Where(kind => kind.Item > 0))
        {
            var served = _solver.MakeNumVar(0, double.PositiveInfinity, "");
            _served[(kind, place)].Add(served);
            row.SetCoefficient(served, 1 / relative);
            var perRequest = _problem.PerRequest.Count > 0 ? (double)_problem.PerRequest[kind].Dollars : 0;
            _cost.Add(served, perRequest * _scale * _places.All[place].Month.Seconds);
        }

        foreach (var machine in group)
        {
            var rate = FirstRate(machine) * _places.Usable(place) / _scale;
            row.SetCoefficient(CountAt(machine, place), -rate);
            if (_used.TryGetValue(machine, out var used))
            {
                row.SetCoefficient(used, rate * _problem.SparesOf(_problem.Machines[machine]));
            }
        }
    }

    private void AddBalance(int kind)
    {
        var api = _problem.ApiOf(kind);
        var window = Window(kind);
        var waiting = window == 0
            ? []
            : Enumerable.Range(0, _places.All.Count).Select(place => _solver.MakeNumVar(0, WaitingAtMost(kind, place, window) / _scale, "")).ToList();
        for (var place = 0; place < _places.All.Count; place++)
        {
            var row = _solver.MakeConstraint(_places.Rate(kind, place) / _scale, _places.Rate(kind, place) / _scale);
            foreach (var served in _served[(kind, place)])
            {
                row.SetCoefficient(served, 1);
            }

            if (api is not null)
            {
                var overflow = _overflow[(kind, place)] = _solver.MakeNumVar(0, double.PositiveInfinity, "");
                _cost.Add(overflow, (double)api.At(kind, _places.All[place]).Dollars * _scale * _places.All[place].Month.Seconds);
                row.SetCoefficient(overflow, 1);
            }

            if (window > 0 && _places.Before(place, 1) != place)
            {
                row.SetCoefficient(waiting[place], 1);
                row.SetCoefficient(waiting[_places.Before(place, 1)], -1);
            }
        }
    }

    /// <summary>L11: a kind of machine, or a seller, is in use where any of its machines is.</summary>
    private void AddKinds(bool relaxed)
    {
        if (!MachineKinds.AreLimited(_problem))
        {
            return;
        }

        var kinds = MachineKinds.Of(_problem);
        var used = kinds.All.Select(kind => Used(kind.Machines.Select(machine => (Counts(machine), _most[machine])), relaxed)).ToList();
        AtMost(_problem.Rules.KindsAtMost, used);
        AtMost(
            _problem.Rules.SellersAtMost,
            [.. kinds.All.Index().Where(kind => kind.Item.Seller is not null).GroupBy(kind => kind.Item.Seller)
                .Select(seller => Used(seller.Select(kind => ((IEnumerable<Variable>)[used[kind.Index]], 1.0)), relaxed))]);
    }

    /// <summary>1 where any of the variables is more than nothing.</summary>
    private Variable Used(IEnumerable<(IEnumerable<Variable> Counts, double Most)> parts, bool relaxed)
    {
        var used = _solver.MakeVar(0, 1, !relaxed, "");
        foreach (var (count, most) in parts.SelectMany(part => part.Counts.Select(count => (count, part.Most))))
        {
            var row = _solver.MakeConstraint(double.NegativeInfinity, 0);
            row.SetCoefficient(count, 1);
            row.SetCoefficient(used, -most);
        }

        return used;
    }

    private void AtMost(int? limit, IReadOnlyList<Variable> variables)
    {
        if (limit is { } most)
        {
            var row = _solver.MakeConstraint(double.NegativeInfinity, most);
            variables.ToList().ForEach(variable => row.SetCoefficient(variable, 1));
        }
    }

    /// <summary>L7: accelerators of the offers a quota names, in every step.</summary>
    private void AddQuotas()
    {
        foreach (var quota in _problem.Rules.Quotas)
        {
            var held = Enumerable.Range(0, _problem.Machines.Count).Where(machine => quota.Holds(_problem.Machines[machine].Offer)).ToList();
            for (var place = 0; place < _places.All.Count && held.Count > 0; place++)
            {
                var row = _solver.MakeConstraint(double.NegativeInfinity, quota.Gpus);
                held.ForEach(machine => row.SetCoefficient(CountAt(machine, place), _problem.Machines[machine].Gpus));
            }
        }
    }

    private void Hint(Plan plan)
    {
        var counts = plan.Machines.ToDictionary(line => line.Choice);
        var (variables, values) = (new List<Variable>(), new List<double>());
        foreach (var (machine, choice) in _problem.Machines.Index())
        {
            counts.TryGetValue(choice, out var line);
            if (_committed.TryGetValue(machine, out var committed))
            {
                variables = [.. variables, committed];
                values = [.. values, line?.Committed ?? 0];
            }

            for (var place = 0; place < _places.All.Count && !choice.IsCommitted; place++)
            {
                variables.Add(_running[(machine, place)]);
                values.Add(line?.Running[_places.All[place].Span][_places.All[place].Step] ?? 0);
            }
        }

        _solver.SetHint([.. variables], [.. values]);
    }
}
