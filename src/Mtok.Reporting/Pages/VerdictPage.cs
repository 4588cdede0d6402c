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
        var name = verdict.Decision.Workload.Name;
        var sections = Sections(verdict, context).ToList();
        var page = Html.Tag(
            "html",
            Html.With("lang", "en"),
            Html.Tag(
                "head",
                Html.Tag("meta", Html.With("charset", "utf-8")),
                Html.Tag("meta", Html.With("name", "viewport"), Html.With("content", "width=device-width, initial-scale=1")),
                Html.Tag("meta", Html.With("name", "color-scheme"), Html.With("content", "light dark")),
                Html.Tag("title", $"{name}: what to run"),
                Html.Tag("style", PageStyle.Text)),
            Html.Tag(
                "body",
                Html.Tag(
                    "header",
                    Html.Tag("h1", $"{name}: what to run"),
                    Html.Tag(
                        "p",
                        Html.With("class", "quiet"),
                        string.Create(CultureInfo.InvariantCulture, $"{context.Day:yyyy-MM-dd}, {Demand(verdict.Decision.Workload)}"))),
                Html.Tag(
                    "main",
                    Answer(verdict, context),
                    Html.Tag(
                        "nav",
                        Html.With("aria-label", "Contents"),
                        Html.Tag("ul", sections.Select(section => Html.Tag("li", Html.Tag("a", Html.With("href", "#" + section.Id), section.Title))))),
                    sections.Select(Written)),
                Html.Tag(
                    "footer",
                    Html.Tag(
                        "p",
                        Html.With("class", "quiet"),
                        string.Create(CultureInfo.InvariantCulture, $"Made by Mtok {context.Version} on {context.Day:yyyy-MM-dd} with:")),
                    Html.Tag("pre", Html.Tag("code", context.Command)))));
        return Html.Write(page);
    }

    private static XElement Answer(Verdict verdict, VerdictContext context) => Html.Tag(
        "section",
        Html.With("class", "answer"),
        Html.With("aria-label", "The answer"),
        Html.Tag("p", Html.With("class", "lead"), VerdictAnswer.Lead(verdict, context)),
        VerdictAnswer.Sure(verdict) is { Length: > 0 } sure ? Html.Tag("p", sure) : null,
        Strip([.. VerdictAnswer.Strip(verdict, context)]),
        PriceNotes.Warnings(verdict.Decision.Warnings).Concat(DecisionReport.Doubtful(verdict.Decision)).SelectMany(block => Html.Of(block, 2)));

    private static XElement? Strip(IReadOnlyList<(string What, string Value, string Basis)> figures) => figures.Count == 0
        ? null
        : Html.Tag(
            "dl",
            figures.Select(figure => Html.Tag(
                "div",
                Html.Tag("dt", figure.What),
                Html.Tag("dd", Html.With("class", "figure"), figure.Value),
                Html.Tag("dd", Html.With("class", "quiet"), figure.Basis))));

    private static IEnumerable<Section> Sections(Verdict verdict, VerdictContext context)
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
            [.. VerdictAnswer.Robust(verdict)],
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

    private static XElement Written(Section section) => Html.Tag(
        "section",
        Html.With("id", section.Id),
        Html.Tag("h2", section.Title),
        section.Pictures.OfType<Picture>().Select(PageFigure.Of),
        section.Blocks.Count == 0 ? Html.Tag("p", section.Otherwise) : null,
        section.Blocks.SelectMany(block => Html.Of(block, 3)));

    private static string Demand(Workload workload) =>
        $"{workload.Traffic.MonthlyTokens(workload.Mix)} a month "
            + $"({workload.Mix}), {string.Join(" or ", workload.Models.Select(model => model.Id))}, {workload.ServiceLevel}";

    private sealed record Section(string Id, string Title, IReadOnlyList<Picture?> Pictures, IReadOnlyList<Block> Blocks, string Otherwise);
}
