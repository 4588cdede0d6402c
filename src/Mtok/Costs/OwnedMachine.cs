namespace Mtok;

/// <summary>A purchased machine (C3).</summary>
/// <param name="Name">The display name.</param>
/// <param name="AcceleratorId">The accelerator in it.</param>
/// <param name="Gpus">The number of accelerators in it.</param>
/// <param name="Price">The purchase price.</param>
/// <param name="ResidualShare">The residual value at the end of its life, as a share of the price.</param>
/// <param name="Life">The depreciation period.</param>
/// <param name="CostOfCapital">Yearly cost of capital.</param>
/// <param name="Power">Its power draw.</param>
/// <param name="Pue">Power usage effectiveness: power of the building / power of its machines; at least 1.</param>
/// <param name="Electricity">Price of electricity.</param>
/// <param name="ColocationPerKilowatt">Monthly colocation price per kilowatt.</param>
/// <param name="SupportShare">Yearly cost of support and repair, as a share of the price.</param>
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

    /// <summary>C3: the hourly cost, used or not: capital recovery + power + colocation + support.</summary>
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

    /// <summary>H5: what it sells for at an age, price x residual share^(age / life): the same share of its value is lost every year.</summary>
    public Usd ResaleAt(Duration age) => Price * Ratio.FromValue(Math.Pow(ResidualShare.Value, Math.Min(1, (age / Life).Value)));

    /// <summary>Power x PUE x price of electricity.</summary>
    public UsdPerHour PowerPerHour => Electricity * (Power * Pue);

    /// <summary>Colocation cost per hour.</summary>
    public UsdPerHour ColocationPerHour => UsdPerHour.FromDollars(ColocationPerKilowatt.Dollars) * Ratio.FromValue(Power.Kilowatts / Duration.Month.Hours);

    /// <summary>Support and repair cost per hour.</summary>
    public UsdPerHour SupportPerHour => Price * SupportShare / Year;

    /// <summary>The machine as an offer, paid every hour.</summary>
    public Offer AsOffer() =>
        new("owned", Name, AcceleratorId, Gpus, SoldByGpu: false, "", "", Pricing.Owned, "", PerHour, Provenance);

    /// <summary>i / (1 - (1 + i)^-n), the yearly payment per dollar over n years; 1 / n without cost of capital.</summary>
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
