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
    /// <param name="show">Rows of the tables in formats for people.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok compare --format json</c>.</returns>
    public static IResult Compare(HttpContext context, int? show, string? format) =>
        Answered(context, format, CompareRequest.Default, (request, problems) =>
            Comparison.Of(request, context.Catalog().Capacities, problems, context.Today()) is { } comparison
                ? ComparisonReport.Of(comparison, show ?? 20, request.Utilization is not null, context.Catalog().Disagreements.Value)
                : null);

    /// <summary>The price of a million tokens from an hourly price, or an offer, and a rate.</summary>
    /// <param name="context">Holds the properties of the request as its query.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok price --format json</c>.</returns>
    public static IResult Price(HttpContext context, string? format) =>
        Answered(context, format, PriceRequest.Default, (request, problems) =>
            RequestedPrice.Of(request, context.Catalog().Catalog, problems) is { } found
                ? PriceReports.Price(found.Price, request.Rate, request.Utilization, request.Overhead, null)
                : null);

    private static IResult Answered<T>(HttpContext context, string? format, T usual, Func<T, RequestProblems, Report?> answer)
        where T : class
    {
        var problems = new Problems { RefusesFiles = true };
        Answer.Check(format, problems);
        var request = QueryReader.Read(usual, context.Request.Query, problems);
        return !problems.HasErrors && answer(request, new(problems)) is { } report ? Answer.Of(report, format) : Answer.Refuse(problems);
    }
}
