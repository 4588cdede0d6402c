using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Mtok.Planning;
using Mtok.Simulation;

namespace Mtok.Server;

/// <summary>Work that takes longer than a request should: it is asked for, watched, cancelled, and its result is fetched.</summary>
public static class JobApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        var workload = new[] { "application/toml", "text/plain", "application/json", "multipart/form-data" };
        foreach (var route in new[] { api.MapPost("/plan", (Delegate)Plan), api.MapPost("/report", (Delegate)Report) })
        {
            route.Accepts<WorkloadBody>(workload[0], workload[1..]).Queries(typeof(DecideRequest)).WithTags("jobs").Starts();
        }

        var simulate = api.MapPost("/simulate", (Delegate)Simulate).Accepts<IFormFile>("application/octet-stream");
        simulate.Queries(typeof(SimulationRequest)).WithTags("jobs").Starts();
        api.MapGet("/jobs", List).WithTags("jobs");
        api.MapGet("/jobs/{id}", Get).WithTags("jobs");
        api.MapDelete("/jobs/{id}", Cancel).WithTags("jobs");
        api.MapGet("/jobs/{id}/events", Events).WithTags("jobs").Produces<JobStatus>(contentType: "text/event-stream");
        api.MapGet("/jobs/{id}/result", Result).WithTags("jobs").Answers()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status410Gone);
    }

    /// <summary>Starts a plan: the cheapest fleet hour by hour; with a part "trace" in a form it is replayed, and tightened until it meets the level.</summary>
    /// <param name="context">Holds the workload, alone or in a form with a trace, and the properties of the request as its query.</param>
    /// <returns>The job; its result is the answer of <c>mtok plan --format json</c>.</returns>
    public static Task<IResult> Plan(HttpContext context) =>
        Started(context, new Asking<DecideRequest>("plan", DecideRequest.Default with { Plans = true }, Upload.Read)
        {
            Check = (work, request, upload, problems) => work.Check(request, upload, problems),
            Work = (work, request, upload, run) => work.Plan(request, upload, run),
        });

    /// <summary>Starts a report: decision, plan, replay, robustness and break-even volume in one, as JSON and as a page.</summary>
    /// <param name="context">Holds the workload, alone or in a form with a trace, and the properties of the request as its query.</param>
    /// <returns>The job; its result is the answer of <c>mtok decide --trace</c>, or its page with <c>format=html</c>.</returns>
    public static Task<IResult> Report(HttpContext context) =>
        Started(context, new Asking<DecideRequest>("report", DecideRequest.Default with { Plans = true }, Upload.Read)
        {
            Check = (work, request, upload, problems) => work.Check(request, upload, problems),
            Work = (work, request, upload, run) => work.Report(request, upload, run),
        });

    /// <summary>Starts a simulation: the trace in the body is replayed on a fleet, request by request.</summary>
    /// <param name="context">Holds the trace, and the properties of the request as its query.</param>
    /// <returns>The job; its result is the answer of <c>mtok simulate --format json</c>.</returns>
    public static Task<IResult> Simulate(HttpContext context) =>
        Started(context, new Asking<SimulationRequest>("simulate", SimulationRequest.Default, Upload.ReadTrace)
        {
            Check = (_, _, _, _) => true,
            Work = (work, request, upload, run) => work.Simulate(request, upload, run),
        });

    /// <summary>The jobs that are known, the newest first.</summary>
    /// <param name="context">The request.</param>
    public static Ok<List<JobStatus>> List(HttpContext context) => TypedResults.Ok(Board(context).All.Select(job => job.Status).ToList());

    /// <summary>How a job is.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Its id.</param>
    public static Results<Ok<JobStatus>, ProblemHttpResult> Get(HttpContext context, string id) =>
        Board(context).Find(id) is { } job ? TypedResults.Ok(job.Status) : Unknown();

    /// <summary>Cancels a job: one that waits at once, one that runs at its next step.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Its id.</param>
    public static Results<Accepted, ProblemHttpResult> Cancel(HttpContext context, string id)
    {
        if (Board(context).Find(id) is not { } job)
        {
            return Unknown();
        }

        job.Cancel();
        return TypedResults.Accepted(new Uri($"/api/v1/jobs/{id}", UriKind.Relative));
    }

    /// <summary>How a job comes on, as server-sent events: its status whenever it changes, up to the last.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Its id.</param>
    public static IResult Events(HttpContext context, string id) => Board(context).Find(id) is { } job
        ? TypedResults.ServerSentEvents(Statuses(job, context.RequestAborted))
        : Unknown();

    /// <summary>The result of a job that is done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Its id.</param>
    /// <param name="format">json, csv, markdown, text or, of a report, html; json by default.</param>
    public static IResult Result(HttpContext context, string id, string? format) => Board(context).Find(id) switch
    {
        null => Unknown(),
        { Result: { Problems: { } problems } } => Answer.Refuse(problems),
        { Result: { Page: { } page } } when format == "html" => TypedResults.Text(page(), "text/html", Encoding.UTF8),
        { Result.Report: { } report } => Answer.Formatted(report, format),
        { Status: { State: JobState.Failed } status } => Answer.Refuse(StatusCodes.Status500InternalServerError, $"The job failed: {status.Fault}"),
        { Status.IsOver: true } => Answer.Refuse(StatusCodes.Status410Gone, "The job was cancelled."),
        _ => Answer.Refuse(StatusCodes.Status409Conflict, "The job is not done yet."),
    };

    private static async IAsyncEnumerable<SseItem<JobStatus>> Statuses(Job job, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var status in job.Watch(cancel).ConfigureAwait(false))
        {
            yield return new(status, "status");
        }
    }

    private static async Task<IResult> Started<T>(HttpContext context, Asking<T> asking)
        where T : class
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Bodies.LargestTrace + Bodies.Largest;
        }

        var works = context.RequestServices.GetRequiredService<LongWork>();
        var problems = new Problems { RefusesFiles = true };
        var request = QueryReader.Read(asking.Usual, context.Request.Query, problems);
        if (problems.HasErrors || await asking.Read(context.Request, problems, context.RequestAborted).ConfigureAwait(false) is not { } upload)
        {
            return Answer.Refuse(problems);
        }

        if (!asking.Check(works, request, upload, problems))
        {
            upload.Dispose();
            return Answer.Refuse(problems);
        }

        if (Board(context).Ask(asking.Kind, run => asking.Work(works, request, upload, run), upload) is { } job)
        {
            return TypedResults.Accepted($"/api/v1/jobs/{job.Status.Id}", job.Status);
        }

        context.Response.Headers.RetryAfter = "30";
        return Answer.Refuse(StatusCodes.Status503ServiceUnavailable, $"{JobBoard.MostWaiting} jobs are waiting already.");
    }

    private static RouteHandlerBuilder Starts(this RouteHandlerBuilder route) => route
        .Produces<JobStatus>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static ProblemHttpResult Unknown() => Answer.Refuse(StatusCodes.Status404NotFound, "There is no such job.");

    private static JobBoard Board(HttpContext context) => context.RequestServices.GetRequiredService<JobBoard>();

    /// <summary>How one kind of job is asked for.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Usual">Its request with every property at its default.</param>
    /// <param name="Read">Reads its body; null where it is damaged (reported).</param>
    private sealed record Asking<T>(string Kind, T Usual, Func<HttpRequest, Problems, CancellationToken, Task<Upload?>> Read)
    {
        /// <summary>What is said before it waits: whether it can be done at all (reported where not).</summary>
        public required Func<LongWork, T, Upload, Problems, bool> Check { get; init; }

        /// <summary>Does it.</summary>
        public required Func<LongWork, T, Upload, JobRun, JobResult> Work { get; init; }
    }
}
