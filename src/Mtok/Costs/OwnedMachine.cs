namespace Mtok;

/// <summary>A machine that is bought (C3).</summary>
/// <param name="Name">What to call it.</param>
/// <param name="AcceleratorId">The accelerator in it.</param>
/// <param name="Gpus">How many accelerators are in it.</param>
/// <param name="Price">What it costs to buy.</param>
/// <param name="ResidualShare">The share of the price it fetches at the end of its life.</param>
/// <param name="Life">How long it is used.</param>
/// <param name="CostOfCapital">Yearly cost of capital.</param>
/// <param name="Power">What it draws.</param>
/// <param name="Pue">Power of the building / power of its machines.</param>
/// <param name="Electricity">Price of electricity.</param>
/// <param name="ColocationPerKilowatt">Monthly price of a kilowatt of floor space and cooling.</param>
/// <param name="SupportShare">Yearly support and repair, as a share of the price.</param>
/// <param name="Provenance">Where the figures come from.</param>
public sealed record OwnedMachine(
    string Name,
    string AcceleratorId,
    int Gpus,
    Usd Price,
    Ratio ResidualShare,
    Duration Life,
    Ratio CostOfCapital,
    Watts Power,
    Ratio Pue,
    UsdPerKilowattHour Electricity,
    UsdPerMonth ColocationPerKilowatt,
    Ratio SupportShare,
    Provenance Provenance)
{
    private static readonly Duration Year = Duration.FromYears(1);

    /// <summary>C3: what an hour of it costs, used or not: capital recovery + power + colocation + support.</summary>
    public UsdPerHour PerHour => CapitalPerHour + PowerPerHour + ColocationPerHour + SupportPerHour;

    /// <summary>(price - residual) x capital recovery factor + residual x cost of capital, per hour.</summary>
    public UsdPerHour CapitalPerHour
    {
        get
        {
            var residual = Price * ResidualShare;
            return (((Price - residual) * RecoveryFactor) + (residual * CostOfCapital)) / Year;
        }
    }

    /// <summary>Power x PUE x price of electricity.</summary>
    public UsdPerHour PowerPerHour => Electricity * (Power * Pue);

    /// <summary>Colocation by the kilowatt, per hour.</summary>
    public UsdPerHour ColocationPerHour => UsdPerHour.FromDollars(ColocationPerKilowatt.Dollars) * Ratio.FromValue(Power.Kilowatts / Duration.Month.Hours);

    /// <summary>Support and repair, per hour.</summary>
    public UsdPerHour SupportPerHour => Price * SupportShare / Year;

    /// <summary>The machine as an offer, paid every hour.</summary>
    public Offer AsOffer() =>
        new("owned", Name, AcceleratorId, Gpus, SoldByGpu: false, "", "", Pricing.Owned, "", PerHour, Provenance);

    /// <summary>i / (1 - (1 + i)^-n), the yearly payment for one dollar over n years; 1 / n without cost of capital.</summary>
    private Ratio RecoveryFactor
    {
        get
        {
            var years = Life / Year;
            return CostOfCapital == Ratio.Zero
                ? Ratio.One / years
                : Ratio.FromValue(CostOfCapital.Value / (1 - Math.Pow(1 + CostOfCapital.Value, -years.Value)));
        }
    }
}
