namespace Mtok.Planning;

/// <summary>Finds the first move of a decision: its options priced over a tree of scenarios instead of one month.</summary>
internal sealed class FirstMoveSearch
{
    private const int MostKinds = 2;

    /// <summary>Numbers of machines of a kind that are looked at.</summary>
    private const int MostLevels = 8;

    /// <summary>The same of each of two kinds.</summary>
    private const int MostOfEach = 4;

    private static readonly Ratio UsualCapital = Ratio.FromPercent(8);

    private readonly FleetProblem _problem;
    private readonly Reckoning _reckoning;
    private readonly MoveTree _tree;
    private readonly MoveTerms _terms;
    private readonly SwitchTerms _switch;
    private readonly IReadOnlyList<RankedOption?> _ways;
    private readonly double _today;
    private readonly bool _mayMix;
    private readonly IReadOnlyList<OwnedMachine> _owned;
    private readonly MovePrices _prices;
    private readonly List<List<RankedOption?>> _stages;
    private IReadOnlyList<BindingOption> _kinds;
    private MoveCosts _costs;

    private FirstMoveSearch(
        IReadOnlyList<RankedOption> options, FleetProblem problem, Reckoning reckoning, Workload workload, Catalog catalog, Uncertainties given)
    {
        _problem = problem;
        _reckoning = reckoning;
        _owned = [.. workload.Owned, .. catalog.Owned];
        _terms = Terms(workload, given.Demand);
        _switch = new(
            (double)workload.Switch.Cost.Dollars, Math.Max(workload.Switch.Overlap.Hours, workload.Switch.Notice.Hours) / Duration.FromYears(1).Hours,
            workload.Switch.EarlyExit.Value);
        var serving = options.Where(option => option.MayWin).ToList();
        _mayMix = workload.Allowed.Kinds.Contains(OptionKind.Mixed);
        var today = TodaysBill.Of(workload, catalog);
        _today = (double)(today?.Dollars ?? 0);
        _ways =
        [
            .. serving.Where(option => option.BindsFor(_owned) is null).DistinctBy(option => option.Kind),
            .. today is null ? Array.Empty<RankedOption?>() : [null],
        ];
        _kinds = [.. serving.Where(option => option.BindsFor(_owned) is not null).DistinctBy(option => option.Fleet!.Offer.Pricing)
            .Select(option => new BindingOption(option, option.BindsFor(_owned)!.Value, MachineOf(option.Fleet!.Offer)))];
        _tree = MoveTrees.Of(workload, given.Demand).WithEnds(_kinds.Select(YearsOf));
        _prices = new(given.Trends, _tree);
        _stages = [.. Enumerable.Range(0, _tree.Stages.Count + 1).Select(stage => _ways.Select(way => _prices.Then(way, stage)).ToList())];
        var fewest = Fewest(_kinds);
        _kinds = fewest.Kinds;
        _costs = fewest.Costs;
    }

    /// <summary>The first move; null where nothing serves, or only commitments do, beside which there is nothing to wait with.</summary>
    /// <param name="options">The options, in the order of the bills one can count on.</param>
    /// <param name="problem">The demand, with its limits.</param>
    /// <param name="reckoning">What prices them.</param>
    /// <param name="workload">What has to be served, for how long, and how it may grow.</param>
    /// <param name="catalog">Machines to buy, and prices of what is used today.</param>
    /// <param name="given">The band of demand, and how prices move.</param>
    public static FirstMove? Of(
        IReadOnlyList<RankedOption> options, FleetProblem problem, Reckoning reckoning, Workload workload, Catalog catalog, Uncertainties given) =>
        options.Any(option => option is { MayWin: true, Fleet: null or { Offer.IsForYears: false } })
        || (workload.Today is not null && options.Any(option => option.MayWin))
            ? new FirstMoveSearch(options, problem, reckoning, workload, catalog, given).Found()
            : null;

    private FirstMove? Found()
    {
        var problem = Problem(_costs, _tree);
        var best = new MoveProgram(problem);
        if (!double.IsFinite(best.Best.Value))
        {
            return null;
        }

        var alternatives = Alternatives(problem, best);
        double? Of(MoveStyle style) => alternatives.Find(alternative => alternative.Style == style) is { } found ? (double)found.PresentValue.Dollars : null;
        var now = Taken(best.Best, 1);
        return new(_terms with { Prices = _prices.Of(_ways, _kinds) }, now, Money(best.Best.Value), alternatives, new MoveTriggers(this, best.Best).All())
        {
            WaitingIsWorth = Money(Of(MoveStyle.CommitNow) - Of(MoveStyle.Wait) ?? 0),
            DemandIsWorth = Money(Math.Max(0, best.Best.Value - Foreseen(problem))),
            ThroughputIsWorth = Money(Measured(best)),
            Payback = new Paybacks(this).Of(best.Best),
            Policy = [.. best.Policy().Select(step => new PolicyStep(
                Duration.Month * Ratio.FromValue(_tree.YearOf(step.Stage) * 12), Ratio.FromValue(step.Demand), Ratio.FromValue(step.Chance),
                Taken(step.Choice, step.Demand)))],
        };
    }

