namespace Mtok.Planning;

/// <summary>
/// Leaves out machines that one or more of another can replace: together as cheap, also to start, as fast for every class, as free to come and go,
/// lost with no zone and in no quota that the first is not. No plan becomes more expensive by it (L9).
/// </summary>
internal static class Dominance
{
    public static IReadOnlyList<MachineChoice> Prune(FleetProblem problem)
    {
        var machines = problem.Machines.Where(machine => problem.Demand.Classes.Index().Any(kind => machine.Serves(kind.Index, kind.Item))).ToList();
        return MachineKinds.AreLimited(problem with { Machines = machines }) ? OfKinds(problem, machines) : Irreplaceable(problem, machines);
    }

    private static List<MachineChoice> Irreplaceable(FleetProblem problem, List<MachineChoice> machines) =>
    [
        .. machines.Where((machine, at) => !machines
            .Index()
            .Any(other => other.Index != at && Replaces(problem, other.Item, machine, breaksTie: other.Index < at))),
    ];

    /// <summary>
    /// Where kinds or sellers are limited, another kind may take a machine's place only where it can take that of all machines of its kind; and
    /// only one of the same seller, where sellers are limited.
    /// </summary>
    private static List<MachineChoice> OfKinds(FleetProblem problem, List<MachineChoice> machines)
    {
        var kinds = MachineKinds.Of(problem with { Machines = machines }).All
            .Select(kind => (kind.Seller, Machines: Irreplaceable(problem, [.. kind.Machines.Select(machine => machines[machine])])))
            .ToList();
        bool Covers(List<MachineChoice> better, List<MachineChoice> worse, bool breaksTie)
        {
            foreach (var machine in worse)
            {
                if (!AnyReplaces(problem, better, machine, breaksTie))
                {
                    return false;
                }
            }

            return true;
        }

        var kept = kinds.Where((kind, at) => !kinds.Index().Any(other => other.Index != at
            && (problem.Rules.SellersAtMost is null || other.Item.Seller == kind.Seller)
            && Covers(other.Item.Machines, kind.Machines, breaksTie: true)
            && (other.Index < at || !Covers(kind.Machines, other.Item.Machines, breaksTie: true))));
        return [.. kept.SelectMany(kind => kind.Machines).OrderBy(machines.IndexOf)];
    }

    private static bool AnyReplaces(FleetProblem problem, List<MachineChoice> better, MachineChoice worse, bool breaksTie)
    {
        foreach (var other in better)
        {
            if (Replaces(problem, other, worse, breaksTie))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Replaces(FleetProblem problem, MachineChoice better, MachineChoice worse, bool breaksTie)
    {
        // What rules most pairs out comes first: at least one copy is needed.
        var noWorse = better.Price <= worse.Price && IsAsFree(better, worse) && problem.StartOf(better) <= problem.StartOf(worse)
            && ZoneLoss.IsAsSafe(problem, better.Offer, worse.Offer)
            && Copies(problem, better, worse) is { } count
            && better.Price * count <= worse.Price
            && (problem.Rules.Quotas.Count == 0 || KeepsQuotas(problem.Rules.Quotas, better, worse, count));
        return noWorse && (breaksTie || !Replaces(problem, worse, better, breaksTie: true));
    }

    private static bool KeepsQuotas(IReadOnlyList<Quota> quotas, MachineChoice better, MachineChoice worse, int copies) =>
        quotas.All(quota => !quota.Holds(better.Offer) || (quota.Holds(worse.Offer) && better.Gpus * copies <= worse.Gpus));

    /// <summary>How many of the better machine serve all that the worse one can; null where none do, or where machines are counted one by one.</summary>
    private static int? Copies(FleetProblem problem, MachineChoice better, MachineChoice worse)
    {
        var most = 1.0;
        for (var kind = 0; kind < problem.Demand.Classes.Count; kind++)
        {
            var requests = problem.Demand.Classes[kind];
            most = !worse.Serves(kind, requests) ? most
                : better.Serves(kind, requests) ? Math.Max(most, (worse.Rates[kind] / better.Rates[kind]).Value)
                : double.PositiveInfinity;
        }

        return most > 1000 || (most > 1 && problem.Rules.ScaleUp is not null) ? null : (int)Math.Ceiling(most);
    }

    /// <summary>By the hour takes the place of a term, never the other way.</summary>
    private static bool IsAsFree(MachineChoice better, MachineChoice worse) => !better.IsCommitted || worse.IsCommitted;
}
