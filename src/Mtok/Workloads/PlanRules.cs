namespace Mtok;

/// <summary>What a plan may not pass; nothing where nothing is said.</summary>
/// <param name="Budget">The most a month may cost; null for no limit.</param>
/// <param name="MinimumRun">How long a machine rented by the hour is kept at least.</param>
/// <param name="ScaleUp">The most machines that are added in one step of the plan, all offers together; null for no limit.</param>
/// <param name="Quotas">How many accelerators may be had of a seller, in a region or of a kind.</param>
public sealed record PlanRules(UsdPerMonth? Budget, Duration MinimumRun, int? ScaleUp, IReadOnlyList<Quota> Quotas)
{
    /// <summary>No limits.</summary>
    public static PlanRules None { get; } = new(null, default, null, []);
}

/// <summary>How many accelerators may be rented at once of the offers it names; what is empty names all. Owned machines are not rented.</summary>
/// <param name="Gpus">The most accelerators.</param>
/// <param name="Seller">Who rents them.</param>
/// <param name="Region">The beginning of the region's name.</param>
/// <param name="AcceleratorId">The accelerator.</param>
public sealed record Quota(int Gpus, string Seller, string Region, string AcceleratorId)
{
    /// <summary>Whether an offer counts against it.</summary>
    public bool Holds(Offer offer) =>
        offer.Pricing != Pricing.Owned
        && (Seller.Length == 0 || offer.Seller == Seller)
        && (Region.Length == 0 || Allowed.IsIn(offer.Region, Region))
        && (AcceleratorId.Length == 0 || offer.AcceleratorId == AcceleratorId);

    /// <inheritdoc/>
    public override string ToString() => $"quota of {Gpus} {string.Join(' ', new[] { AcceleratorId.Length > 0 ? AcceleratorId : "accelerators", Seller.Length > 0 ? $"of {Seller}" : "", Region.Length > 0 ? $"in {Region}" : "" }.Where(part => part.Length > 0))}";
}
