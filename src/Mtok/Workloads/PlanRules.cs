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
        $"quota of {Gpus} {string.Join(' ', new[] { AcceleratorId.Length > 0
            ? AcceleratorId
            : "accelerators", Seller.Length > 0 ? $"of {Seller}" : "", Region.Length > 0 ? $"in {Region}" : "" }.Where(part => part.Length > 0))}";
}
