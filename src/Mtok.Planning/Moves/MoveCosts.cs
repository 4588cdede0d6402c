namespace Mtok.Planning;

/// <summary>An option that binds.</summary>
/// <param name="Option">The option.</param>
/// <param name="Term">How long it binds: a term, or a life.</param>
/// <param name="Bought">The machine, where it is bought; else null.</param>
internal sealed record BindingOption(RankedOption Option, Duration Term, OwnedMachine? Bought)
{
    public MachineSet Machines => Option.Machines!;
}

/// <summary>What the program over time pays (H5): the one reckoning's bills, each asked for once. Dollars a year; a month is a twelfth of it.</summary>
internal sealed class MoveCosts
{
    private const int Months = 12;

    private static readonly Duration Year = Duration.FromYears(1);

    private readonly Reckoning _reckoning;
    private readonly HeldMachines _held;
    private readonly IReadOnlyList<BindingOption> _kinds;
    private readonly List<IReadOnlyList<RankedOption?>> _ways = [];
    private readonly int[] _pricesOf;
    private readonly double _today;
    private readonly Func<MachineChoice, double> _throughput;
    private readonly HeldKind[] _heldKinds;
    private readonly FleetProblem _problem;
    private readonly bool _mayMix;
    private readonly Dictionary<(int, double, int, int, int), double> _bills = [];
    private readonly Dictionary<(int, int), double> _rents = [];
    private readonly Dictionary<(int, double), double> _losses = [];

    /// <param name="problem">The demand, with its limits.</param>
    /// <param name="reckoning">What prices it.</param>
    /// <param name="kinds">What one may commit to, two at most.</param>
    /// <param name="ways">Flexible ways; null stands for what is used today.</param>
    /// <param name="stages">The same at the prices of each stage.</param>
    /// <param name="today">What is paid today a month, dollars.</param>
    /// <param name="mayMix">Whether an API may serve what machines do not.</param>
    /// <param name="throughput">The multiple of its throughput that a machine serves.</param>
    public MoveCosts(
        FleetProblem problem, Reckoning reckoning, IReadOnlyList<BindingOption> kinds, IReadOnlyList<RankedOption?> ways,
        IReadOnlyList<IReadOnlyList<RankedOption?>> stages, double today, bool mayMix,
        Func<MachineChoice, double> throughput)
    {
        _problem = problem;
        _reckoning = reckoning;
        _kinds = kinds;
        _ways.Add(ways);
        _pricesOf = [.. stages.Select(Known)];
        _today = today;
        _mayMix = mayMix;
        _throughput = throughput;
        _held = reckoning.Held(mayMix);
        _heldKinds = [.. kinds.Select(kind => new HeldKind(kind.Machines, throughput(kind.Machines.First)))];
    }

    public int Kinds => _kinds.Count;

    public int Ways => _ways[0].Count;

    /// <summary>The number of the prices that hold at a stage; 0 are today's.</summary>
    private int Known(IReadOnlyList<RankedOption?> priced)
    {
        var at = _ways.FindIndex(ways => ways.SequenceEqual(priced, ReferenceEqualityComparer.Instance));
        if (at < 0)
        {
            _ways.Add(priced);
        }

        return at < 0 ? _ways.Count - 1 : at;
    }

    /// <summary>What a number of machines of a kind costs a year, at a multiple of its price.</summary>
    public double Rent(int kind, int count, double price = 1) =>
        (_rents.TryGetValue((kind, count), out var rent) ? rent
            : _rents[(kind, count)] = (double)_reckoning.RentOf(_kinds[kind].Machines, count) * Months) * price;

    /// <summary>
    /// What a number of machines that are bought, and sold after some years, loses more than their annuity pays (H5); nothing for other machines.
    /// </summary>
    public double Loss(int kind, int count, double years, double costOfCapital)
    {
        if (_kinds[kind].Bought is not { } machine || count == 0)
        {
            return 0;
        }

        var each = _losses.TryGetValue((kind, years), out var known) ? known : _losses[(kind, years)] = LossOf(machine, years, costOfCapital);
        return _kinds[kind].Machines.WithSpares(count, _problem.SparesOf(_kinds[kind].Machines.First)) * each;
    }

    private double LossOf(OwnedMachine machine, double years, double costOfCapital)
    {
        if (years >= (machine.Life / Year).Value)
        {
            return 0;
        }

        var paid = (double)(machine.CapitalPerHour * Year).Dollars * PresentValue.Between(0, years, costOfCapital);
        var sold = (double)machine.ResaleAt(Year * Ratio.FromValue(years)).Dollars * PresentValue.After(years, costOfCapital);
        return _problem.Multiplier.Value * Math.Max(0, (double)machine.Price.Dollars - sold - paid);
    }

