using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What to do, as an instruction: what to buy or to run, where, and how many.</summary>
internal static class RunWords
{
    /// <summary>The least share of requests that is written out.</summary>
    private static readonly Ratio LeastShown = Ratio.FromPercent(0.01);

    /// <summary>An option.</summary>
    /// <param name="option">An option that serves.</param>
    /// <param name="names">Names of the options.</param>
    public static string Of(RankedOption option, ShortNames names) => option switch
    {
        { Fleet: { } fleet, Api: { } tariff } =>
            $"Run {option.ModelId} on {Machines(fleet, option.Cost!)}{Rest(option.Cost!.ApiShare, names.Of(tariff))}",
        { Fleet: { } fleet } => $"Run {option.ModelId} on {Machines(fleet, option.Cost!)}",
        { Api: { } tariff } => $"Use the {names.Of(tariff)} for {option.ModelId}",
        { Provisioned: { } bought } =>
            $"Buy {CountText.Of(option.Cost!.Machines, "unit")} of provisioned throughput from {bought.Provider} for {option.ModelId} "
                + $"({ShortNames.Term(bought)})",
        _ => $"Use {option.Name}",
    };

    /// <summary>A plan.</summary>
    public static string Of(Plan plan)
    {
        var machines = plan.Machines.Select(Machines).ToList();
        var apis = string.Join(" and ", plan.Classes.Where(line => line.Cost.Dollars > 0).Select(Api).Distinct());
        var models = string.Join(" and ", plan.Machines.Select(line => line.Choice.Model?.Id).OfType<string>().Distinct());
        var run = $"Run {(models.Length > 0 ? $"{models} on " : "")}{string.Join(" and ", machines)}";
        return machines.Count == 0 ? $"Send every request to the {apis}"
            : apis.Length == 0 ? run
            : $"{run}{(plan.ApiShare < LeastShown ? "" : ",")}{Rest(plan.ApiShare, apis)}";
    }

    private static string Rest(Ratio share, string api) => share < LeastShown
        ? $", with the {api} for what exceeds them, less than {LeastShown} of requests"
        : $" and send the rest, {share} of requests, to the {api}";

    /// <summary>What a replica runs on, and how many of them a machine holds.</summary>
    public static string Replicas(int perMachine, Deployment deployment) =>
        perMachine > 1 ? $"{perMachine} replicas of {deployment} each" : deployment.ToString();

    /// <summary>Where machines are, with a blank before it; nothing where that is not known.</summary>
    public static string In(Offer offer) => (offer.Zone.Length > 0 ? offer.Zone : offer.Region) is { Length: > 0 } place ? $" in {place}" : "";

    /// <summary>The API of a class.</summary>
    public static string Api(PlannedClass line) => line.Api!.Tariff is { } tariff ? $"{tariff.Base.Provider} API" : line.Api.Name;

    private static string Machines(Fleet fleet, OptionCost cost)
    {
        var (offer, replicas) = (fleet.Offer, Replicas(fleet.ReplicasPerMachine, fleet.Capacity.Deployment));
        var name = $"{ShortNames.Of(offer)}{In(offer)}";
        return fleet.ByTheHour && cost.MeanMachines < cost.Machines
            ? string.Create(CultureInfo.InvariantCulture,
                $"{name}{Paid(offer.Pricing)} by the hour, {cost.MeanMachines:0.0} machines on average and {cost.Machines} at the peak ({replicas})")
            : $"{CountText.Of(cost.Machines)} x {name}{Paid(offer.Pricing)}{(offer.Pricing == Pricing.OnDemand ? " all month" : "")} ({replicas})";
    }

    private static string Machines(PlannedMachines line)
    {
        var (offer, least) = (line.Choice.Offer, line.Running.Min(span => span.Min()));
        var count = least == line.Most ? CountText.Of(least) : $"{CountText.Of(least)} to {CountText.Of(line.Most)}";
        var when = line.Choice.IsCommitted ? "" : least == line.Most ? " at every hour" : " by the hour";
        return $"{count} x {ShortNames.Of(offer)}{In(offer)}{Paid(offer.Pricing)}{when} ({Replicas(line.Choice.Replicas, line.Choice.Deployment)})";
    }

    private static string Paid(Pricing pricing) => pricing switch
    {
        Pricing.Spot => " spot",
        Pricing.Serverless => " serverless",
        Pricing.Block => ", a booked block",
        Pricing.ReservedOneYear or Pricing.ReservedThreeYears or Pricing.ReservedFiveYears => $", reserved for {ShortNames.Terms(pricing)}",
        _ => "",
    };
}
