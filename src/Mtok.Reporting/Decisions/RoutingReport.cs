using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>What it costs to route a share of the requests to another model, beside the best way of serving all of them alike.</summary>
internal static class RoutingReport
{
    /// <summary>A difference that rounds to no per cent.</summary>
    private const double LeastShown = 0.005;

    /// <summary>What to do with each side, and what it saves; empty where nothing is routed.</summary>
    public static IEnumerable<string> Of(Decision decision)
    {
        if (decision.Workload.Routing is not { } rules)
        {
            yield break;
        }

        if (decision.Routed is not { } way)
        {
            yield return $"{rules.Share} of requests to {rules.Model.Id}: no answer, a side cannot be served or the cheapest ways of both together "
                + "exceed a limit";
            yield break;
        }

        var against = decision.Recommended is { } best ? $", {Against(way, best)}" : "";
        yield return $"{rules.Share} of requests to {rules.Model.Id}: {Money(way.Bill)} a month in all{against}; {Name(way.Routed)} "
            + $"{Money(way.Routed.Cost!.Bill.Value)}, the rest by {Name(way.Rest)} {Money(way.Rest.Cost!.Bill.Value)}"
            + (way.Shared > default(UsdPerMonth) ? $", {Money(way.Shared)} of both shared" : "");
    }

    /// <summary>The same in JSON; null where nothing is routed.</summary>
    public static JsonNode? Json(Decision decision) => decision.Routed is not { } way ? null : new JsonObject
    {
        ["model"] = way.Rules.Model.Id,
        ["share"] = JsonFigures.Of(way.Rules.Share.Value),
        ["usd_per_month"] = JsonFigures.Of(way.Bill.Dollars),
        ["counted_on_usd_per_month"] = JsonFigures.Of(way.CountedOn.Dollars),
        ["saving_usd_per_month"] = JsonFigures.Of(decision.Recommended is { CountedOn: { } alone } ? (alone - way.CountedOn).Dollars : null),
        ["shared_usd_per_month"] = JsonFigures.Of(way.Shared.Dollars),
        ["routed"] = Json(way.Routed),
        ["rest"] = Json(way.Rest),
    };

    private static JsonObject Json(RankedOption option) => new()
    {
        ["name"] = option.Name,
        ["model"] = option.ModelId,
        ["usd_per_month"] = JsonFigures.Of(option.Cost!.Bill.Value.Dollars),
        ["counted_on_usd_per_month"] = JsonFigures.Of(option.CountedOn?.Dollars),
    };

    /// <summary>By the bills one can count on, as options are ranked.</summary>
    private static string Against(RoutedWay way, RankedOption best)
    {
        var ratio = (way.CountedOn / best.CountedOn!.Value).Value;
        return Math.Abs(ratio - 1) < LeastShown
            ? "as much as without"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(ratio - 1):0%} {(ratio < 1 ? "less" : "more")}");
    }

    private static string Name(RankedOption option) => option switch
    {
        { Fleet: { } fleet, Api: { } tariff } => $"{ShortNames.Of(fleet.Offer)} + {tariff.Base.Provider} API",
        { Fleet: { } fleet } => ShortNames.Of(fleet.Offer),
        { Api: { } tariff } => $"{tariff.Base.Provider} API",
        _ => option.Name,
    };
}
