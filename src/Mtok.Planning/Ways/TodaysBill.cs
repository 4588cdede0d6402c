namespace Mtok.Planning;

/// <summary>What the user pays today for a workload, which answers are compared with.</summary>
public static class TodaysBill
{
    /// <summary>
    /// The bill as given, else at the provider's list prices for the workload's traffic and tokens (C2), with the people that one seller takes, which
    /// every answer counts as well; null where nothing is stated.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="catalog">The prices.</param>
    public static UsdPerMonth? Of(Workload workload, Catalog catalog) => Paid(workload, catalog) + workload.People.OfSeller;

    private static UsdPerMonth? Paid(Workload workload, Catalog catalog) => workload.Today switch
    {
        { Bill: { } bill } => bill,
        { Model: { } model, Provider: var provider } => ApiTariff
            .From(catalog.Apis.Where(price => price.Provider == provider && price.ModelId == model.Id))
            .Select(tariff => (UsdPerMonth?)AtListPrice(tariff, workload))
            .Min(),
        _ => null,
    };

    private static UsdPerMonth AtListPrice(ApiTariff tariff, Workload workload) =>
        UsdPerMonth.FromDollars(Pricer.PerRequest(tariff, workload).Dollars * (decimal)(workload.Traffic.Mean.PerSecond * Duration.Month.Seconds));
}
