using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Reports on the real files: every one has a report, money adds up, and neither order nor repetition changes anything.</summary>
public sealed class TrackReportTests
{
    private const string Shared = "../shared/data/";
    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;
    private static readonly ReportFormat[] Formats = Enum.GetValues<ReportFormat>();

    [Fact]
    public void Every_file_has_a_report_whose_costs_are_its_bill()
    {
        var files = Files("tracking", "tracking-samples");
        Assert.All(files, path =>
        {
            var report = Report([path]);
            Assert.Single(report.Json["files"]!.AsArray());
            AddsUp(report.Json);
            Assert.All(Formats, format => Assert.NotEmpty(ReportText.Write(report, format, 80)));
        });
    }

    [Fact]
    public void A_folder_has_one_report_of_everything_in_it()
    {
        var files = Files("tracking/bills");
        var json = Report([Snapshot.PathOf(Shared + "tracking/bills")]).Json;
        Assert.Equal(files.Count, json["files"]!.AsArray().Count);
        AddsUp(json);
        Assert.Equal(2, json["files"]!.AsArray().Count(file => file!["same_as"] is not null));
    }

    [Fact]
    public void Neither_order_nor_repetition_changes_a_report()
    {
        var files = Files("tracking/otlp", "tracking/usage", "tracking/prometheus");
        var one = Report(files).Json.ToJsonString();
        Assert.Equal(one, Report([.. files.Reverse()]).Json.ToJsonString());
        Assert.Equal(one, Report([.. files.Skip(3), .. files, .. files.Take(5)]).Json.ToJsonString());
    }

    [Fact]
    public void Lines_of_a_log_in_two_files_and_told_again_are_the_same_usage()
    {
        string[] lines =
        [
            .. Enumerable.Range(0, 200).Select(at =>
                $"r{at},2026-09-0{1 + (at % 5)}T0{at % 7}:00:00Z,{(at % 3 == 0 ? "a" : "b")},llama-3.1-8b,{100 + at},{at % 40},{10 + at}"),
        ];
        var whole = Usage(lines);
        Assert.Equal(whole, Usage(lines[..70], lines[70..]));
        Assert.Equal(whole, Usage(lines[100..], [.. lines[..100].Reverse()]));
        Assert.Equal(whole, Usage(lines[..150], lines[50..]));
    }

    [Fact]
    public void Metrics_of_calls_that_are_told_only_check_them()
    {
        var json = Report(Files("tracking/otlp").Where(path => !path.EndsWith("span-dialects.jsonl", StringComparison.Ordinal))).Json;
        var tokens = json["usage"]!.AsArray().Select(row => row!["tokens"]!).ToList();
        Assert.Equal(4800 + 4250, tokens.Sum(each => each["input"]?.GetValue<long>() ?? 0));
        Assert.Equal(1200 + 610, tokens.Sum(each => each["output"]?.GetValue<long>() ?? 0));
        Assert.Equal(8, json["usage"]!.AsArray().Sum(row => row!["requests"]?.GetValue<long>() ?? 0));
        Assert.Equal(2, json["usage"]!.AsArray().Sum(row => row!["failed"]?.GetValue<long>() ?? 0));
        Assert.Contains(json["coverage"]!.AsArray(), row => row!["claimed"]!.GetValue<long>() == 4860 && row["counted"]!.GetValue<long>() == 5860);
    }

    [Fact]
    public void Tokens_that_tools_put_into_a_prompt_are_told()
    {
        var json = Report(Files("tracking/usage").Where(path => path.EndsWith("provider-responses.jsonl", StringComparison.Ordinal))).Json;
        Assert.Contains(json["usage"]!.AsArray(), row => row!["tokens"]!.AsObject().ContainsKey("tool_prompt"));
    }

    [Fact]
    public void A_file_that_is_named_and_of_no_known_format_is_an_error_and_a_missing_one_too()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("notes.txt"), "nothing to see\n");
        var problems = new Problems();
        new TrackedReader(Facts, problems).Read([folder.File("notes.txt"), folder.File("none.csv")]);
        Assert.Equal(["missing-file", "unknown-format"], problems.All.Select(problem => problem.Rule).Order(StringComparer.Ordinal));
        Assert.Single(Report([folder.Path]).Json["warnings"]!.AsArray());
    }

    private static string Usage(params string[][] parts)
    {
        using var folder = new TemporaryFolder();
        for (var at = 0; at < parts.Length; at++)
        {
            File.WriteAllLines(folder.File($"{at}.csv"), ["id,time,team,model,input_tokens,cached_tokens,output_tokens", .. parts[at]]);
        }

        return Report([folder.Path]).Json["usage"]!.ToJsonString();
    }

    private static void AddsUp(JsonNode json)
    {
        foreach (var bill in json["bill"]!.AsArray())
        {
            var parts = json["cost"]!.AsArray().Where(row => Text(row!, "currency") == Text(bill!, "currency")).Sum(row => Amount(row!, "amount"));
            Assert.Equal(Amount(bill!, "billed"), parts);
        }
    }

    private static string Text(JsonNode row, string key) => row[key]!.GetValue<string>();

    private static decimal Amount(JsonNode row, string key) => decimal.Parse(Text(row, key), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Report Report(IEnumerable<string> paths)
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Facts, problems).Read([.. paths]);
        Assert.Empty(problems.All);
        return TrackReport.Of(TrackAnswers.Of(tracked, [TrackBy.Model, TrackBy.Team], TrackSpan.All, new Capacities(Facts)), 20);
    }

    private static IReadOnlyList<string> Files(params string[] folders)
    {
        Assert.SkipUnless(Directory.Exists(Snapshot.PathOf(Shared + "tracking")), "the tracking samples are not beside the project");
        return
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(Snapshot.PathOf(Shared + folder), "*", SearchOption.AllDirectories))
                .Where(path => !path.Contains("/expected/", StringComparison.Ordinal) && !path.EndsWith(".md", StringComparison.Ordinal)
                    && !path.EndsWith(".py.txt", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }
}
