namespace Mtok;

/// <summary>Constraints on a plan; no constraint by default.</summary>
/// <param name="Budget">The maximum monthly cost; null for no limit.</param>
/// <param name="MinimumRun">The minimum time an on-demand machine is kept; zero for no minimum.</param>
/// <param name="ScaleUp">The maximum number of machines added in one step of the plan, over all offers; null for no limit.</param>
/// <param name="Quotas">Limits on the accelerators of a seller, region or type; empty for no limit.</param>
public sealed record PlanRules(UsdPerMonth? Budget, Duration MinimumRun, int? ScaleUp, IReadOnlyList<Quota> Quotas)
{
    /// <summary>No constraints.</summary>
    public static PlanRules None { get; } = new(null, default, null, []);

    /// <summary>The kinds of machine of a plan where a workload does not say.</summary>
    public const int UsualKinds = 2;

    /// <summary>
    /// The maximum number of kinds of machine in use, 1 or more; null for no limit. Machines of one seller, instance type, way of paying and
    /// deployment are one kind, wherever they stand.
    /// </summary>
    public int? KindsAtMost { get; init; }

    /// <summary>The maximum number of sellers of machines in use, 1 or more; null for no limit. Owned machines have none; APIs are not counted.</summary>
    public int? SellersAtMost { get; init; }
}

/// <summary>The maximum number of accelerators in use at once of the offers it selects; an empty field selects all. Owned machines are exempt.</summary>
/// <param name="Gpus">The maximum number of accelerators.</param>
/// <param name="Seller">The seller; empty for all.</param>
/// <param name="Region">A place, or a prefix of the region's name; empty for all.</param>
/// <param name="AcceleratorId">The accelerator; empty for all.</param>
public sealed record Quota(int Gpus, string Seller, string Region, string AcceleratorId)
{
    /// <summary>Whether the quota applies to the offer.</summary>
    public bool Holds(Offer offer) =>
        offer.Pricing != Pricing.Owned
        && (Seller.Length == 0 || offer.Seller == Seller)
        && (Region.Length == 0 || Territory.IsIn(offer.Territory, offer.Region, Region))
        && (AcceleratorId.Length == 0 || offer.AcceleratorId == AcceleratorId);

    /// <inheritdoc/>
    public override string ToString() =>
        $"quota of {Gpus} " + string.Join(' ', new[]
        {
            AcceleratorId.Length > 0 ? AcceleratorId : Gpus == 1 ? "accelerator" : "accelerators",
            Seller.Length > 0 ? $"of {Seller}" : "",
            Region.Length > 0 ? $"in {Region}" : "",
        }.Where(part => part.Length > 0));
}
