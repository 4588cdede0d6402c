namespace Mtok.Planning;

/// <summary>Machines that are paid whatever comes.</summary>
/// <param name="Machines">The kind.</param>
/// <param name="Throughput">A multiple of what one serves.</param>
internal sealed record HeldKind(MachineSet Machines, double Throughput);

/// <summary>
/// H5: the month's bill beside the price of machines that are held: the way that serves what they leave, machines with their own spares (L6), and overheads.
/// What they leave of a step is the same share of every class. For one list of kinds; not for concurrent calls.
/// </summary>
internal sealed class HeldMachines(FleetProblem problem, Places places, MachineUses uses, bool mayMix)
{
    private readonly Dictionary<(int Held, MachineSet? Way), bool> _joins = [];

    /// <summary>The bill, dollars; infinite where the way cannot serve the rest, or limits do not allow both.</summary>
    /// <param name="kinds">The kinds that are held.</param>
    /// <param name="counts">Of each how many, spares apart; some are above 0.</param>
    /// <param name="way">What serves the rest; null for nothing.</param>
    /// <param name="demand">A multiple of today's demand.</param>
    /// <param name="throughput">A multiple of what a machine of that way serves.</param>
    public double Beside(IReadOnlyList<HeldKind> kinds, ReadOnlySpan<int> counts, RankedOption? way, double demand, double throughput)
    {
        var machines = way is { Tokens: null, Machines: { } flexible } ? flexible : null;
        var (load, capacity) = Capacity(kinds, counts);
        var left = load.Left(capacity / demand);
        if (!MayJoin(kinds, counts, null))
        {
            return double.PositiveInfinity;
        }

        if (Array.TrueForAll(left, level => level <= 0))
        {
            return (double)(uses.Overheads(demand) + Further(kinds, counts, null, 0));
        }

        return way?.Tokens is { } api
            ? mayMix ? ByApi(api, load, left, demand) + (double)Further(kinds, counts, null, api.Sellers) : double.PositiveInfinity
            : machines is not null && MayJoin(kinds, counts, machines)
                ? ByMachines(machines, way!.Fleet!.ByTheHour, load, left, machines.First.Rates[0].PerSecond * throughput / demand, demand)
                    + (double)Further(kinds, counts, machines, 0)
                : double.PositiveInfinity;
    }

    /// <summary>The share of the load that held machines leave, and the share of what they could serve all month that is not asked of them.</summary>
    public (double Left, double Unused) Use(IReadOnlyList<HeldKind> kinds, ReadOnlySpan<int> counts, double demand)
    {
        var (load, capacity) = Capacity(kinds, counts);
        var left = load.Left(capacity / demand).Select((level, at) => level * load.Levels[at].Hours).Sum();
        return load.Total <= 0 ? (0, 1) : (left / load.Total, Math.Max(0, 1 - ((load.Total - left) * demand / (capacity * Duration.Month.Hours))));
    }

    /// <summary>People for more sellers than machines of one kind have.</summary>
    private decimal Further(IReadOnlyList<HeldKind> kinds, ReadOnlySpan<int> counts, MachineSet? way, int apiSellers)
    {
        var sellers = new HashSet<string>(StringComparer.Ordinal);
        for (var kind = 0; kind < counts.Length; kind++)
        {
            sellers.UnionWith(counts[kind] > 0 ? [kinds[kind].Machines.First.Offer.Seller] : []);
        }

        sellers.UnionWith(way is null ? [] : [way.First.Offer.Seller]);
        return problem.FurtherPeople(1, sellers.Count, apiSellers).Dollars;
    }

    /// <summary>What they serve a second, all counted as the load of the first that is held.</summary>
    private (KindLoad Load, double Capacity) Capacity(IReadOnlyList<HeldKind> kinds, ReadOnlySpan<int> counts)
    {
        KindLoad? first = null;
        var capacity = 0.0;
        for (var kind = 0; kind < counts.Length; kind++)
        {
            if (counts[kind] > 0)
            {
                var load = uses.Load(kinds[kind].Machines.First);
                first ??= load;
                capacity += counts[kind] * kinds[kind].Machines.First.Rates[0].PerSecond * kinds[kind].Throughput * (first.Total / load.Total);
            }
        }

        return (first!, capacity);
    }

    private double ByApi(ApiChoice api, KindLoad load, double[] left, double demand)
    {
        var (cost, spared, _) = uses.SentTo(api, load, left);
        return (cost * demand) + (double)uses.OverheadsWith((uses.OfRequests - (decimal)spared) * (decimal)demand);
    }

    private double ByMachines(MachineSet machines, bool byTheHour, KindLoad load, double[] left, double rate, double demand)
    {
        var own = uses.Load(machines.First);
        var counts = new int[places.All.Count];
        for (var place = 0; place < counts.Length; place++)
        {
            var level = load.LevelOf(place);
            var share = load.At(place) > 0 ? left[level] / load.At(place) : 0;
            counts[place] = Fleet.Needed(own.At(place) * share / Math.Max(1e-9, places.Usable(place)), rate);
        }

        var spares = problem.SparesOf(machines.First);
        for (var place = 0; place < counts.Length; place++)
        {
            counts[place] = machines.WithSpares(counts[place], spares);
        }

        var most = counts.Max();
        if (most > problem.MostAllowed(machines))
        {
            return double.PositiveInfinity;
        }

        var rent = byTheHour ? uses.RentOf(machines, counts) : machines.CostOf(most, uses.MonthOf);
        return (double)(rent + uses.Overheads(demand));
    }

    private bool MayJoin(IReadOnlyList<HeldKind> kinds, ReadOnlySpan<int> counts, MachineSet? way)
    {
        var held = 0;
        for (var kind = 0; kind < counts.Length; kind++)
        {
            held |= counts[kind] > 0 ? 1 << kind : 0;
        }

        return _joins.TryGetValue((held, way), out var may) ? may : _joins[(held, way)] = !MachineKinds.AreLimited(problem with
        {
            Machines = [.. kinds.Index().Where(kind => (held & (1 << kind.Index)) != 0).SelectMany(kind => kind.Item.Machines.Zones), .. way?.Zones ?? []],
        });
    }
}
