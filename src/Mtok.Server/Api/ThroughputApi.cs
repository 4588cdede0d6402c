using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>What replicas serve and what a million tokens costs on each offer: answers about a mix of tokens.</summary>
public static class ThroughputApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/capacity", Capacity).Queries(typeof(CapacityRequest)).Answers().WithTags("capacity");
        api.MapGet("/compare", Compare).Queries(typeof(CompareRequest)).Answers().WithTags("compare");
        api.MapGet("/price", Price).Queries(typeof(PriceRequest)).Answers().WithTags("prices");
    }

    /// <summary>Throughput of a replica: measured where available, interpolated from similar measurements, otherwise modelled, with an interval.</summary>
    /// <param name="context">Holds the properties of the request as its query.</param>
    /// <param name="show">Rows of the tables in formats for people.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok capacity --format json</c>.</returns>
    public static IResult Capacity(HttpContext context, int? show, string? format) =>
        Answered(context, format, CapacityRequest.Default, (request, problems) =>
        {
            var found = RequestedCapacity.Of(request, context.Catalog().Capacities, problems);
            return found switch
            {
                null => null,
                { Curves.Count: > 0 } => FrontierReport.Of(found.Model, found.Mix, found.Curves),
                _ => CapacityReport.Of(found.Model, found.Mix, found.Question, found.Answers, show ?? 20),
            };
        });

    /// <summary>Every offer with a measured throughput and every API, by $/Mtok of one mix.</summary>
    /// <param name="context">Holds the properties of the request as its query.</param>
    /// <param name="asOf">The day of the prices; today by default.</param>
    /// <param name="show">Rows of the tables in formats for people.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok compare --format json</c>.</returns>
    public static IResult Compare(
        HttpContext context, [FromQuery(Name = "as_of"), Description(DecisionApi.DayOfPrices)] DateOnly? asOf, int? show, string? format) =>
        Answered(context, format, CompareRequest.Default, (request, problems) =>
            context.Catalog() is var catalog && catalog.Of(asOf, problems.All) is { } capacities
            && Comparison.Of(request, capacities, problems, asOf ?? context.Today()) is { } comparison
                ? ComparisonReport.Of(comparison, show ?? 20, request.Utilization is not null, Disagreements(catalog, capacities)).WithPricesOf(asOf)
                : null);

    /// <summary>The price of a million tokens from an hourly price, or an offer, and a rate.</summary>
    /// <param name="context">Holds the properties of the request as its query.</param>
    /// <param name="asOf">The day of the offer's price; today by default.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok price --format json</c>.</returns>
    public static IResult Price(
        HttpContext context, [FromQuery(Name = "as_of"), Description("The day of the offer's price; today by default.")] DateOnly? asOf, string? format) =>
        Answered(context, format, PriceRequest.Default, (request, problems) =>
        {
            if (asOf is not null && request.Offer is null)
            {
                problems.Error("AsOf", "goes with an offer: a price given has no other day");
                return null;
            }

            return context.Catalog().Of(asOf, problems.All) is { } capacities && RequestedPrice.Of(request, capacities.Catalog, problems) is { } found
                ? PriceReports.Price(found.Price, request.Rate, request.Utilization, request.Overhead, null).WithPricesOf(asOf)
                : null;
        });

    private static IReadOnlyList<PriceDisagreement> Disagreements(LoadedCatalog catalog, Capacities capacities) =>
        capacities == catalog.Capacities ? catalog.Disagreements.Value : PriceDisagreement.Among(capacities.Catalog);

    private static IResult Answered<T>(HttpContext context, string? format, T usual, Func<T, RequestProblems, Report?> answer)
        where T : class
    {
        var problems = new Problems { RefusesFiles = true };
        Answer.Check(format, problems);
        var request = QueryReader.Read(usual, context.Request.Query, problems);
        return !problems.HasErrors && answer(request, new(problems)) is { } report ? Answer.Of(report, format) : Answer.Refuse(problems);
    }
}
