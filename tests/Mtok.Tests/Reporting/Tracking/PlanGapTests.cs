using System.Text.Json.Nodes;
using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A saved plan against the month of the examples: whose share of the gap is what.</summary>
public sealed class PlanGapTests
{
    private static readonly Tracked Month = new TrackedReader(Workloads.Built, new Problems()).Read([Snapshot.PathOf(MonthExample.Folder)]);
    private static readonly TrackedTraffic Traffic = TrackedTraffic.Of(Month, TrackSpan.All, Workloads.Capacity);
    private static readonly Duration Machines = Duration.FromHours(2 * 730);
    private static readonly UsdPerMonth Paid = UsdPerMonth.FromDollars(Math.Round(MonthExample.Machines * 730 / 720, 12));

    [Fact]
    public void A_plan_of_what_happened_at_half_the_price_is_off_by_the_price_alone()
    {
        var gap = Of(AsItWas with { Bill = Paid * Ratio.FromValue(0.5) });
        Assert.True(gap.IsOfMachines);
        Assert.Equal(["0", "0", "0", "0"], gap.Factors.SkipLast(1).Select(factor => factor.Share.Dollars.ToString("0.####", null)));
        Assert.Equal(gap.Gap, gap.Factors[^1].Share);
        Assert.Equal(Paid, gap.Actual);
    }

    [Theory]
    [InlineData(2, 1, 1, 0)]
    [InlineData(1, 2, 1, 2)]
    [InlineData(1, 1, 0.5, 3)]
    public void More_traffic_busier_machines_and_slower_ones_are_told_apart(double rate, double utilization, double machines, int factor)
    {
        var plan = AsItWas with
        {
            Rate = AsItWas.Rate * Ratio.FromValue(rate),
            Utilization = AsItWas.Utilization * Ratio.FromValue(utilization),
            MachineTime = Machines * Ratio.FromValue(rate / utilization * machines),
            Bill = Paid * Ratio.FromValue(rate / utilization * machines),
        };
        var gap = Of(plan);
        Assert.Equal(gap.Gap.Dollars, gap.Factors.Sum(each => each.Share.Dollars));
        Assert.Equal((double)gap.Gap.Dollars, (double)gap.Factors[factor].Share.Dollars, 0.01);
    }

    [Fact]
    public void Longer_requests_than_planned_are_the_lengths_share()
    {
        var plan = AsItWas with { Mix = AsItWas.Mix with { Output = AsItWas.Mix.Output * Ratio.FromValue(0.5) } };
        var gap = Of(plan with { Bill = Paid * Ratio.FromValue(0.7) });
        Assert.True(gap.Factors[1].Share.Dollars > 0);
        Assert.Equal(gap.Gap.Dollars, gap.Factors.Sum(each => each.Share.Dollars));
    }

    [Fact]
    public void An_api_that_was_planned_differs_by_volume_lengths_and_price()
    {
        var gap = Of(AsItWas with { Way = "deepinfra API meta-llama/Llama-3.3-70B-Instruct", MachineTime = default, Utilization = Ratio.One, Rate = AsItWas.Rate * 2 });
        Assert.False(gap.IsOfMachines);
        Assert.Equal([0m, 0m], gap.Factors.Skip(2).Take(2).Select(factor => factor.Share.Dollars));
        Assert.True(gap.Factors[0].Share.Dollars < 0);
        Assert.Equal(gap.Gap.Dollars, gap.Factors.Sum(each => each.Share.Dollars));
    }

    [Fact]
    public void What_decide_and_plan_write_is_read_again()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(7), HourlyShape.BusinessHours, ServiceLevel.None);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var best = decision.Recommended!;
        var decided = Read(DecisionReport.Of(decision, 10).Json)!;
        Assert.Equal((best.Name, best.ModelId, 7.0, workload.Mix), (decided.Way, Assert.Single(decided.Models), decided.Rate.PerSecond, decided.Mix));
        Assert.Equal((double)best.Cost!.Bill.Value.Dollars, (double)decided.Bill.Dollars, 0.01);
        Assert.Equal(best.Cost.MeanMachines * 730, decided.MachineTime.Hours, 1e-3);
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        var limits = new SolveLimits(Ratio.FromPercent(20), Duration.FromSeconds(20));
        var outcome = FleetProgram.Solve(problem, limits);
        var planned = Read(PlanReport.Of(workload, problem, limits, outcome).Json)!;
        var plan = outcome.BestPlan!;
        Assert.Equal((double)plan.Bill.Dollars, (double)planned.Bill.Dollars, 0.01);
        Assert.Equal(plan.Machines.Sum(plan.MeanOf) * 730, planned.MachineTime.Hours, 1e-3);
        Assert.InRange(plan.Utilization?.Value ?? 1, 0.01, 0.9000001);
    }

    [Theory]
    [InlineData("{", "bad-json")]
    [InlineData("[]", "bad-plan")]
    [InlineData("{\"usage\":[]}", "bad-plan")]
    [InlineData("{\"recommended\":\"x\",\"options\":[]}", "old-plan")]
    [InlineData("{\"recommended\":null,\"options\":[],\"demand\":{}}", "no-plan")]
    [InlineData("{\"recommended\":7,\"options\":[],\"demand\":{}}", "bad-plan")]
    public void A_file_that_is_no_plan_is_refused_by_name(string text, string rule)
    {
        var problems = new Problems();
        Assert.Null(Read(text, problems));
        var problem = Assert.Single(problems.All);
        Assert.Equal(rule, problem.Rule);
        Assert.EndsWith("plan.json", problem.Where.File, StringComparison.Ordinal);
    }

    /// <summary>A plan that foresaw everything.</summary>
    private static SavedPlan AsItWas
    {
        get
        {
            var all = MonthExample.Hours.Select(hour => hour.All).Aggregate((left, right) => left + right);
            var model = Traffic.Models.First(model => model.Name == MonthExample.Own);
            var requests = model.Stated.Sum(row => row.Usage.Requests!.Value);
            var busy = model.Paid.Where(paid => paid.Kind is CostKind.Busy or CostKind.Failed).Sum(paid => paid.Amount.Amount);
            var mix = new TokenCounts(
                Tokens.FromCount(all.Input - all.Cached), Tokens.FromCount(all.Cached), default, default, Tokens.FromCount(all.Output), default).MeanOf(requests);
            return new("plan.json", "machines", [MonthExample.Own], Paid, RequestsPerSecond.FromPerSecond(requests / (720 * 3600.0)), mix)
            {
                MachineTime = Machines,
                Utilization = Ratio.FromValue((double)(busy / MonthExample.Machines)),
            };
        }
    }

    private static PlanGap Of(SavedPlan plan)
    {
        var (gap, why) = PlanGap.Of(plan, Traffic, Month, Workloads.Capacity);
        Assert.Equal("", why);
        return gap!;
    }

    private static SavedPlan? Read(JsonNode json) => Read(json.ToJsonString(), new Problems());

    private static SavedPlan? Read(string text, Problems problems)
    {
        var folder = Directory.CreateTempSubdirectory("mtok-").FullName;
        try
        {
            var path = Path.Combine(folder, "plan.json");
            File.WriteAllText(path, text);
            return SavedPlan.Read(path, problems);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