    public MoveTree Tree => _tree;

    public IReadOnlyList<BindingOption> Kinds => _kinds;

    public IReadOnlyList<RankedOption?> Ways => _ways;

    public MoveCosts Costs => _costs;

    public SwitchTerms Switch => _switch;

    public FleetProblem Fleets => _problem;

    /// <summary>The best choice now at a multiple of all demand, and of the price of one kind.</summary>
    public MoveChoice BestAt(double demand, int kind = 0, double price = 1) =>
        new MoveProgram(Problem(_costs, _tree.Times(demand), kind, price)).Best;

    public MoveTaken Taken(MoveChoice choice, double demand)
    {
        var held = choice.Held.Index().Where(kind => kind.Item > 0).OrderByDescending(kind => _costs.Rent(kind.Index, kind.Item)).ToList();
        var (left, unused) = _costs.Use([.. choice.Held], demand);
        return new(
            [.. held.Select(kind => new MoveHeld(
                _kinds[kind.Index].Option,
                _kinds[kind.Index].Machines.WithSpares(kind.Item, _problem.SparesOf(_kinds[kind.Index].Machines.First)),
                _kinds[kind.Index].Term))],
            _ways[choice.Way],
            Ratio.FromValue(1 - left),
            Ratio.FromValue(unused),
            UsdPerMonth.FromDollars(Math.Round(
                (decimal)(choice.Held.Index().Sum(kind => _costs.Rent(kind.Index, kind.Item)) + _costs.Bill(demand, [.. choice.Held], choice.Way)) / 12, 2)));
    }

    /// <summary>The number of machines of a kind that today's demand asks for: the cheapest month's, or else all that serve it.</summary>
    public int Asked(int kind) => Asked(_costs, kind);

    /// <summary>What commits now to one kind as today's demand asks, and to nothing later.</summary>
    public IEnumerable<MoveChoice> Committed(MoveProblem problem) => Enumerable.Range(0, _kinds.Count)
        .Select(kind => new MoveProgram(problem, new([.. _kinds.Select((_, at) => at == kind ? Asked(kind) : 0)], Later: false)).Best)
        .Where(choice => double.IsFinite(choice.Value) && choice.Held.Any(count => count > 0))
        .OrderBy(choice => choice.Value);

    public MoveProblem Problem() => Problem(_costs, _tree);

    private List<MoveAlternative> Alternatives(MoveProblem problem, MoveProgram best)
    {
        var none = new int[_kinds.Count];
        (MoveStyle, MoveChoice?)[] all =
        [
            (MoveStyle.Best, best.Best),
            (MoveStyle.CommitNow, Committed(problem).FirstOrDefault()),
            (MoveStyle.Wait, _kinds.Count == 0 ? null : new MoveProgram(problem, new(none, Later: true)).Best),
            (MoveStyle.Never, new MoveProgram(problem, new(none, Later: false)).Best),
        ];
        return [.. all.Where(pair => pair.Item2 is { } choice && double.IsFinite(choice.Value))
            .Select(pair => new MoveAlternative(pair.Item1, Taken(pair.Item2!, 1), Money(pair.Item2!.Value)))];
    }

    /// <summary>H7: what is expected if each scenario is known from the beginning.</summary>
    private static double Foreseen(MoveProblem problem) =>
        problem.Tree.Paths().Sum(path => path.Chance * new MoveProgram(problem with { Tree = path.Path }).Best.Value);

    /// <summary>H7: throughput of the machines in question at three points of its interval; one choice for all of them, or the best for each.</summary>
    private double Measured(MoveProgram best)
    {
        var asked = _kinds.Count > 0 ? _kinds[0].Machines.First : _ways.OfType<RankedOption>().FirstOrDefault(way => way.Machines is not null)?.Machines!.First;
        if (asked is not { Throughput: var interval } || interval.Low == interval.High)
        {
            return 0;
        }

        var points = new[] { interval.Low, interval.Value, interval.High }.Zip(Demand.ForecastShares).Select(point =>
        {
            double Of(MachineChoice machine) => IsAlike(machine, asked) ? point.First.Value : machine.CountedOn.Value;
            return (new MoveProgram(Problem(CostsOf(_kinds, Of), _tree) with { Kinds = Problem().Kinds }).First, Chance: point.Second);
        }).ToList();
        var together = best.First.Index().Min(choice => points.Sum(point => point.Chance * point.First[choice.Index].Value));
        return double.IsFinite(together) ? Math.Max(0, together - points.Sum(point => point.Chance * point.First.Min(choice => choice.Value))) : 0;
    }

