using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>What a million tokens really did cost, from the ledger, as of a few seconds ago.</summary>
public static class TrackApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        foreach (var route in new[] { api.MapGet("/track/report", Report), api.MapGet("/track/check", Check), api.MapGet("/track/compare", Compare) })
        {
            route.Answers().ProducesProblem(StatusCodes.Status503ServiceUnavailable).WithTags("track");
        }

        api.MapGet("/track/status", Status).WithTags("track");
    }

    /// <summary>Tokens by class, cost busy and idle, and $/Mtok by group; equal to the bill.</summary>
    /// <param name="context">The request.</param>
    /// <param name="by">model, team, deployment, hour, day; several with commas; model,team by default.</param>
    /// <param name="from">From this moment on, UTC where it has no zone.</param>
    /// <param name="to">Up to this moment, itself not included.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok track report --format json</c>.</returns>
    public static IResult Report(HttpContext context, string? by, string? from, string? to, string? format) =>
        Answered(context, from, to, format, (answers, tracked, span, problems) =>
            TrackedAnswers.ByOf(by, problems) is { } groups ? TrackReport.Of(answers.Of(tracked, groups, span), int.MaxValue) : null);

    /// <summary>Alerts as answers: budget, break-even, jumps, models without a price, coverage.</summary>
    /// <param name="context">The request.</param>
    /// <param name="from">From this moment on, UTC where it has no zone.</param>
    /// <param name="to">Up to this moment, itself not included.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok track check --format json</c>, by the limits that the server was started with.</returns>
    public static IResult Check(HttpContext context, string? from, string? to, string? format) =>
        Answered(context, from, to, format, (answers, tracked, span, _) => TrackCheckReport.Of(answers.Checks(tracked, span)));

    /// <summary>What the tracked traffic would have cost on every API at the prices of each day, and on fleets sized for it, beside what was paid.</summary>
    /// <param name="context">The request.</param>
    /// <param name="from">From this moment on, UTC where it has no zone.</param>
    /// <param name="to">Up to this moment, itself not included.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok track compare --format json</c>.</returns>
    public static IResult Compare(HttpContext context, string? from, string? to, string? format) =>
        Answered(context, from, to, format, (answers, tracked, span, _) => answers.Compared(tracked, span));

    /// <summary>How the collector and the ledger are: what was taken, refused and left out, what waits, which hours are closed.</summary>
    /// <param name="context">The request.</param>
    public static Ok<CollectorReport> Status(HttpContext context) => TypedResults.Ok(CollectorReport.Of(context.RequestServices));

    private static IResult Answered(
        HttpContext context, string? from, string? to, string? format, Func<TrackedAnswers, TrackedView, TrackSpan, Problems, Report?> answer)
    {
        var problems = new Problems();
        Answer.Check(format, problems);
        var span = TrackedAnswers.SpanOf(from, to, problems);
        var view = context.RequestServices.GetRequiredService<ITrackedSource>().Current;
        if (view.Tracked is null)
        {
            return Answer.Refuse(StatusCodes.Status503ServiceUnavailable, $"Nothing can be answered yet: {view.Why}.");
        }

        context.Response.Headers[HeaderNames.LastModified] = view.At.ToString("R", CultureInfo.InvariantCulture);
        return !problems.HasErrors && answer(context.RequestServices.GetRequiredService<TrackedAnswers>(), view, span, problems) is { } report
            ? Answer.Tagged(context, report, format)
            : Answer.Refuse(problems);
    }
}
