namespace Mtok;

/// <summary>The work of people that a way of serving takes (C14): some for each model that runs on machines, some for each seller.</summary>
/// <param name="PerModel">Full-time equivalents that run one model on machines of one's own or rented ones.</param>
/// <param name="PerSeller">Full-time equivalents that a seller of machines or tokens takes: contract, keys, bills, incidents.</param>
/// <param name="Fte">What one full-time equivalent costs a month.</param>
/// <param name="Evidence">The evidence of these figures.</param>
public sealed record People(Ratio PerModel, Ratio PerSeller, UsdPerMonth Fte, Evidence Evidence)
{
    /// <summary>The catalog's item of what an engineer costs a year.</summary>
    private const string Yearly = "engineer_loaded_cost_us";

    /// <summary>Hours of work in a full-time equivalent's month: 2,080 a year.</summary>
    private const double HoursOfFte = 2080.0 / 12;

    /// <summary>Nobody: what others state elsewhere, or what takes no work.</summary>
    public static People None { get; } = new(Ratio.Zero, Ratio.Zero, default, Evidence.Assumed);

    /// <summary>What one model on machines costs in work, a month.</summary>
    public UsdPerMonth OfModel => Fte * PerModel;

    /// <summary>What one seller costs in work, a month.</summary>
    public UsdPerMonth OfSeller => Fte * PerSeller;

    /// <summary>What an hour of work costs.</summary>
    public UsdPerHour Hour => UsdPerHour.FromDollars(Fte.Dollars / (decimal)HoursOfFte);

    /// <summary>C14: a quarter of a full-time equivalent a model, a twentieth a seller, both assumed, at the middle of what a year costs.</summary>
    /// <remarks>
    /// Published guesses for one or two models reach 1.0 to 1.5 full-time equivalents (<c>engineer_fte_self_host</c> in <c>catalog/costs/other.csv</c>).
    /// </remarks>
    /// <param name="costs">The catalog's other costs; without the figure nobody is paid.</param>
    public static People Usual(IEnumerable<OtherCost> costs) =>
        new(Ratio.FromPercent(25), Ratio.FromPercent(5), UsdPerMonth.FromDollars(YearlyOf(costs) / 12), Evidence.Assumed);

    /// <summary>What the catalog says a full-time equivalent costs a year: the middle of its range, dollars.</summary>
    private static decimal YearlyOf(IEnumerable<OtherCost> costs) =>
        costs.FirstOrDefault(cost => cost.Item == Yearly) is { } cost
        && UsdPerMonth.TryParse(cost.Low, out var low) && UsdPerMonth.TryParse(cost.High, out var high)
            ? (low + high).Dollars / 2
            : 0;
}