    /// <summary>What a year costs beside it, at today's prices.</summary>
    public double Bill(double demand, ReadOnlySpan<int> held, int way) => Bill(demand, held, way, 0);

    /// <summary>The same at the prices of a stage.</summary>
    public double BillAt(int stage, double demand, ReadOnlySpan<int> held, int way) => Bill(demand, held, way, _pricesOf[stage]);

    private double Bill(double demand, ReadOnlySpan<int> held, int way, int prices)
    {
        var key = (prices, demand, held.Length > 0 ? held[0] : 0, held.Length > 1 ? held[1] : 0, way);
        return _bills.TryGetValue(key, out var known) ? known : _bills[key] = Reckoned(demand, held, way, _ways[prices]) * Months;
    }

    /// <summary>The cheapest way beside a number of machines of one kind, and its bill.</summary>
    public double Least(double demand, int kind, int count)
    {
        Span<int> held = stackalloc int[Kinds];
        var least = double.PositiveInfinity;
        if (held.Length > 0)
        {
            held[kind] = count;
        }

        for (var way = 0; way < Ways; way++)
        {
            least = Math.Min(least, Bill(demand, held, way));
        }

        return least;
    }

    /// <summary>The number of machines of a kind with which a month of that demand costs least; 0 where none is better.</summary>
    public int Best(int kind, double demand, double price = 1)
    {
        double Of(int count) => Rent(kind, count, price) + Least(demand, kind, count);
        var (low, high) = (1, Most(kind, demand));
        if (high < 1)
        {
            return 0;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (here, next) = (Of(middle), Of(middle + 1));
            (low, high) = next < here || double.IsInfinity(here) ? (middle + 1, high) : (low, middle);
        }

        return Of(low) < Least(demand, kind, 0) ? low : 0;
    }

    /// <summary>The share of the load that held machines leave, and the share of them that is not used.</summary>
    public (double Left, double Unused) Use(ReadOnlySpan<int> held, double demand) => held.ContainsAnyExcept(0) ? _held.Use(_heldKinds, held, demand) : (1, 0);

    /// <summary>As many machines of a kind as serve everything, or as limits allow.</summary>
    public int Most(int kind, double demand)
    {
        var machines = _kinds[kind].Machines;
        return Math.Min(
            _reckoning.NeededOf(machines, demand, _throughput(machines.First)),
            Math.Max(0, _problem.MostAllowed(machines) - _problem.SparesOf(machines.First)));
    }

    private double Reckoned(double demand, ReadOnlySpan<int> held, int way, IReadOnlyList<RankedOption?> ways)
    {
        if (held.ContainsAnyExcept(0))
        {
            // A mix is the API alone beside machines that are held.
            return ways[way] is { Machines: not null, Tokens: { } api } && ways.Any(other => other is { Machines: null } && other.Tokens == api)
                ? double.PositiveInfinity
                : ways[way] is { } rest
                ? _held.Beside(_heldKinds, held, rest, demand, rest.Machines is { } machines ? _throughput(machines.First) : 1)
                : BesideToday(demand, held);
        }

        return ways[way] switch
        {
            null => _today * demand,
            { Provisioned: not null, Cost: { } cost } =>
                (double)cost.Bill.Value.Dollars * Math.Max(1, Math.Ceiling((cost.Machines * demand) - 1e-9)) / cost.Machines,
            { Machines: { } machines, Tokens: null } option => Alone(option, machines, demand),
            { } option => (double)_reckoning.BillOf(option, demand, option.Machines is { } machines ? _throughput(machines.First) : 1),
        };
    }

    private double Alone(RankedOption option, MachineSet machines, double demand)
    {
        var throughput = _throughput(machines.First);
        return _reckoning.MostOf(option, demand, throughput / machines.First.CountedOn.Value) > _problem.MostAllowed(machines)
            ? double.PositiveInfinity
            : (double)_reckoning.BillOf(option, demand, throughput);
    }

    /// <summary>What is used today serves the rest at the same price for its share.</summary>
    private double BesideToday(double demand, ReadOnlySpan<int> held)
    {
        var left = Use(held, demand).Left;
        return left > 0 && !_mayMix ? double.PositiveInfinity : _held.Beside(_heldKinds, held, null, demand, 1) is var all && double.IsFinite(all)
            ? all
            : (_today * demand * left) + (double)_reckoning.OverheadsAt(demand * (1 - left)).Dollars;
    }
}
