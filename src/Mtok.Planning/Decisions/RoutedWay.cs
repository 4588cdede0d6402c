namespace Mtok.Planning;

/// <summary>A share of the requests at another model, the rest at the workload's, each served in its cheapest way (A4).</summary>
/// <param name="Rules">The share and the model.</param>
/// <param name="Routed">How the share is served.</param>
/// <param name="Rest">How the rest is served.</param>
/// <param name="Shared">What both count and is paid once: the work of a seller that is the same, overheads of machines that do not follow the load.</param>
public sealed record RoutedWay(RoutingRules Rules, RankedOption Routed, RankedOption Rest, UsdPerMonth Shared)
{
    /// <summary>The month's bill.</summary>
    public UsdPerMonth Bill => Routed.Cost!.Bill.Value + Rest.Cost!.Bill.Value - Shared;

    /// <summary>The bill that one can count on.</summary>
    public UsdPerMonth CountedOn => Routed.CountedOn!.Value + Rest.CountedOn!.Value - Shared;

    /// <summary>The cheapest ways of both sides together; null where nothing is routed, a side cannot be served, or a limit holds for both together.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="best">The best way of serving a workload; null where none does.</param>
    public static RoutedWay? Of(Workload workload, Func<Workload, RankedOption?> best)
    {
        if (workload.Routing is not { } rules
            || best(rules.Routed(workload)) is not { CountedOn: not null } routed
            || best(rules.Rest(workload)) is not { CountedOn: not null } rest)
        {
            return null;
        }

        var way = new RoutedWay(rules, routed, rest, SharedOf(workload, routed, rest));
        return way.Keeps(workload.Plan) ? way : null;
    }

    private static UsdPerMonth SharedOf(Workload workload, RankedOption routed, RankedOption rest)
    {
        var seller = routed.Provider == rest.Provider ? workload.People.OfSeller : default;
        var machines = routed.Fleet is not null && rest.Fleet is not null ? workload.Overheads.Total(default, default, workload.Mix) : default;
        return seller + machines;
    }

    private bool Keeps(PlanRules rules) =>
        !(Bill > rules.Budget)
        && rules.Quotas.All(quota => Routed.GpusUnder(quota) + Rest.GpusUnder(quota) <= quota.Gpus)
        && new[] { Routed.Fleet, Rest.Fleet }.OfType<Fleet>().Select(fleet => MachineKinds.SellerOf(fleet.Offer)).OfType<string>().Distinct().Count()
            <= (rules.SellersAtMost ?? int.MaxValue);
}
