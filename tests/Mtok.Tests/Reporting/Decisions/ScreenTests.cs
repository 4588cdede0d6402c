using System.Text.Json.Nodes;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>An answer is one screen: 25 lines at 80 columns, no name broken, whatever the workload.</summary>
public sealed class ScreenTests
{
    private static readonly DateOnly Day = new(2026, 11, 28);

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Snapshot.PathOf("examples"), "*.toml").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_decision_on_an_example_is_one_screen(string example)
    {
        var decision = Decide(example);
        foreach (var detail in new[] { Detail.Screen, Detail.Why })
        {
            Check(DecisionReport.Of(decision, new DecisionView(detail, Day, Workloads.Capacity)));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_plan_of_an_example_is_one_screen(string example)
    {
        var workload = Read(example);
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        var outcome = new PlanOutcome.Found(problem.Apis.Count > 0 ? problem.AllToApis() : problem.Constant(problem.Machines[0]), default);
        foreach (var detail in new[] { Detail.Screen, Detail.Why })
        {
            Check(PlanReport.Of(workload, new(problem, outcome, null) { Served = workload }, SolveLimits.Default, new(detail, Day, Workloads.Capacity)));
        }
    }

    [Fact]
    public void The_screen_leads_with_the_answer_and_refers_to_options_by_their_number()
    {
        var decision = Decide("support-chat.toml");
        var text = Text(DecisionReport.Of(decision, new DecisionView(Detail.Screen, Day, Workloads.Capacity)), 80);
        var best = decision.Recommended!;
        Assert.StartsWith($"Support chat: what to run\n\nUse the {best.Provider} API for llama-3.3-70b: ", text, StringComparison.Ordinal);
        var machines = decision.BestOfEachKind.First(option => option.Fleet is not null);
        Assert.Contains($"({ReferenceOf(decision, machines)})", text, StringComparison.Ordinal);
        Assert.Contains("TTFT <= 2 s, TPOT <= 200 ms for 99% of requests: assumed", text, StringComparison.Ordinal);
        Assert.Contains("1 spare: none needed without machines", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split('\n').Count(line => line.Contains("  to machines ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Everything_has_the_numbers_that_the_screen_refers_to()
    {
        var decision = Decide("support-chat.toml");
        var json = JsonNode.Parse(ReportText.Write(DecisionReport.Of(decision, 10), ReportFormat.Json, 80))!;
        var options = json["options"]!.AsArray();
        Assert.All(decision.Options.Index().Where(entry => entry.Item.Feasible), entry =>
        {
            var row = options[entry.Index]!;
            Assert.Equal(entry.Index + 1, row["number"]!.GetValue<int>());
            Assert.InRange(row["counted_on_usd_per_month"]!.GetValue<decimal>() - entry.Item.CountedOn!.Value.Dollars, -0.001m, 0.001m);
            Assert.Equal(SurenessWords.Of(entry.Item.Sureness), row["doubt"]!.GetValue<string>());
        });
        Assert.All(options.Where(row => !row!["feasible"]!.GetValue<bool>()), row => Assert.True(row!["number"] is null && row["doubt"] is null));
        Assert.Equal(options[0]!["doubt"]!.GetValue<string>(), json["doubt"]!.GetValue<string>());
        Assert.Equal(options[0]!["counted_on_usd_per_month"]!.GetValue<decimal>(), json["counted_on_usd_per_month"]!.GetValue<decimal>());
    }

    [Fact]
    public void What_is_paid_today_leads_with_the_saving()
    {
        Report Of(decimal bill)
        {
            var workload = Read("support-chat.toml") with { Today = new(null, "", UsdPerMonth.FromDollars(bill)) };
            return DecisionReport.Of(Decision.For(workload, Workloads.Built, Workloads.Capacity, Day), new DecisionView(Detail.Screen, Day, Workloads.Capacity));
        }

        var (dear, cheap) = (Of(10_000), Of(1));
        Check(dear);
        Assert.Contains("\nSave $", Text(dear, 80), StringComparison.Ordinal);
        Assert.Contains("of today's $10,000. Use the ", Text(dear, 80), StringComparison.Ordinal);
        Assert.Contains("\nToday's $1 a month is $", Text(cheap, 80), StringComparison.Ordinal);
        Assert.Equal(10_000, dear.Json["today_usd_per_month"]!.GetValue<decimal>());
        Assert.True(cheap.Json["saving_usd_per_month"]!.GetValue<decimal>() < 0);
    }

    [Fact]
    public void What_nothing_serves_is_one_screen_with_the_reasons()
    {
        var workload = Read("private-chat.toml") with { ServiceLevel = new(null, Duration.FromMilliseconds(0.2)) };
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity, Day);
        var report = DecisionReport.Of(decision, new DecisionView(Detail.Screen, Day, Workloads.Capacity));
        Check(report);
        Assert.Contains("Nothing serves this workload", Text(report, 80), StringComparison.Ordinal);
        Assert.Contains("misses TPOT <= 0.2 ms", Text(report, 80), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "2 machines at every hour", 24)]
    [InlineData(0, "1 at 0-8 h, 4 at 8-18 h, 1 at 18-24 h", 24)]
    [InlineData(0, "day 1-5: 1 at 0-8 h, 4 at 8-18 h, 1 at 18-24 h; day 6-7: 1 at every hour", 168)]
    public void Equal_hours_and_equal_days_are_said_once(int always, string expected, int steps) =>
        Assert.Equal(expected, HoursWords.Of([.. Enumerable.Range(0, steps).Select(step => always > 0 ? always : step < 120 && step % 24 is >= 8 and < 18 ? 4 : 1)], Duration.Hour));

    [Fact]
    public void Many_different_hours_are_quarters_of_the_day() =>
        Assert.Equal("0-5 at 0-6 h, 6-11 at 6-12 h, 12-17 at 12-18 h, 18-23 at 18-24 h", HoursWords.Of([.. Enumerable.Range(0, 24)], Duration.Hour));

    /// <summary>Whatever there is to say, the screen fits, keeps the answer, and says what matters most.</summary>
    [Fact]
    public void A_draft_leaves_out_what_matters_least()
    {
        string Long(string word) => string.Join(' ', Enumerable.Repeat(word, 60));
        var draft = new ScreenDraft().Lead(Long("lead"))
            .Rows(new("", [new("Way"), new("$", Numbers: true)], [.. Enumerable.Range(0, 12).Select(row => new[] { $"row{row}", "1" })]))
            .Say("Kept", [Long("kept")], ScreenDraft.Always)
            .Say("Some", [.. Enumerable.Range(0, 9).Select(at => $"some{at}")], 50)
            .Say("Less", [.. Enumerable.Range(0, 9).Select(at => $"less{at}")], 20);
        var text = Text(new("Title", draft.Fit(), new("", [], []), new JsonObject()), 80);
        Assert.True(Lines(text) <= ScreenDraft.MostLines, text);
        Assert.Contains("kept ...", text, StringComparison.Ordinal);
        Assert.Contains("some0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("less1", text, StringComparison.Ordinal);
    }

    /// <summary>25 lines at 80 columns; from 60 to 200 columns no line is too long and no word but those of the widest screen is there.</summary>
    internal static void Check(Report report)
    {
        var screen = Text(report, 80);
        Assert.True(Lines(screen) <= ScreenDraft.MostLines, $"{Lines(screen)} lines:\n{screen}");
        var words = Words(Text(report, 1000));
        foreach (var width in new[] { 60, 72, 80, 100, 120, 200 })
        {
            var text = Text(report, width);
            Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, $"{width}: {line}"));
            Assert.True(Words(text).IsSubsetOf(words), $"{width}: {string.Join(' ', Words(text).Except(words))}\n{text}");
        }
    }

    private static HashSet<string> Words(string text) => [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    private static int Lines(string text) => text.TrimEnd('\n').Split('\n').Length;

    private static string Text(Report report, int width) => ReportText.Write(report, ReportFormat.Table, width);

    private static string ReferenceOf(Decision decision, RankedOption option) => new ShortNames(decision).Reference(option);

    private static Decision Decide(string example) => Decision.For(Read(example), Workloads.Built, Workloads.Capacity, Day);

    private static Workload Read(string example)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems).Read(Path.Combine(Snapshot.PathOf("examples"), example));
        return workload ?? throw new InvalidOperationException(string.Join('\n', problems.All));
    }
}
