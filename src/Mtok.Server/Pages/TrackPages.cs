using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>Pages about what was tracked: the last week at a glance, and every figure down to its hour and its source.</summary>
internal static class TrackPages
{
    private const int Days = 7;
    private const int MostSources = 40;
    private static readonly TrackBy[] Teams = [TrackBy.Team];
    private static readonly TrackBy[] Models = [TrackBy.Model];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", Overview);
        app.MapGet("/track", Track);
    }

    private static IResult Track(HttpContext context)
    {
        var problems = new Problems();
        var question = TrackQuestion.Read(context.Request.Query, problems);
        var view = Shown(context, question, problems, question.By);
        return PageResult.Of<TrackPage>(context, view with { Sources = Sources(context, question) }, Status(problems));
    }

    private static IResult Overview(HttpContext context)
    {
        var problems = new Problems();
        var asked = TrackQuestion.Read(context.Request.Query, problems);
        var isUsual = asked.Span == TrackSpan.All;
        var view = Source(context).Current;
        var question = isUsual && view.Tracked is { } tracked ? asked with { Span = LastDays(tracked) } : asked;
        var week = Shown(context, question, problems, Teams);
        if (week.Answer is null)
        {
            return PageResult.Of<OverviewPage>(context, new OverviewView(week, null, [], [], isUsual), Status(problems));
        }

        var answers = Answers(context);
        var checks = answers.Checks(view, TrackSpan.All);
        return PageResult.Of<OverviewPage>(context, new OverviewView(
            week,
            answers.Of(view, Models, question.Span, question.Part),
            [.. TrackCheckReport.Of(checks).Blocks],
            GapOf(context, view, question.Span),
            isUsual)
        { Holding = checks.Count(check => check.Holds == true) });
    }

    /// <summary>How far the time's cost is from the saved plan; the reason where that cannot be said.</summary>
    private static IReadOnlyList<Block> GapOf(HttpContext context, TrackedView view, TrackSpan span)
    {
        if (context.RequestServices.GetRequiredService<PlannedCost>().Plan is not { } plan)
        {
            return [];
        }

        var (gap, why) = Answers(context).Gap(view, span, plan);
        return gap is null ? [new Block.Line($"The plan cannot be compared with what was tracked: {why}.")] : TrackSections.Gap(gap);
    }

    private static TrackView Shown(HttpContext context, TrackQuestion question, Problems problems, IReadOnlyList<TrackBy> by)
    {
        var view = Source(context).Current;
        return new(question, view.Tracked is null ? view.Why : null, [.. problems.All])
        {
            At = view.At,
            HasLedger = context.RequestServices.GetRequiredService<ServerSettings>().Ledger is not null,
            Answer = view.Tracked is null || problems.HasErrors ? null : Answers(context).Of(view, by, question.Span, question.Part),
        };
    }

    private static IReadOnlyList<Block> Sources(HttpContext context, TrackQuestion question) =>
        Source(context).Current.Tracked is { } tracked ? TrackSources.Bills(tracked, question.Span, question.Part, MostSources) : [];

    /// <summary>The last days of what was tracked.</summary>
    private static TrackSpan LastDays(Tracked tracked)
    {
        var last = tracked.Usage.Select(hour => hour.Hour).Concat(tracked.Counters.Hours.Select(hour => hour.Hour)).Max()
            ?? tracked.Bills.Max(row => row.From);
        var end = last is { } known ? new DateTimeOffset(known.UtcDateTime.Date, TimeSpan.Zero).AddDays(1) : (DateTimeOffset?)null;
        return end is { } until ? new(until.AddDays(-Days), until) : TrackSpan.All;
    }

    private static int Status(Problems problems) => problems.HasErrors ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;

    private static ITrackedSource Source(HttpContext context) => context.RequestServices.GetRequiredService<ITrackedSource>();

    private static TrackedAnswers Answers(HttpContext context) => context.RequestServices.GetRequiredService<TrackedAnswers>();
}
