using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

[Trait("Speed", "Slow")]
public sealed class VerdictPageTests
{
    private static readonly Lazy<Verdict> Api = new(() => Verdicts.Whole(Read("support-chat"), Workloads.Built));
    private static readonly Lazy<Verdict> Mixed = new(() => Verdicts.Whole(Read("article-high-volume-variable"), Workloads.Built));
    private static readonly VerdictContext Context = new(new(2026, 11, 24), "mtok decide chat.toml --report report.html", "1.2.3", new(Ratio.FromPercent(1), Duration.FromSeconds(10)));

    private static readonly Lazy<XDocument> ApiPage = new(() => Page(Api.Value));
    private static readonly Lazy<XDocument> MixedPage = new(() => Page(Mixed.Value));

    [Fact]
    public void A_page_is_well_formed_and_needs_nothing_besides_itself()
    {
        var page = MixedPage.Value;
        var elements = page.Descendants().ToList();
        Assert.DoesNotContain(elements, element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "image" or "use" or "object");
        Assert.DoesNotContain(elements.Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(elements.Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"), attribute => Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(elements.Attributes(), attribute => !attribute.IsNamespaceDeclaration && attribute.Value.Contains("//", StringComparison.Ordinal));
        Assert.DoesNotContain("@import", Style(page), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", Style(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_within_a_page_stand_once_and_lead_somewhere()
    {
        var page = MixedPage.Value;
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
        var clips = page.Descendants().Attributes("clip-path").Select(clip => Regex.Match(clip.Value, @"url\(#(.*)\)").Groups[1].Value).ToList();
        Assert.NotEmpty(clips);
        Assert.All(clips, clip => Assert.Contains(clip, ids));
    }

    [Fact]
    public void The_page_says_what_the_reports_say()
    {
        var (verdict, text) = (Mixed.Value, Texts(MixedPage.Value));
        var plan = PlanReport.Of(verdict.Decision.Workload, verdict.Problem, SolveLimits.Default, verdict.Outcome, verdict.Replay);
        Assert.All(plan.Blocks.SelectMany(Said), said => Assert.Contains(said, text));
        var decision = DecisionReport.Of(verdict.Decision, Context.Show);
        Assert.All(decision.Blocks.Skip(1).Where(block => !IsOfChanges(block)).SelectMany(Said).Where(said => said != "Why"), said => Assert.Contains(said, text));
        var strip = MixedPage.Value.Descendants("dd").Select(figure => figure.Value).ToList();
        Assert.Contains("$" + Math.Round(plan.Json["usd_per_month"]!.GetValue<decimal>()).ToString("#,##0", CultureInfo.InvariantCulture), strip);
        Assert.Contains("$" + Math.Round(plan.Json["bound_usd_per_month"]!.GetValue<decimal>()).ToString("#,##0", CultureInfo.InvariantCulture), strip);
        Assert.All(RobustnessReport.Blocks(verdict.Robustness!).Concat(VolumeCurveReport.Blocks(verdict.Curve!)).SelectMany(Said), said => Assert.Contains(said, text));
        Assert.Contains(MoneyText.Money(verdict.Robustness!.Regret.Expected), strip);
        Assert.Contains(verdict.Curve!.Stays!.Value.ToString(), strip);
    }

    /// <summary>Volumes are answered by the curve, which re-solves each, not by comparing one API with one fleet.</summary>
    [Fact]
    public void What_would_change_the_answer_is_listed_without_volumes_where_there_is_a_curve()
    {
        var (curved, plain) = (Texts(MixedPage.Value), Texts(Page(Mixed.Value with { Curve = null })));
        Assert.Contains(curved, text => text.StartsWith("api price:", StringComparison.Ordinal));
        Assert.DoesNotContain(curved, text => text.StartsWith("volume", StringComparison.Ordinal) || text == "How much volume?");
        Assert.Contains("How much volume?", plain);
    }

    private static bool IsOfChanges(Block block) => block is Block.List { Title: var list } && list.StartsWith("What would change", StringComparison.Ordinal) || block is Block.Rows { Table.Title: "Decision matrix, computed" };

    [Fact]
    public void The_answer_comes_first_with_how_sure_it_is_and_what_would_change_it()
    {
        var answer = MixedPage.Value.Descendants("section").First();
        Assert.StartsWith("Run ", answer.Element("p")!.Value, StringComparison.Ordinal);
        var sure = answer.Elements("p").ElementAt(1).Value;
        var regret = Mixed.Value.Robustness!.Regret;
        Assert.Equal($"The plan is within 5% of the cheapest in 97% of 1,000 draws of the uncertain figures; expected loss {MoneyText.Money(regret.Expected)} a month, {MoneyText.Money(regret.At95)} at 95%. What would make another the cheapest: throughput of h100-sxm at 0.75x (then an API); API prices at 0.5x (then an API). Replayed request by request, it meets the service level.", sure);
    }

    [Fact]
    public void What_users_write_is_text_and_nothing_else()
    {
        var verdict = Api.Value with { Decision = Api.Value.Decision with { Workload = Api.Value.Decision.Workload with { Name = "<script>alert('x')</script> & \"co\" \u0001" } } };
        var page = Page(verdict, Context with { Command = "mtok decide '</code><script>x</script>.toml'" });
        Assert.Empty(page.Descendants("script"));
        Assert.Equal("<script>alert('x')</script> & \"co\" \ufffd: what to run", page.Descendants("h1").Single().Value);
        Assert.Equal("mtok decide '</code><script>x</script>.toml'", page.Descendants("code").Single().Value);
    }

    [Fact]
    public void The_same_verdict_gives_the_same_page()
    {
        Assert.Equal(VerdictPage.Write(Api.Value, Context), VerdictPage.Write(Api.Value, Context));
        Assert.NotEqual(VerdictPage.Write(Api.Value, Context), VerdictPage.Write(Api.Value, Context with { Day = new(2026, 11, 25) }));
    }

    [Fact]
    public void Every_colour_of_the_charts_has_its_dark_one()
    {
        var page = MixedPage.Value;
        var recoloured = Regex.Matches(Style(page), "\\[(?:fill|stroke)=\"([^\"]*)\"\\]").Select(match => match.Groups[1].Value).ToHashSet();
        var used = page.Descendants().Where(element => element.Name.NamespaceName.EndsWith("svg", StringComparison.Ordinal)).Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke").Select(attribute => attribute.Value).Distinct().ToList();
        Assert.True(used.Count > 6);
        Assert.All(used.Where(colour => colour != "none"), colour => Assert.Contains(colour, recoloured));
        Assert.All(page.Descendants().Where(element => element.Name.LocalName == "rect"), rect => Assert.True(rect.Attribute("fill") is not null || rect.Parent!.Name.LocalName == "clipPath", "black by default"));
    }

    [Fact]
    public void Texts_stand_out_from_the_page_in_light_and_dark()
    {
        foreach (var theme in Regex.Matches(Style(ApiPage.Value), ":root \\{([^}]*)\\}").Select(match => match.Groups[1].Value).ToList())
        {
            var colours = Regex.Matches(theme, "--(\\w+): (#[0-9a-f]{6})").ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
            Assert.All((string[])["text", "quiet", "link"], text => Assert.All((string[])["paper", "card"], paper => Assert.True(Contrast(colours[text], colours[paper]) >= 4.5, $"{text} on {paper} in {theme}")));
        }
    }

    [Fact]
    public void Headings_descend_by_one_and_tables_name_rows_and_columns()
    {
        var page = MixedPage.Value;
        var levels = page.Descendants().Select(element => Regex.Match(element.Name.LocalName, "^h([1-6])$")).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.All(page.Descendants("table"), table => Assert.All(table.Descendants("th"), head => Assert.Contains(head.Attribute("scope")!.Value, (string[])["row", "col"])));
        Assert.All(page.Descendants().Where(element => element.Name.LocalName == "svg"), svg => Assert.Equal("img", svg.Attribute("role")!.Value));
    }

    [Fact]
    public void Every_chart_has_a_sentence_a_note_and_a_variant_for_phones()
    {
        var pictures = VerdictCharts.Of(Mixed.Value, Context.Show);
        Assert.Equal(["options", "latency", "schedule", "replay", "tornado", "volume"], pictures.Select(picture => picture.Name));
        var figures = MixedPage.Value.Descendants("figure").ToList();
        Assert.Equal(pictures.Select(picture => picture.Says), figures.Select(figure => figure.Element("figcaption")!.Value));
        Assert.All(figures, figure => Assert.Equal(["wide", "narrow"], figure.Elements().Skip(1).Select(svg => svg.Attribute("class")!.Value)));
        Assert.Equal(pictures.SelectMany(picture => (string[])[picture.Name + ".svg", picture.Name + ".png"]), PictureFiles.Of(pictures).Select(file => file.Key));
    }

    [Fact]
    public void A_plan_that_does_not_hold_says_so_first()
    {
        var replay = Verdicts.Replayed(Mixed.Value.Outcome.BestPlan!, Mixed.Value.Decision.Workload.ServiceLevel, Workloads.Built, new ReplayFailure.Missed(1, 24, Ratio.FromPercent(99), ByClass: false, Ratio.FromPercent(90), new TighteningEnd.OutOfTime(Duration.FromSeconds(10))));
        var page = Page(Mixed.Value with { Replay = replay });
        Assert.EndsWith("Replayed request by request, it does not meet the service level.", page.Descendants("section").First().Elements("p").ElementAt(1).Value, StringComparison.Ordinal);
        Assert.Contains(ReplayReport.Answer(replay), Texts(page));
        Assert.Contains("no tighter plan was found within 10 s", ReplayReport.Answer(replay), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_trace_draws_or_a_curve_the_page_says_what_is_missing()
    {
        var page = Page(Mixed.Value with { Replay = null, Robustness = null, Curve = null, CostByLatency = [] });
        Assert.Contains("The plan was not replayed: that needs a trace of requests (--trace FILE). Queues within an hour are then not simulated.", Texts(page));
        Assert.Equal(2, page.Descendants("figure").Count());
    }

    public static TheoryData<string, PlanOutcome> NoPlans => new()
    {
        { "No plan meets all limits.", new PlanOutcome.Infeasible([new Clash.UnservedWithoutZone("\"x\" & y", "z")]) },
        { "No plan was found within 10 s; none can cost less than $1,234 a month. Raise --time-limit.", new PlanOutcome.OutOfTime(null, UsdPerMonth.FromDollars(1234)) },
        { "The search ended before it found a plan; none can cost less than $1,234 a month. Loosen a limit.", new PlanOutcome.OutOfWork(null, UsdPerMonth.FromDollars(1234)) },
    };

    [Theory]
    [MemberData(nameof(NoPlans), DisableDiscoveryEnumeration = true)]
    public void Without_a_plan_the_page_says_why_and_what_the_options_cost(string lead, PlanOutcome outcome)
    {
        var page = Page(new(Mixed.Value.Decision, Mixed.Value.Problem, outcome, null, null, null));
        Assert.Equal(lead, page.Descendants("p").ElementAt(1).Value);
        Assert.Contains("There is no plan to replay.", Texts(page));
        Assert.All(outcome is PlanOutcome.Infeasible none ? none.Reasons : [], reason => Assert.Contains(ClashWords.Of(reason), Texts(page)));
        Assert.Single(page.Descendants("figure"));
    }

    [Fact]
    public void Where_nothing_serves_the_page_has_no_chart_and_says_why()
    {
        var workload = Read("support-chat") with { Allowed = Allowed.All with { Kinds = [] } };
        var verdict = new Verdict(Decision.For(workload, Workloads.Built, Workloads.Capacity), Mixed.Value.Problem, new PlanOutcome.Infeasible([new Clash.Unserved("chat", Interruptible: true, [])]), null, null, null);
        Assert.Null(verdict.Decision.Recommended);
        Assert.Empty(VerdictCharts.Of(verdict));
        Assert.All((string[])["No plan meets all limits.", "nothing serves chat: no allowed API and no allowed machine does, and the catalog has nothing of what is allowed", "No option serves this workload.", "No price was used."], said => Assert.Contains(said, Texts(Page(verdict))));
    }

    private static Workload Read(string example) => new WorkloadReader(Workloads.Built, new Problems()).Read(Snapshot.PathOf($"examples/{example}.toml"))!;

    private static XDocument Page(Verdict verdict, VerdictContext? context = null)
    {
        var html = VerdictPage.Write(verdict, context ?? Context);
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        // Browsers take <td /> and <p /> as left open.
        Assert.DoesNotMatch("<(?!meta|path|rect|ellipse|circle)\\w+[^<>]*/>", html);
        using var reader = XmlReader.Create(new StringReader(html), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static HashSet<string> Texts(XDocument page) => [.. page.Descendants().Where(element => element.Name.LocalName is "p" or "li" or "td" or "th" or "h2" or "h3" or "caption" or "strong").Select(element => element.Value)];

    private static IEnumerable<string> Said(Block block) => block switch
    {
        Block.Line line => [line.Text],
        Block.List list => [list.Title, .. list.Lines],
        Block.Rows { Table.Rows.Count: > 0 } rows => rows.Table.Rows.SelectMany(row => row).Concat(rows.Table.Columns.Select(column => column.Title)).Where(said => said.Length > 0),
        _ => [],
    };

    private static string Style(XDocument page) => page.Descendants("style").Single().Value;

    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string hex)
    {
        var parts = Enumerable.Range(0, 3).Select(part => int.Parse(hex.AsSpan(1 + (2 * part), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
