using System.Globalization;
using System.Xml.Linq;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Writes a <see cref="Verdict"/> as one self-contained page: the answer first, then its key figures, then each part with its chart.</summary>
public static class VerdictPage
{
    /// <summary>The page as HTML; the same verdict and context give the same bytes.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="context">How it was made.</param>
    public static string Write(Verdict verdict, VerdictContext context)
    {
        var title = $"{verdict.Decision.Workload.Name}: what to run";
        return PageFrame.Write(
            title,
            string.Create(CultureInfo.InvariantCulture, $"{context.Day:yyyy-MM-dd}, {Demand(verdict.Decision.Workload)}"),
            Answer(verdict, context),
            [.. Sections(verdict, context)],
            new(context.Day, context.Command, context.Version));
    }

    /// <summary>The same part by part, for pages that show one at a time.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="context">How it was made.</param>
    public static VerdictParts Parts(Verdict verdict, VerdictContext context) => new(
        VerdictAnswer.Lead(verdict, context),
        [.. VerdictAnswer.Strip(verdict, context).Select(figure => new PageNumber(figure.What, figure.Value, figure.Basis))],
        [.. Sections(verdict, context)]);

    private static IEnumerable<XElement?> Answer(Verdict verdict, VerdictContext context) =>
    [
        PageFrame.Lead(VerdictAnswer.Lead(verdict, context)),
        VerdictAnswer.Sure(verdict) is { Length: > 0 } sure ? Html.Tag("p", sure) : null,
        .. Screen(verdict, context).SelectMany(block => Html.Of(block, 2)),
        PageFrame.Strip([.. VerdictAnswer.Strip(verdict, context)]),
        .. PriceNotes.Warnings(verdict.Decision.Warnings).Concat(DecisionReport.Doubtful(verdict.Decision)).SelectMany(block => Html.Of(block, 2)),
    ];

    /// <summary>What a terminal shows first, without its answer, which leads the page, and without how to see more.</summary>
    private static IEnumerable<Block> Screen(Verdict verdict, VerdictContext context) =>
        DecisionScreen.Of(new(verdict.Decision, verdict, context.Day, context.Disagreements) { Limits = context.Limits })
            .Where(block => block is not Block.Line { Strong: true })
            .Select(block => block is Block.Facts facts ? new Block.Facts([.. facts.All.Where(fact => fact.Label != DecisionScreen.More)]) : block);

    private static IEnumerable<PageSection> Sections(Verdict verdict, VerdictContext context)
    {
        var (decision, show) = (verdict.Decision, context.Show);
        yield return new(
            "options",
            "What each option costs",
            [OptionsChart.Of(verdict, show), LatencyChart.Of(verdict)],
            [.. DecisionReport.Costs(decision, show), .. DecisionReport.Reasons(decision, "Why the cheapest single option is the cheapest")],
            "No option serves this workload.");
        yield return new("plan", "The plan, hour by hour", ScheduleChart.Of(verdict), [.. VerdictAnswer.Plan(verdict, context).Skip(1)], "There is no plan.");
        yield return new(
            "replay",
            "Replay",
            [ReplayChart.Of(verdict)],
            verdict.Replay is { } replay ? [new Block.Line(ReplayReport.Answer(replay), Strong: true), .. ReplayReport.Blocks(replay)] : [],
            verdict.Plan is null
                ? "There is no plan to replay."
                : "The plan was not replayed: that needs a trace of requests (--trace FILE). Queues within an hour are then not simulated.");
        yield return new(
            "sure",
            "How sure this is",
            [SwingsChart.Of(verdict)],
            [.. MovesReport.Blocks(decision), .. VerdictAnswer.Robust(verdict)],
            verdict.Decision.Recommended is null ? "No option serves this workload." : "Robustness was not tested.");
        yield return new(
            "volume",
            "Volume above which machines are cheaper",
            [VolumeChart.Of(verdict)],
            [.. verdict.Curve is { } curve ? VolumeCurveReport.Blocks(curve) : [], .. DecisionReport.Changes(decision, byVolume: verdict.Curve is null)],
            "There is no break-even without an API and machines that serve this workload.");
        yield return new("given", "Assumptions", [], [.. DecisionReport.Taken(decision, show)], "");
        yield return new("prices", "Prices and sources", [], [.. DecisionReport.Prices(decision, show, context.Disagreements)], "No price was used.");
    }

    private static string Demand(Workload workload) =>
        $"{workload.Traffic.MonthlyTokens(workload.Mix)} a month "
            + $"({workload.Mix}), {string.Join(" or ", workload.Models.Select(model => model.Id))}, {workload.ServiceLevel}";
}

/// <summary>A verdict part by part.</summary>
/// <param name="Lead">The answer in a sentence.</param>
/// <param name="Numbers">Its figures.</param>
/// <param name="Sections">Its parts.</param>
public sealed record VerdictParts(string Lead, IReadOnlyList<PageNumber> Numbers, IReadOnlyList<PageSection> Sections);
