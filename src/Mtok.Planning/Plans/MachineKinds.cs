namespace Mtok.Planning;

/// <summary>A kind of machine of a problem: one seller, instance type, way of paying and deployment, wherever the machines stand (L11).</summary>
/// <param name="Seller">The seller; null for owned machines.</param>
/// <param name="Machines">The places of its machines in the problem's list.</param>
internal sealed record MachineKind(string? Seller, IReadOnlyList<int> Machines);

/// <summary>The kinds of machines of a problem, in the order in which they first appear, and the limits on them (L11).</summary>
internal sealed class MachineKinds
{
    private readonly PlanRules _rules;
    private readonly int[] _kindOf;

    private MachineKinds(FleetProblem problem)
    {
        _rules = problem.Rules;
        All =
        [
            .. problem.Machines.Index().GroupBy(machine => KeyOf(machine.Item))
                .Select(kind => new MachineKind(SellerOf(kind.First().Item), [.. kind.Select(machine => machine.Index)])),
        ];
        _kindOf = new int[problem.Machines.Count];
        All.Index().ToList().ForEach(kind => kind.Item.Machines.ToList().ForEach(machine => _kindOf[machine] = kind.Index));
    }

    public IReadOnlyList<MachineKind> All { get; }

    public static MachineKinds Of(FleetProblem problem) => new(problem);

    /// <summary>Whether a limit on kinds or sellers may leave out any plan.</summary>
    public static bool AreLimited(FleetProblem problem) =>
        problem.Rules is not { KindsAtMost: null, SellersAtMost: null } && !Keeps(problem.Rules, problem.Machines);

    /// <summary>Whether a plan keeps the limits.</summary>
    public static bool Keeps(PlanRules rules, Plan plan) => Keeps(rules, plan.Machines.Select(line => line.Choice));

    /// <summary>The kind of a machine.</summary>
    public int KindOf(int machine) => _kindOf[machine];

    /// <summary>Whether machines of these kinds may be used together.</summary>
    public bool Keep(IEnumerable<int> kinds)
    {
        var used = kinds.ToList();
        return used.Count <= (_rules.KindsAtMost ?? int.MaxValue)
            && used.Select(kind => All[kind].Seller).OfType<string>().Distinct().Count() <= (_rules.SellersAtMost ?? int.MaxValue);
    }

    private static bool Keeps(PlanRules rules, IEnumerable<MachineChoice> machines)
    {
        var used = machines.ToList();
        return used.Select(KeyOf).Distinct().Count() <= (rules.KindsAtMost ?? int.MaxValue)
            && used.Select(SellerOf).OfType<string>().Distinct().Count() <= (rules.SellersAtMost ?? int.MaxValue);
    }

    private static string? SellerOf(MachineChoice machine) => SellerOf(machine.Offer);

    /// <summary>The seller of an offer, as limits count sellers; null for owned machines.</summary>
    public static string? SellerOf(Offer offer) => offer.Pricing == Pricing.Owned ? null : offer.Seller;

    private static (OfferKey, string, int, string?, Deployment) KeyOf(MachineChoice machine) => (
        machine.Offer.Key with { Region = "", Zone = "" }, machine.Offer.AcceleratorId, machine.Gpus, machine.Model?.Id, machine.Deployment);
}
