using Microsoft.AspNetCore.Antiforgery;
using Mtok.Planning;

namespace Mtok.Server;

/// <summary>Pages of plans: one is started as a job, watched, and shown hour by hour with its replay.</summary>
internal static class PlanPages
{
    private const string Path = "/plan";
    private const string Kind = "report";
    private const string Key = "key";
    private const string FirstPart = "plan";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, (HttpContext context) => Shown(context, null, new()));
        app.MapPost(Path, (Delegate)Start).DisableAntiforgery();
        app.MapGet(Path + "/{id}", Job);
        app.MapPost(Path + "/{id}/cancel", (Delegate)Cancel).DisableAntiforgery();
    }

    private static IResult Shown(HttpContext context, string? text, Problems problems, int refused = StatusCodes.Status400BadRequest)
    {
        var usual = context.RequestServices.GetRequiredService<UsualWorkload>().Text;
        var asked = DecideQuestion.Read(context.Request.Query, usual, context.Catalog().Catalog, problems);
        var view = new PlanView(
            text ?? asked.Whole ?? asked.Text,
            PageAddress.Of(Path, (Key, FormKey.Of(context).Value)),
            [.. Board(context).All.Select(job => job.Status).Where(status => status.Kind == Kind)],
            [.. problems.All.Where(problem => problem.Severity == Severity.Error)]);
        return PageResult.Of<PlanPage>(context, view, problems.HasErrors ? refused : StatusCodes.Status200OK);
    }

    /// <summary>The key comes with the address: a form with a trace is read as it comes, and not twice.</summary>
    private static async Task<bool> IsOwnForm(HttpContext context, string? key)
    {
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        context.Request.Headers["RequestVerificationToken"] = key ?? "none";
        return await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false);
    }

    private static async Task<IResult> Start(HttpContext context, string? key)
    {
        if (!await IsOwnForm(context, key).ConfigureAwait(false))
        {
            return TypedResults.LocalRedirect(Path);
        }

        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Bodies.LargestTrace + Bodies.Largest;
        }

        var problems = new Problems { RefusesFiles = true };
        if (await Upload.Read(context.Request, problems, context.RequestAborted).ConfigureAwait(false) is not { } upload)
        {
            return Shown(context, null, problems);
        }

        if (upload.Workload?.In(context.Catalog().Catalog, problems) is null || problems.HasErrors)
        {
            upload.Dispose();
            return Shown(context, upload.Workload?.Workload, problems);
        }

        var works = context.RequestServices.GetRequiredService<LongWork>();
        var request = DecideRequest.Default with { Plans = true, Replay = true };
        if (Board(context).Ask(Kind, run => works.Report(request, upload, run), upload) is { } job)
        {
            return TypedResults.LocalRedirect($"{Path}/{job.Status.Id}");
        }

        problems.Error(new("plans", 0, 0), "busy", $"{JobBoard.MostWaiting} are waiting already: try again in a minute");
        return Shown(context, upload.Workload.Workload, problems);
    }

    private static IResult Job(HttpContext context, string id, string? part)
    {
        if (Board(context).Find(id) is not { } job)
        {
            return Missing(context);
        }

        var shown = job.Result?.Parts;
        var view = new PlanJobView(
            job.Status,
            [.. (job.Result?.Problems?.All ?? []).Where(problem => problem.Severity == Severity.Error)],
            $"{Path}/{id}/cancel",
            FormKey.Of(context))
        {
            Lead = shown?.Lead,
            Numbers = shown?.Numbers ?? [],
            Sections = shown?.Sections ?? [],
            Part = part ?? FirstPart,
        };
        return context.WantsPart() ? PageResult.Of<PlanProgress>(context, view) : PageResult.Of<PlanJobPage>(context, view);
    }

    private static async Task<IResult> Cancel(HttpContext context, string id)
    {
        if (await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context).ConfigureAwait(false))
        {
            Board(context).Find(id)?.Cancel();
        }

        return TypedResults.LocalRedirect($"{Path}/{Uri.EscapeDataString(id)}");
    }

    private static IResult Missing(HttpContext context)
    {
        var problems = new Problems();
        problems.Error(new("plan", 0, 0), "no-such-plan", "this plan is not known: the server keeps the newest, and none over a restart");
        return Shown(context, null, problems, StatusCodes.Status404NotFound);
    }

    private static JobBoard Board(HttpContext context) => context.RequestServices.GetRequiredService<JobBoard>();
}
