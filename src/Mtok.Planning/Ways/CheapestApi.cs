namespace Mtok.Planning;

/// <summary>The cheapest API that a recommendation may rest on, for the tokens of a mean request.</summary>
/// <param name="Name">The provider and its name of the model.</param>
/// <param name="Price">What a million of those tokens cost, input and output together.</param>
/// <param name="AsOf">When the price was seen.</param>
public sealed record CheapestApi(string Name, UsdPerMtok Price, AsOf AsOf)
{
    /// <summary>The cheapest one; null where no credible API sells the model.</summary>
    /// <param name="catalog">All prices, with their sellers and sources.</param>
    /// <param name="model">The model.</param>
    /// <param name="mix">The tokens of a mean request.</param>
    /// <param name="today">The day to which ages are counted; null for the day of the catalog's prices.</param>
    public static CheapestApi? Of(Catalog catalog, Model model, TokenMix mix, DateOnly? today)
    {
        var workload = new Workload(
            model.Id, [model], new(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady), mix, ServiceLevel.None,
            Interruptible: false, Deferrable: false, Allowed.All, FleetRules.DefaultFor(ServiceLevel.None), Overheads.None, []);
        var credibility = new Credibility(workload, catalog, today);
        return ApiTariff.From(catalog.ApisFor(model))
            .Where(tariff => credibility.Refused(tariff.Base) is null && !(tariff.Base.Context < mix.Total) && Credibility.IsCredible(credibility.Of(tariff)))
            .Select(tariff => new CheapestApi(WayNames.Of(tariff), Pricer.PerRequest(tariff, workload) / mix.Total, tariff.Base.Provenance.AsOf))
            .OrderBy(api => api.Price).ThenBy(api => api.Name, StringComparer.Ordinal).FirstOrDefault();
    }
}
