using System.Text;
using Mtok.Planning;

namespace Mtok.Server;

/// <summary>The page of decisions: a form and the same workload as TOML, the answer, and what would change it.</summary>
internal static class DecidePages
{
    private const string Path = "/decide";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Page);
        app.MapGet(Path + "/answer", (Delegate)Answer);
        app.MapGet(Path + "/changes", (Delegate)Changes);
        app.MapGet(Path + "/rest", (Delegate)Rest);
        app.MapGet(Path + "/workload.toml", Save);
    }

    private static async Task<IResult> Page(HttpContext context, bool? wait)
    {
        var (asked, problems) = Read(context);
        var workload = Workload(context, asked, problems);
        var isTyped = context.Request.Query.ContainsKey(DecideQuestion.Typed);
        if (isTyped && !problems.HasErrors && !context.WantsPart())
        {
            return TypedResults.LocalRedirect(asked.At(Path, ("wait", wait == true ? "true" : null)));
        }

        context.Response.Headers["HX-Replace-Url"] = asked.At(Path);
        var staged = workload is null ? null
            : wait == true || context.WantsPart() ? await Answers(context).Of(asked, workload, context.RequestAborted).ConfigureAwait(false)
            : Answers(context).Known(asked);
        if (staged is not null && wait == true && !context.WantsPart())
        {
            await Answers(context).Whole(staged, context.RequestAborted).ConfigureAwait(false);
        }

        var view = Shown(asked, workload, problems, staged is null ? null : Made(context, asked, staged));
        var status = problems.HasErrors ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return context.WantsPart() ? PageResult.Of<DecideChanged>(context, view, status) : PageResult.Of<DecidePage>(context, view, status);
    }

    /// <summary>As much of an answer as is made.</summary>
    private static DecideAnswerView Made(HttpContext context, DecideQuestion asked, StagedDecision staged) => new(
        staged.IsWhole ? staged.Whole : staged.First, Answers(context).View, staged.IsWhole ? null : asked.At(Path + "/changes"), asked.At(Path + "/rest"));

    private static Task<IResult> Answer(HttpContext context) => Answered(context, (asked, staged) =>
        Task.FromResult(PageResult.Of<DecideAnswered>(context, Made(context, asked, staged))));

    private static Task<IResult> Changes(HttpContext context) => Answered(context, async (asked, staged) =>
    {
        var whole = await Answers(context).Whole(staged, context.RequestAborted).ConfigureAwait(false);
        return PageResult.Of<DecideChanges>(context, new DecideAnswerView(whole, Answers(context).View, null, asked.At(Path + "/rest")));
    });

    private static Task<IResult> Rest(HttpContext context) => Answered(context, async (asked, staged) =>
    {
        var whole = await Answers(context).Whole(staged, context.RequestAborted).ConfigureAwait(false);
        var view = new DecideAnswerView(whole, Answers(context).View, null, asked.At(Path));
        return context.WantsPart() ? PageResult.Of<DecideRest>(context, view) : PageResult.Of<DecideAll>(context, view);
    });

    private static IResult Save(HttpContext context)
    {
        var (asked, problems) = Read(context);
        return problems.HasErrors
            ? Server.Answer.Refuse(problems)
            : TypedResults.File(Encoding.UTF8.GetBytes(asked.Whole ?? asked.Text), "application/toml", WorkloadBody.Name);
    }

    private static async Task<IResult> Answered(HttpContext context, Func<DecideQuestion, StagedDecision, Task<IResult>> show)
    {
        var (asked, problems) = Read(context);
        return Workload(context, asked, problems) is { } workload
            ? await show(asked, await Answers(context).Of(asked, workload, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false)
            : PageResult.Of<DecideProblems>(context, Shown(asked, null, problems, null), StatusCodes.Status400BadRequest);
    }

    private static (DecideQuestion Asked, Problems Problems) Read(HttpContext context)
    {
        var problems = new Problems { RefusesFiles = true };
        var usual = context.RequestServices.GetRequiredService<UsualWorkload>().Text;
        return (DecideQuestion.Read(context.Request.Query, usual, context.Catalog().Catalog, problems), problems);
    }

    /// <summary>The workload; null where nothing can be decided about it (reported).</summary>
    private static Workload? Workload(HttpContext context, DecideQuestion asked, Problems problems) =>
        asked.In(context.Catalog().Catalog, problems) is { } workload && VerdictTraffic.CanTellClasses(workload, new(problems)) && !problems.HasErrors
            ? workload
            : null;

    private static DecideView Shown(DecideQuestion asked, Workload? workload, Problems problems, DecideAnswerView? answer)
    {
        var given = asked.Fields.ToDictionary(each => each.Field, each => each.Value);
        var known = workload ?? asked.Own;
        var fields = WorkloadFields.All.Where(field => known is not { Groups.Count: > 1 } || !field.IsOfOneClass)
            .Select(field => (field, given.TryGetValue(field, out var value) ? value : known is null ? "" : field.Of(known)));
        return new(
            asked.Whole ?? asked.Text, [.. fields], asked.IsUsual ? null : PackedText.Pack(asked.Text),
            [.. problems.All.Where(problem => problem.Severity == Severity.Error)], answer)
        {
            AnswerAddress = asked.At(Path + "/answer"),
            WaitAddress = asked.At(Path, ("wait", "true")),
            SaveAddress = asked.At(Path + "/workload.toml"),
            PlanAddress = asked.At("/plan"),
        };
    }

    private static DecideAnswers Answers(HttpContext context) => context.RequestServices.GetRequiredService<DecideAnswers>();
}
