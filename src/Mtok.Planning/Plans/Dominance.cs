namespace Mtok.Planning;

/// <summary>
/// Leaves out machines that another can replace one for one: as cheap, as fast for every class, as free to come and go, and in no quota
/// that the first is not in. No plan becomes dearer by it (L8).
/// </summary>
internal static class Dominance
{
    public static IReadOnlyList<MachineChoice> Prune(FleetProblem problem)
    {
        var machines = problem.Machines.Where(machine => problem.Demand.Classes.Index().Any(kind => machine.Serves(kind.Index, kind.Item))).ToList();
        return [.. machines.Where((machine, at) => !machines.Index().Any(other => other.Index != at && Replaces(problem, other.Item, machine, breaksTie: other.Index < at)))];
    }

    private static bool Replaces(FleetProblem problem, MachineChoice better, MachineChoice worse, bool breaksTie)
    {
        var noWorse = better.Price <= worse.Price
            && IsAsFree(better, worse)
            && problem.Demand.Classes.Index().All(kind => !worse.Serves(kind.Index, kind.Item) || (better.Serves(kind.Index, kind.Item) && better.Rates[kind.Index] >= worse.Rates[kind.Index]))
            && problem.Rules.Quotas.All(quota => !quota.Holds(better.Offer) || (quota.Holds(worse.Offer) && better.Gpus <= worse.Gpus));
        return noWorse && (breaksTie || !Replaces(problem, worse, better, breaksTie: true));
    }

    /// <summary>By the hour takes the place of a term, never the other way.</summary>
    private static bool IsAsFree(MachineChoice better, MachineChoice worse) => !better.IsCommitted || worse.IsCommitted;
}
