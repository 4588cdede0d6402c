using System.Text.Json.Nodes;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>An answer is one screen: 25 lines at 80 columns, no name broken, whatever the workload.</summary>
public sealed class ScreenTests
{
    private static readonly DateOnly Day = new(2026, 11, 28);
    private static readonly Lazy<Decision> Support = new(() => Decide("support-chat.toml"));

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
        Assert.InRange(text.Split('\n').Count(line => line.Contains("  to machines ", StringComparison.Ordinal)), 1, 3);
        Assert.Contains("\nNext ", text, StringComparison.Ordinal);
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
        Assert.Contains("of today's $10,938. Use the ", Text(dear, 80), StringComparison.Ordinal);
        Assert.Contains("\nStay with what is paid today: $939 a month, $", Text(cheap, 80), StringComparison.Ordinal);
        Assert.DoesNotContain("Save", Text(cheap, 80), StringComparison.Ordinal);
        Assert.Contains("today's $939 with $938 of people", Text(cheap, 1000), StringComparison.Ordinal);
        Assert.Equal(10_937.5m, dear.Json["today_usd_per_month"]!.GetValue<decimal>());
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
        Assert.Contains("misses TPOT <= 0.2 ms", Text(report, 1000), StringComparison.Ordinal);
        Assert.Contains("; likewise ", Text(report, 1000), StringComparison.Ordinal);
        Assert.Single(Text(report, 1000).Split('\n'), line => line.Contains("misses TPOT", StringComparison.Ordinal));
    }

    [Fact]
    public void A_budget_that_is_too_small_is_said_with_what_would_do()
    {
        var workload = Read("private-chat.toml") with { Plan = PlanRules.None with { Budget = UsdPerMonth.FromDollars(1) } };
        var free = Decision.For(workload with { Plan = PlanRules.None }, Workloads.Built, Workloads.Capacity, Day);
        var text = Text(DecisionReport.Of(Decision.For(workload, Workloads.Built, Workloads.Capacity, Day), new DecisionView(Detail.Screen, Day, Workloads.Capacity)), 1000);
        var least = MoneyText.Money(free.Options.Where(option => option.MayWin).Min(option => option.Cost!.Bill.Value));
        Assert.Contains("Nothing serves this workload within $1 a month: the cheapest, ", text, StringComparison.Ordinal);
        Assert.Contains($", costs {least}.", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.Contains("over the budget", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_catalog_has_nothing_of_what_is_allowed_the_screen_says_so()
    {
        var workload = Read("private-chat.toml");
        workload = workload with { Allowed = workload.Allowed with { Kinds = [OptionKind.Provisioned] } };
        var text = Text(DecisionReport.Of(Decision.For(workload, Workloads.Built, Workloads.Capacity, Day), new DecisionView(Detail.Screen, Day, Workloads.Capacity)), 1000);
        Assert.Contains($"the catalog has no provisioned option for {workload.Models[0].Id}", text, StringComparison.Ordinal);
    }

    /// <summary>Options differ in what they say of a group of refusals only by the device, the seller or the sum.</summary>
    [Fact]
    public void Refusals_of_one_sort_are_one_sentence()
    {
        RefusalCount Over(decimal bill, int options) => new(new Refusal.OverBudget(UsdPerMonth.FromDollars(bill), UsdPerMonth.FromDollars(5)), options);
        RefusalCount Slow(string device, int options) => new(new Refusal.NoCapacity(new(ObstacleKind.TooSlow, $"{device} is slow")), options);
        Assert.Equal(
            [
                ("no throughput figure: b is slow; likewise 1 other device", 9), ("the cheapest costs $7 a month, over the budget of $5", 3),
                ("the seller does not state the region, and regions are required", 1),
            ],
            RefusalWords.BySort([Over(9, 1), Slow("a", 2), Over(7, 2), new(new Refusal.RegionUnknown(), 1), Slow("b", 7)]));
    }

    public static TheoryData<string> KeysOfLimits =>
        [.. KeyTable.Keys.Where(key => key.Split('.')[0] is "allow" or "plan" or "quota" || key is "fleet.spares" or "fleet.spares_by")];

    /// <summary>What a workload asked for stands under "Asked": its text changes with every key that sets a limit.</summary>
    [Theory]
    [MemberData(nameof(KeysOfLimits))]
    public void What_was_asked_names_every_limit(string key)
    {
        var decision = Support.Value;
        string Asked(string text)
        {
            var problems = new Problems();
            var workload = new WorkloadReader(Workloads.Built, problems).Read(TomlTable.Parse("w.toml", text, problems)!, "w.toml");
            Assert.True(workload is not null, string.Join('\n', problems.All));
            return string.Join('\n', AskedFacts.Of(new ScreenAnswer(decision with { Workload = workload }, null, Day, [])));
        }

        Assert.All(KeyTable.Of(key), row => Assert.NotEqual(Asked(row.Before), Asked(row.After)));
    }

    /// <summary>An API stands in for machines only where the workload lets it; otherwise its spares are machines.</summary>
    [Theory]
    [InlineData(true, "1 spare: an API stands in")]
    [InlineData(false, "1 spare: included")]
    public void Spares_are_what_they_were_counted_as(bool apiIsSpare, string expected)
    {
        var workload = Read("support-chat.toml");
        workload = workload with { Fleet = workload.Fleet with { Spares = 1, SparesBy = SparesBy.Machine, StatedApiIsSpare = apiIsSpare } };
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity, Day);
        var machines = decision.Options.First(option => option is { MayWin: true, Fleet: not null });
        var answer = new ScreenAnswer(decision with { Options = [machines] }, null, Day, []);
        Assert.Contains(expected, string.Join('\n', AskedFacts.Of(answer)), StringComparison.Ordinal);
    }

    /// <summary>How often a way is the cheapest says nothing of what it may cost above the cheapest.</summary>
    [Fact]
    public void Doubt_leads_with_what_the_answer_may_cost_above_the_cheapest_and_a_sole_way_has_none()
    {
        var decision = Support.Value;
        var drawn = decision.Robustness!;
        var own = drawn.Recommended with { Cheapest = Ratio.FromPercent(18), Near = Ratio.FromPercent(92), ExpectedRegret = UsdPerMonth.FromDollars(12), Regret95 = UsdPerMonth.FromDollars(85) };
        string Screen(params CandidateStanding[] standings) =>
            Text(DecisionReport.Of(decision with { Robustness = drawn with { Standings = standings } }, new DecisionView(Detail.Screen, Day, Workloads.Capacity)), 1000);
        var text = Screen([own, .. drawn.Standings.Skip(1)]);
        Assert.Contains("within 5% of the cheapest in 92% of draws; expected loss $12 a month, $85 at 95%", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cheapest in 18%", text, StringComparison.Ordinal);
        Assert.DoesNotContain("of draws", Screen(own), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_shows_the_bill_that_options_are_ranked_by()
    {
        var decision = Support.Value;
        var table = DecisionReport.Of(decision, 10).Blocks.OfType<Block.Rows>().First(rows => rows.Table.Columns.Any(column => column.Title == "Count on")).Table;
        var at = table.Columns.ToList().FindIndex(column => column.Title == "Count on");
        Assert.Equal(decision.BestOfEachKind.Select(option => MoneyText.Number(option.CountedOn!.Value)), table.Rows.Select(row => row[at]));
    }

    /// <summary>Flips between an API and machines say under a mix that each is meant alone.</summary>
    [Fact]
    public void Flips_under_a_mix_are_its_own_or_of_the_two_alone()
    {
        var decision = Support.Value;
        var mix = decision.Options.First(option => option is { MayWin: true, Fleet: not null }) with { Kind = OptionKind.Mixed, Api = decision.Options.First(option => option.Api is not null).Api };
        List<Flip> flips = [.. decision.Flips, new Flip.MixVolume(true, Tokens.FromCount(1e9), Tokens.FromCount(3e9), Side.Machines)];
        var mixed = decision with { Options = [mix, .. decision.Options], Flips = flips };
        var screen = Text(DecisionReport.Of(mixed, new DecisionView(Detail.Screen, Day, Workloads.Capacity)), 1000).Split('\n')
            .SkipWhile(line => !line.StartsWith("Changes", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("Check", StringComparison.Ordinal) && !line.StartsWith("More", StringComparison.Ordinal)).ToList();
        Assert.Contains("to machines alone above 3.00 times the volume", screen[0], StringComparison.Ordinal);
        Assert.All(screen.Skip(1), line => Assert.Contains(" alone would beat ", line, StringComparison.Ordinal));
        var all = DecisionReport.Of(mixed, 10).Blocks.OfType<Block.List>().First(list => list.Title.StartsWith("What would change", StringComparison.Ordinal));
        Assert.All(all.Lines.Where(line => line.Contains("prices", StringComparison.Ordinal)), line => Assert.Contains("each alone", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_next_way_is_not_the_same_machines_under_another_name()
    {
        var decision = Support.Value;
        var best = decision.Recommended!;
        var dearer = best with { Name = "dearer", Cost = best.Cost! with { Bill = Estimate<UsdPerMonth>.Exact(best.Cost.Bill.Value * Ratio.FromValue(2), Evidence.Measured) } };
        var named = decision with { Options = [best, best with { Name = "the same" }, dearer] };
        Assert.Equal("dearer", named.RunnerUp!.Name);
        var text = Text(DecisionReport.Of(named, new DecisionView(Detail.Screen, Day, Workloads.Capacity)), 1000);
        Assert.Contains("the next way (#3) costs 2 times as much", text, StringComparison.Ordinal);
    }

    /// <summary>Overheads that follow the price of machines are overheads in a plan as they are in an option.</summary>
    [Fact]
    public void A_plan_and_an_option_of_the_same_machines_have_the_same_overheads()
    {
        var workload = Read("article-high-volume-steady.toml");
        Assert.True(workload.Overheads.Multiplier > Ratio.One);
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        var ways = new RankedWays(problem, workload, null);
        var option = ways.Machines[0];
        var plan = ways.Reckoning.PlanOf(option)!;
        Assert.Equal((double)option.Cost!.Overheads.Dollars, (double)plan.AllOverheads.Dollars, 0.01);
        Assert.Equal((double)plan.Bill.Dollars, (double)(plan.BareMachineCost + plan.ApiCost + plan.AllOverheads).Dollars, 0.01);
        var report = PlanReport.Of(
            workload, new(problem, new PlanOutcome.Found(plan, default), null) { Served = workload }, SolveLimits.Default, new(Detail.Why, Day, Workloads.Capacity));
        Assert.Contains($"overheads {MoneyText.Money(option.Cost.Overheads)} a month", Text(report, 1000), StringComparison.Ordinal);
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
