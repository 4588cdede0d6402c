using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>
/// Names of options as a screen has room for them: who sells what, and how it is paid for. Numbers distinguish options, so
/// region, deployment and what every row shares are left to the full name.
/// </summary>
/// <param name="decision">The options to be named.</param>
internal sealed class ShortNames(Decision decision)
{
    private readonly bool _severalModels = decision.Workload.Models.Count > 1;
    private readonly Lazy<Dictionary<(string, string), int>> _apis = new(() => decision.Options
        .Where(option => option is { Kind: OptionKind.Api, MayWin: true })
        .CountBy(option => (option.Provider, option.ModelId)).ToDictionary());

    private readonly Lazy<Dictionary<RankedOption, int>> _numbers = new(() => decision.Options
        .Index().Where(entry => entry.Item.Feasible).ToDictionary(
            entry => entry.Item, entry => entry.Index + 1, (IEqualityComparer<RankedOption>)ReferenceEqualityComparer.Instance));

    /// <summary>The option's place among those that serve, from 1 on; null where it does not serve.</summary>
    public int? NumberOf(RankedOption option) => _numbers.Value.TryGetValue(option, out var number) ? number : null;

    /// <summary>The number as a sentence refers to it: <c>#12</c>.</summary>
    public string Reference(RankedOption option) => $"#{NumberOf(option)}";

    /// <summary>The short name.</summary>
    public string Of(RankedOption option)
    {
        var model = _severalModels ? $", {option.ModelId}" : "";
        return option switch
        {
            { Fleet: { } fleet, Api: { } tariff } => $"{Of(fleet.Offer)} + {tariff.Base.Provider} API{model}",
            { Fleet: { } fleet } => $"{Of(fleet.Offer)}{Paid(fleet)}{model}",
            { Api: { } tariff } => Of(tariff) + model,
            { Provisioned: { } bought } => $"{bought.Provider} provisioned, {Term(bought)}{model}",
            _ => option.Name,
        };
    }

    /// <summary>An API; with the provider's own name of the model where the provider sells it in several ways.</summary>
    public string Of(ApiTariff tariff)
    {
        var row = tariff.Base;
        var isOnly = _apis.Value.GetValueOrDefault((row.Provider, row.ModelId)) < 2;
        return $"{row.Provider} API{(isOnly ? "" : $" {row.ProviderModel.Split('/')[^1]}")}";
    }

    /// <summary>Machines: seller and instance.</summary>
    public static string Of(Offer offer) => string.Join(
        ' ', new[] { offer.Seller, offer.Instance.Replace(" ,", ",", StringComparison.Ordinal), offer.Tier }.Where(part => part.Length > 0));

    /// <summary>How machines are paid for: <c>3 years</c>, <c>spot</c>; empty where they are bought or paid by the hour.</summary>
    public static string Terms(Pricing pricing) => pricing switch
    {
        Pricing.Spot => "spot",
        Pricing.ReservedOneYear => "1 year",
        Pricing.ReservedThreeYears => "3 years",
        Pricing.ReservedFiveYears => "5 years",
        Pricing.Block => "booked block",
        Pricing.Serverless => "serverless",
        _ => "",
    };

    /// <summary>A term: <c>1 year</c>.</summary>
    public static string Years(Duration term) => CountText.Of((long)Math.Round((term / Duration.FromYears(1)).Value), "year");

    public static string Term(ProvisionedPrice price) => ProvisionedPrice.TermWords.First(word => word.Value == price.Term).Key;

    private static string Paid(Fleet fleet) => (fleet.Offer.Pricing, fleet.ByTheHour) switch
    {
        (Pricing.Owned, _) => "",
        (Pricing.OnDemand, false) => ", all month",
        (Pricing.OnDemand, true) => ", by the hour",
        (Pricing.Spot, true) => " spot, by the hour",
        (Pricing.Spot, false) => " spot, all month",
        var (pricing, _) => $", {Terms(pricing)}",
    };
}
