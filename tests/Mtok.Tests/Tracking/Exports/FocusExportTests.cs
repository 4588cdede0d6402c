using System.Globalization;
using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Exported FOCUS rows: as the specification has them, equal to the bill, and the same when they are read back.</summary>
public sealed class FocusExportTests
{
    private static readonly Tracked Month = TrackedCases.Month();
    private static readonly string Hours = Text(Month, FocusPeriod.Hour);
    private static readonly string Days = Text(Month, FocusPeriod.Day);

    public static TheoryData<string> Rules => [.. FocusRules.All.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_month_of_the_examples_keeps_each_rule(string rule)
    {
        Assert.Empty(FocusRules.All[rule](new(Hours)));
        Assert.Empty(FocusRules.All[rule](new(Days)));
    }

    /// <summary>A rule that nothing violates proves nothing.</summary>
    [Theory]
    [InlineData(",AllocatedTags,", ",AllocatedTag,")]
    [InlineData("2026-09-02T00:00:00Z", "2026-09-02 00:00:00")]
    [InlineData(",USD,", ",usd,")]
    [InlineData(",Usage,", ",Used,")]
    [InlineData(",Tokens,", ",,")]
    [InlineData("\"\"AllocatedRatio\"\":0.", "\"\"AllocatedRatio\"\":1.")]
    [InlineData("x_CostKind", "CostKind!")]
    [InlineData("ServiceProviderName", "ProviderName")]
    [InlineData(",Credit,", ",Refund,")]
    [InlineData("mtok-measured-work", "")]
    public void A_file_that_differs_from_the_specification_violates_a_rule(string right, string wrong)
    {
        Assert.Contains(right, Days, StringComparison.Ordinal);
        var table = new FocusTable(Days.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(FocusRules.All, rule => IsViolated(rule.Value, table));
    }

    [Fact]
    public void Costs_are_those_of_the_month_to_the_last_digit()
    {
        var effective = MonthExample.Machines + MonthExample.Besides.Where(part => part.Key != "prepaid").Sum(part => part.Value);
        foreach (var csv in new[] { Hours, Days })
        {
            var table = new FocusTable(csv);
            Assert.Equal((MonthExample.Billed, effective), (Sum(table, "BilledCost"), Sum(table, "EffectiveCost")));
            Assert.Equal(MonthExample.Machines, table.Rows.Where(row => row["x_CostKind"].Length > 0).Sum(row => Number(row["EffectiveCost"])));
        }
    }

    [Fact]
    public void Tokens_are_those_that_each_team_used()
    {
        var asked = MonthExample.Sum("search");
        var rows = new FocusTable(Days).Rows.Where(row => row["AllocatedResourceId"] == $"chat/{MonthExample.Own}/search" && row["x_CostKind"] == "busy");
        Assert.Equal(asked.Input + asked.Output, rows.Sum(row => Number(row["ConsumedQuantity"])));
    }

    [Fact]
    public void Idle_is_a_row_of_its_own_each_day()
    {
        var idle = new FocusTable(Days).Rows.Where(row => row["x_CostKind"] == "idle").ToList();
        Assert.Equal(30, idle.Count);
        Assert.All(idle, row => Assert.Equal(("chat/idle", "0", "Tokens"), (row["AllocatedResourceId"], row["ConsumedQuantity"], row["ConsumedUnit"])));
    }

    [Fact]
    public void A_bill_read_back_is_the_same_bill_with_the_same_cost_by_kind_and_user()
    {
        TrackBy[] by = [TrackBy.Deployment, TrackBy.Model, TrackBy.Team];
        var before = TrackAnswers.Of(Month, by, TrackSpan.All, Workloads.Capacity);
        foreach (var csv in new[] { Hours, Days })
        {
            var after = TrackAnswers.Of(TrackedCases.Of(Read(csv).Rows, [], DeploymentFile.Empty), by, TrackSpan.All, null);
            Assert.Equal(before.Bills, after.Bills);
            Assert.Empty(after.Warnings);
            Assert.Equal(Costs(before.Cost.Where(row => row.Kind != CostKind.Prepaid)), Costs(after.Cost.Where(row => row.Kind != CostKind.Prepaid)));
            Assert.Equal(before.Cost.Where(row => row.Kind == CostKind.Prepaid).Sum(row => row.Amount.Amount), after.Cost.Where(row => row.Kind == CostKind.Prepaid).Sum(row => row.Amount.Amount));
        }
    }

    [Fact]
    public void Read_back_with_the_deployments_nothing_is_divided_or_estimated_again()
    {
        var after = TrackAnswers.Of(TrackedCases.Of(Read(Hours).Rows, [], Month.Deployments), [TrackBy.Deployment], TrackSpan.All, Workloads.Capacity);
        Assert.Equal(Costs(TrackAnswers.Of(Month, [TrackBy.Deployment], TrackSpan.All, Workloads.Capacity).Cost), Costs(after.Cost));
    }

    [Fact]
    public void Any_bill_is_the_same_when_it_is_read_back()
    {
        var tried = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var tracked = TrackedCases.Of(
                AllocationLaws.Some(random, 12, AllocationLaws.BillRow),
                [.. AllocationLaws.Some(random, 15, AllocationLaws.UsageRow).DistinctBy(row => (row.Hour, row.Key))],
                AllocationLaws.Fleet(random));
            var problems = new Problems();
            var export = FocusExport.Of(tracked, TrackSpan.All, seed % 2 == 0 ? FocusPeriod.Hour : FocusPeriod.Day, "a", Workloads.Capacity, problems);
            if (problems.HasErrors)
            {
                continue;
            }

            tried++;
            var csv = Text(export);
            Assert.All(FocusRules.All, rule => Assert.True(!rule.Value(new(csv)).Any(), $"{seed}: {rule.Key}"));
            var read = Read(csv);
            Assert.Empty(read.Problems);
            var (before, after) = (Kinds(tracked), Kinds(TrackedCases.Of(read.Rows, [], DeploymentFile.Empty)));
            Assert.True(before.SequenceEqual(after), $"{seed}:\n{string.Join('\n', before)}\n\n{string.Join('\n', after)}");
        }

        Assert.InRange(tried, 66, 100);
    }

    [Fact]
    public void Machines_without_a_bill_are_estimates_that_nobody_invoiced()
    {
        var deployment = new TrackedDeployment("own", new("d.toml", 1, 1), [new(null, null, 1)], MachinePrice.Own(Money.Usd(2)), null) { Targets = [new("gpu-1")] };
        var csv = Text(TrackedCases.Of([], [.. TrackedCases.Hours(0, 90, 10)], new([deployment], new Dictionary<string, string>())), FocusPeriod.Day);
        var row = Assert.Single(new FocusTable(csv).Rows);
        Assert.Equal(("0", "48", "true", "busy"), (row["BilledCost"], row["EffectiveCost"], row["x_IsEstimate"], row["x_CostKind"]));
        Assert.Equal(["estimated, not billed"], Read(csv).LeftOut);
    }

    [Fact]
    public void A_row_without_any_time_is_a_problem()
    {
        var problems = new Problems();
        FocusExport.Of(TrackedCases.Of([TrackedCases.Day(0, 1) with { From = null, Until = null, Period = "", Resource = "" }], []), TrackSpan.All, FocusPeriod.Day, "a", null, problems);
        Assert.Equal("no-time", Assert.Single(problems.All).Rule);
    }

    private static List<string> Kinds(Tracked tracked) =>
        [.. Costs(TrackAnswers.Of(tracked, [], TrackSpan.All, Workloads.Capacity).Cost.Where(row => !row.IsEstimate)), .. TrackAnswers.Of(tracked, [], TrackSpan.All, null).Bills.Select(bill => Plain(bill.Billed))];

    private static IEnumerable<string> Costs(IEnumerable<CostGroup> cost) => cost.Where(row => row.Amount.Amount != 0).Select(row => $"{row.Key} {row.Kind} {Plain(row.Amount)} {row.IsEstimate}");

    private static string Plain(Money money) => money.Amount.ToString("0.############################", CultureInfo.InvariantCulture) + money.Currency;

    private static bool IsViolated(Func<FocusTable, IEnumerable<string>> rule, FocusTable table)
    {
        try
        {
            return rule(table).Any();
        }
        catch (KeyNotFoundException)
        {
            return true;
        }
    }

    private static ReadBill Read(string csv) => ReadBill.Bytes(Encoding.UTF8.GetBytes(csv));

    private static string Text(Tracked tracked, FocusPeriod period)
    {
        var problems = new Problems();
        var export = FocusExport.Of(tracked, TrackSpan.All, period, "own-serving", Workloads.Capacity, problems);
        Assert.Empty(problems.All);
        return Text(export);
    }

    private static string Text(FocusExport export)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        export.Write(writer);
        return writer.ToString();
    }

    private static decimal Sum(FocusTable table, string column) => table.Rows.Sum(row => Number(row[column]));

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