    private static bool IsAlike(MachineChoice one, MachineChoice other) => one.Model?.Id == other.Model?.Id && one.Deployment == other.Deployment;

    /// <summary>The kinds that a policy holds some of at a time, two at most; otherwise the one that costs least in a month.</summary>
    private (IReadOnlyList<BindingOption> Kinds, MoveCosts Costs) Fewest(IReadOnlyList<BindingOption> kinds)
    {
        List<(BindingOption Kind, MoveCosts Costs, MoveProblem Problem)> alone = [.. kinds
            .Select(kind => (Kind: kind, Costs: Counted([kind])))
            .Select(pair => (pair.Kind, pair.Costs, Problem(pair.Costs, _tree, [pair.Kind])))];
        List<BindingOption> best = [.. alone.Where(one => one.Problem.Kinds[0].Levels.Count > 0)
            .OrderBy(one => new MoveProgram(one.Problem).Best.Value).Take(MostKinds).Select(one => one.Kind)];
        if (best.Count == 0)
        {
            best = [.. alone.OrderBy(one => one.Costs.Rent(0, Asked(one.Costs, 0)) + one.Costs.Least(1, 0, Asked(one.Costs, 0))).Take(1)
                .Select(one => one.Kind)];
        }

        var costs = Counted(best);
        if (best.Count < 2)
        {
            return (best, costs);
        }

        var policy = new MoveProgram(Problem(costs, _tree, best)).Policy().ToList();
        List<BindingOption> used = [.. best.Where((_, kind) => policy.Exists(step => step.Choice.Held[kind] > 0))];
        IReadOnlyList<BindingOption> left = used.Count > 0 ? used : best[..1];
        return left.Count == best.Count ? (best, costs) : (left, Counted(left));
    }

    private MoveCosts Counted(IReadOnlyList<BindingOption> kinds) => CostsOf(kinds, machine => machine.CountedOn.Value);

    private static int Asked(MoveCosts costs, int kind) => costs.Best(kind, 1) is > 0 and var best ? best : costs.Most(kind, 1);

    private MoveCosts CostsOf(IReadOnlyList<BindingOption> kinds, Func<MachineChoice, double> throughput) =>
        new(_problem, _reckoning, kinds, _ways, _stages, _today, _mayMix, throughput);

    private MoveProblem Problem(MoveCosts costs, MoveTree tree, int priced = 0, double price = 1) => Problem(costs, tree, _kinds, priced, price);

    private MoveProblem Problem(MoveCosts costs, MoveTree tree, IReadOnlyList<BindingOption> kinds, int priced = 0, double price = 1) => new(
        tree,
        _terms.CostOfCapital.Value,
        [.. kinds.Select((kind, at) =>
        {
            var factor = at == priced ? price : 1;
            return new MoveKind(YearsOf(kind), count => costs.Rent(at, count, factor), Levels(costs, tree, at, factor))
            {
                Loss = (count, years) => costs.Loss(at, count, years, _terms.CostOfCapital.Value) * factor,
                Price = stage => _prices.OfCommitment(kind.Machines.First, stage),
            };
        })],
        costs.Ways,
        costs.BillAt)
    {
        Switch = _switch,
        Today = _ways.Index().FirstOrDefault(way => way.Item is null, (-1, null)).Index is >= 0 and var today ? today : null,
    };

    /// <summary>The numbers that the cheapest month of any demand of the tree asks for; of many a few, evenly.</summary>
    private static List<int> Levels(MoveCosts costs, MoveTree tree, int kind, double price)
    {
        var most = costs.Kinds > 1 ? MostOfEach : MostLevels;
        var all = tree.Demands().Select(demand => costs.Best(kind, demand, price)).Where(count => count > 0).Distinct().Order().ToList();
        return all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(at => all[at * (all.Count - 1) / (most - 1)]).Distinct()];
    }

    private MoveTerms Terms(Workload workload, Band band)
    {
        var bought = _owned.FirstOrDefault(machine => machine.CostOfCapital > Ratio.Zero);
        var (capital, from) = workload.Horizon.CostOfCapital is { } stated ? (stated, CapitalSource.Stated)
            : bought is not null ? (bought.CostOfCapital, CapitalSource.Owned) : (UsualCapital, CapitalSource.Assumed);
        return new(workload.Horizon.Months, capital, from, workload.Growth.Stages is [{ Demand.Count: > 0 }, ..] ? null : band.Source);
    }

    private static double YearsOf(BindingOption kind) => kind.Bought is not null ? double.PositiveInfinity : (kind.Term / Duration.FromYears(1)).Value;

    private OwnedMachine? MachineOf(Offer offer) =>
        offer.Pricing == Pricing.Owned ? _owned.First(machine => machine.Name == offer.Instance) : null;

    private static Usd Money(double dollars) => Usd.FromDollars(Math.Round((decimal)dollars, 2));
}
