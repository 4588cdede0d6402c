using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>The page of a tracked answer: the answer first, its charts, and nothing that is not there.</summary>
public sealed class TrackPageTests
{
    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;
    private static readonly PageContext Made = new(new(2026, 11, 27), "mtok track report month --report page.html", "1.2.3");
    private static readonly TrackAnswer Month = Answer([Snapshot.PathOf(MonthExample.Folder)], TrackBy.Team);

    [Fact]
    public void The_answer_comes_first_and_says_what_a_million_tokens_cost_on_both_bases()
    {
        var page = Page(Month);
        var (all, busy) = (Month.Total.UnitCost.Allocation!.Value.ToString(), Month.Total.UnitCost.Usage!.Value.ToString());
        var lead = page.Descendants("section").First().Elements("p").First().Value;
        Assert.Equal($"A million tokens cost {all[..^5]}, idle included; {busy[..^5]} for the busy time alone.", lead);
        Assert.Contains(page.Descendants("dd"), figure => figure.Value == all[..^5]);
        Assert.Contains(page.Descendants("p"), line => line.Value.StartsWith("Paid for $75,944.14: busy $21,980.35 (29%), idle $52,988.42 (70%)", StringComparison.Ordinal)
            && line.Value.EndsWith("$41,268.94 billed, $34,675.20 prepaid before.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_chart_stands_on_the_page_with_its_sentence_for_wide_screens_and_phones()
    {
        var pictures = TrackCharts.Of(Month);
        Assert.Equal(["bill", "cost", "unit-cost", "groups", "tokens", "tokens-by-group"], pictures.Select(picture => picture.Name));
        var figures = Page(Month).Descendants("figure").ToList();
        Assert.Equal(pictures.Select(picture => picture.Says), figures.Select(figure => figure.Element("figcaption")!.Value));
        Assert.All(figures, figure => Assert.Equal(["wide", "narrow"], figure.Elements().Skip(1).Select(svg => svg.Attribute("class")!.Value)));
    }

    [Fact]
    public void The_areas_of_cost_over_time_are_the_costs_of_each_kind()
    {
        var chart = TrackCharts.Of(Month).Single(picture => picture.Name == "cost").Chart;
        Assert.Equal(["busy", "idle", "failed", "unattributed"], chart.Series.Select(series => series.Name));
        foreach (var (series, kind) in chart.Series.Zip([CostKind.Busy, CostKind.Idle, CostKind.Failed, CostKind.Unattributed]))
        {
            Assert.Equal(31, series.Points.Count);
            Assert.Equal((double)Month.Total.Cost.Single(cost => cost.Kind == kind).Amount.Amount, series.Points.SkipLast(1).Sum(point => point.Y), 1e-6);
        }
    }

    [Fact]
    public void The_bars_of_the_bill_add_up_to_it()
    {
        var chart = TrackCharts.Of(Month).Single(picture => picture.Name == "bill").Chart;
        Assert.Equal("= billed", chart.X.Names[^1]);
        Assert.Equal(chart.Series[1].Points.Single().Y, chart.Series[0].Points.Sum(point => point.Y), 1e-6);
    }

    [Fact]
    public void The_page_needs_nothing_besides_itself_and_every_colour_has_its_dark_one()
    {
        var page = Page(Month);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object");
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(page.Descendants().Attributes("id"), id => "#" + id.Value == link.Value));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var recoloured = Regex.Matches(page.Descendants("style").Single().Value, "\\[(?:fill|stroke)=\"([^\"]*)\"\\]").Select(match => match.Groups[1].Value).ToHashSet();
        var used = page.Descendants().Where(element => element.Name.NamespaceName.EndsWith("svg", StringComparison.Ordinal)).Attributes()
            .Where(attribute => attribute.Name.LocalName is "fill" or "stroke" && attribute.Value != "none").Select(attribute => attribute.Value).Distinct().ToList();
        Assert.NotEmpty(used);
        Assert.All(used, colour => Assert.Contains(colour, recoloured));
    }

    [Fact]
    public void What_users_write_is_text_and_nothing_else()
    {
        var page = Page(Log("id,time,team,model,input_tokens,output_tokens\nr1,2026-09-01T10:00:00Z,<script>x</script>,</td>&,100,20\n"));
        Assert.Empty(page.Descendants("script"));
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "<script>x</script>");
    }

    [Fact]
    public void Without_a_bill_the_page_says_so_and_has_no_chart_of_cost()
    {
        var answer = Log("id,time,team,model,input_tokens,output_tokens\nr1,2026-09-01T10:00:00Z,search,llama-3.1-8b,100,20\n");
        Assert.Equal(["tokens"], TrackCharts.Of(answer).Select(picture => picture.Name));
        var page = Page(answer);
        Assert.Equal("120 tok used; no bill or price says what they cost.", page.Descendants("section").First().Elements("p").First().Value);
        Assert.Contains(page.Descendants("p"), line => line.Value == "There is no bill, and no deployments file with prices.");
    }

    [Fact]
    public void Machines_without_a_bill_cost_their_dated_price_and_the_page_says_so()
    {
        var files = MonthExample.Files.Keys.Where(file => file != "focus.csv").Select(file => Snapshot.PathOf($"{MonthExample.Folder}/{file}"));
        var answer = Answer([.. files], TrackBy.Team);
        Assert.DoesNotContain("bill", TrackCharts.Of(answer).Select(picture => picture.Name));
        var lines = Page(answer).Descendants("section").First().Elements("p").Select(line => line.Value).ToList();
        Assert.Contains(" at dated prices, idle included; ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Not billed yet, machines at dated prices: $", lines[1], StringComparison.Ordinal);
        Assert.Contains(": busy $", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_time_tokens_are_drawn_by_group()
    {
        var answer = Log("id,team,model,input_tokens,output_tokens\nr1,search,llama-3.1-8b,100,20\n");
        Assert.Equal(["tokens-by-group"], TrackCharts.Of(answer).Select(picture => picture.Name));
    }

    [Fact]
    public void The_same_answer_gives_the_same_page() => Assert.Equal(TrackPage.Write(Month, 20, Made), TrackPage.Write(Month, 20, Made));

    [Fact]
    [Trait("Speed", "Slow")]
    public void Every_real_file_has_a_page()
    {
        var folder = Snapshot.PathOf("../shared/data/tracking");
        Assert.SkipUnless(Directory.Exists(folder), "the tracking samples are not beside the project");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => !path.Contains("/expected/", StringComparison.Ordinal) && !path.EndsWith(".md", StringComparison.Ordinal) && !path.EndsWith(".txt", StringComparison.Ordinal));
        Assert.All(files, path => Page(Answer([path], TrackBy.Model, TrackBy.Team)));
        Page(Answer([folder], TrackBy.Model, TrackBy.Team));
        Page(Answer([folder], TrackBy.Hour));
    }

    private static TrackAnswer Log(string text)
    {
        var folder = Directory.CreateTempSubdirectory("mtok").FullName;
        File.WriteAllText(Path.Combine(folder, "log.csv"), text);
        var answer = Answer([folder], TrackBy.Model, TrackBy.Team);
        Directory.Delete(folder, recursive: true);
        return answer;
    }

    private static TrackAnswer Answer(IReadOnlyList<string> paths, params TrackBy[] by) =>
        TrackAnswers.Of(new TrackedReader(Facts, new Problems()).Read(paths), by, TrackSpan.All, new Capacities(Facts));

    private static XDocument Page(TrackAnswer answer)
    {
        var html = TrackPage.Write(answer, 20, Made);
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        using var reader = XmlReader.Create(new StringReader(html), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
