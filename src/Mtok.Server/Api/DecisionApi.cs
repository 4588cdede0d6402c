using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>What to run, and from which volume on: answers about a workload.</summary>
public static class DecisionApi
{
    /// <summary>Said here as well, since documentation is not found for a parameter of another name.</summary>
    internal const string DayOfPrices = "The day of the prices; today by default.";

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/decide", Decide).Takes<WorkloadBody>().Answers().WithTags("decide");
        api.MapPost("/break-even", BreakEven).Takes<WorkloadBody>().Answers().WithTags("decide");
    }

    /// <summary>What to run: every API and every fleet of whole machines for a workload, ranked, with what would change the answer.</summary>
    /// <param name="context">Holds the workload: its TOML text, or JSON with <c>workload</c>.</param>
    /// <param name="asOf">The day of the prices; today by default.</param>
    /// <param name="show">Rows of the tables of options in formats for people.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok decide --format json</c>.</returns>
    public static Task<IResult> Decide(HttpContext context, [FromQuery(Name = "as_of"), Description(DayOfPrices)] DateOnly? asOf, int? show, string? format) =>
        Answered(context, asOf, format, (workload, capacities, day, problems) =>
            VerdictTraffic.CanTellClasses(workload, new(problems))
                ? DecisionReport.Of(
                    ProvedDecision.Of(workload, capacities, day),
                    new(Detail.All, day, capacities) { Show = show ?? 10, Disagreements = PriceDisagreement.Among(capacities.Catalog) })
                : null);

    /// <summary>The volume above which whole machines are cheaper than the best API for a workload.</summary>
    /// <param name="context">Holds the workload: its TOML text, or JSON with <c>workload</c>.</param>
    /// <param name="curve">Whether $/Mtok is wanted at many volumes.</param>
    /// <param name="asOf">The day of the prices; today by default.</param>
    /// <param name="show">Rows of the tables in formats for people.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok break-even --workload FILE --format json</c>.</returns>
    public static Task<IResult> BreakEven(
        HttpContext context, bool? curve, [FromQuery(Name = "as_of"), Description(DayOfPrices)] DateOnly? asOf, int? show, string? format) =>
        Answered(context, asOf, format, (workload, capacities, day, problems) =>
            !(VerdictTraffic.RoutesNothing(workload, new(problems)) & VerdictTraffic.CanTellClasses(workload, new(problems), "break-even takes none"))
                ? null
                : curve == true
                    ? VolumeCurveReport.Of(workload.Name, ProvedBreakEven.Curve(workload, capacities, day, null))
                    : PriceReports.BreakEvenStaircase(ProvedBreakEven.Staircase(workload, capacities, day), show ?? 10));

    private static async Task<IResult> Answered(
        HttpContext context, DateOnly? asOf, string? format, Func<Workload, Capacities, DateOnly, Problems, Report?> answer)
    {
        var problems = new Problems { RefusesFiles = true };
        var services = context.RequestServices;
        Answer.Check(format, problems);
        if (await WorkloadBody.Read(context.Request, problems, context.RequestAborted).ConfigureAwait(false) is not { } body
            || context.Catalog().Of(asOf, problems) is not { } capacities
            || body.In(capacities.Catalog, problems) is not { } workload
            || problems.HasErrors
            || answer(workload, capacities, asOf ?? services.GetRequiredService<Clock>().Today, problems) is not { } report)
        {
            return Answer.Refuse(problems);
        }

        return Answer.Of(report.WithPricesOf(asOf), format);
    }
}
