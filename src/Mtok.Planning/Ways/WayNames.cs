namespace Mtok.Planning;

/// <summary>Names of offers, APIs and options: identities that rank ties, key draws and stand in every output, not sentences.</summary>
internal static class WayNames
{
    /// <summary>A plan with machines, among other candidates.</summary>
    public const string ThePlan = "the plan";

    public static string Of(ApiTariff tariff) => $"{tariff.Base.Provider} API {tariff.Base.ProviderModel}";

    public static string Of(ProvisionedPrice price) => string.Join(
        ' ',
        new[] { price.Provider, "provisioned", price.ProviderModel, price.Region, ProvisionedPrice.TermWords.First(word => word.Value == price.Term).Key }
            .Where(part => part.Length > 0));

    public static string Of(Offer offer) =>
        string.Join(
            ' ',
            new[] { offer.Seller, offer.Instance, offer.Tier, offer.Zone.Length > 0
                ? offer.Zone
                : offer.Region, Of(offer.Pricing) }.Where(part => part.Length > 0));

    /// <param name="fleet">The fleet.</param>
    /// <param name="severalModels">Whether the workload accepts several models, so that the name has to say which.</param>
    public static string Of(Fleet fleet, bool severalModels)
    {
        var deployment = fleet.Capacity.Deployment;
        var model = severalModels ? $"{fleet.Capacity.Model.Id} on " : "";
        var per = fleet.ReplicasPerMachine > 1 ? $"{fleet.ReplicasPerMachine} replicas of " : "";
        var name = $"{Of(fleet.Offer)} ({model}{per}{deployment})";
        return fleet.ByTheHour ? ByTheHour(name) : name;
    }

    /// <summary>Machines that are added and released every hour.</summary>
    public static string ByTheHour(string machines) => $"{machines}, by the hour";

    /// <summary>Machines spread over zones.</summary>
    public static string InZones(string machines, int zones) => $"{machines}, in {zones} zones";

    /// <summary>A baseline fleet with API overflow.</summary>
    public static string Mixed(string machines, string api) => $"{machines} + {api}";

    /// <summary>Several APIs that share the requests.</summary>
    public static string Together(IEnumerable<string> apis) => string.Join(" + ", apis);

    /// <summary>A plan without machines.</summary>
    /// <param name="apis">The names of the APIs that serve its classes; null where a class has none.</param>
    public static string PlanOf(IEnumerable<string?> apis) => $"the plan: {string.Join(", ", apis.Distinct())} alone";

    private static string Of(Pricing pricing) => pricing switch
    {
        Pricing.OnDemand => "on demand",
        Pricing.Spot => "spot",
        Pricing.ReservedOneYear => "reserved 1 year",
        Pricing.ReservedThreeYears => "reserved 3 years",
        Pricing.ReservedFiveYears => "reserved 5 years",
        Pricing.Block => "reserved block",
        Pricing.Serverless => "serverless",
        _ => "",
    };
}
