using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Traffic by model: its hours, its tokens as billed, and what was paid for it; nothing is lost on the way.</summary>
public sealed class TrackedTrafficTests
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Capacities Capacities = Workloads.Capacity;

    [Fact]
    public void The_month_has_its_tokens_its_hours_and_all_that_was_paid()
    {
        var traffic = Read(Snapshot.PathOf(MonthExample.Folder));
        var all = MonthExample.Hours.Select(hour => hour.All).Aggregate((left, right) => left + right);
        var own = Assert.Single(traffic.Models, model => model.Name == MonthExample.Own);
        var tokens = own.Stated.Select(row => ModelTraffic.CountsOf(row)!).Aggregate(TokenCounts.None, (sum, row) => sum + row);
        Assert.Equal((all.Input - all.Cached, all.Cached, all.Output), ((long)tokens.Input.Count, (long)tokens.CachedInput.Count, (long)tokens.Output.Count));
        Assert.Equal((720, 0), (traffic.Hours, own.Untold.Count));
        Assert.Equal(MonthExample.Machines, own.Paid.Sum(paid => paid.Amount.Amount));
        Assert.Equal(MonthExample.Billed, traffic.Models.SelectMany(model => model.Paid).Concat(traffic.Unassigned).Sum(paid => paid.Amount.Amount));
    }

    [Fact]
    public void Spellings_of_one_model_are_one_and_an_unknown_one_keeps_its_name()
    {
        var traffic = Of(Usage("meta-llama/Llama-3.3-70B-Instruct", Noon, 10), Usage("llama-3.3-70b", Noon, 20), Usage("our-own-model", Noon, 30), Usage("", Noon, 40));
        Assert.Equal(["", "llama-3.3-70b", "our-own-model"], traffic.Models.Select(model => model.Name));
        Assert.Equal([40L, 30L, 30L], traffic.Models.Select(model => model.Rows.Sum(row => row.Usage.Tokens.Input ?? 0)));
        Assert.Equal([false, true, false], traffic.Models.Select(model => model.Model is not null));
    }

    [Fact]
    public void Sums_of_days_have_no_hour()
    {
        var midnight = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        var days = Of(Usage("m", midnight, 10), Usage("m", midnight.AddDays(1), 10), Usage("other", midnight, 10), Usage("other", Noon, 10));
        Assert.All(days.Models[0].Rows, row => Assert.False(row.IsHourly));
        Assert.All(days.Models[1].Rows, row => Assert.True(row.IsHourly));
        Assert.Equal(13, days.Hours);
    }

    [Fact]
    public void Usage_that_does_not_state_both_sides_or_contradicts_itself_is_apart()
    {
        var stated = new TokenClasses(100, null, 40, null, null, null, 20, 5);
        var traffic = Of(
            Usage("m", Noon, 0) with { Tokens = stated },
            Usage("m", Noon.AddHours(1), 0) with { Tokens = stated with { Output = null, Reasoning = null } },
            Usage("m", Noon.AddHours(2), 0) with { Tokens = stated with { CacheRead = 101 } });
        var model = Assert.Single(traffic.Models);
        var counts = ModelTraffic.CountsOf(Assert.Single(model.Stated))!;
        Assert.Equal((60, 40, 15, 5), (counts.Input.Count, counts.CachedInput.Count, counts.Output.Count, counts.Reasoning.Count));
        Assert.Equal(2, model.Untold.Count);
    }

    [Fact]
    public void Idle_time_is_shared_by_the_models_of_the_deployment_in_proportion_to_their_work()
    {
        CostRow Row(string model, CostKind kind, decimal amount, string deployment = "chat") => new(Noon, new(model, "", deployment), kind, Money.Usd(amount));
        var paid = PaidByModel.Of(
            [Row("a", CostKind.Busy, 3), Row("b", CostKind.Busy, 1), Row("", CostKind.Idle, 10), Row("", CostKind.Idle, 7, "none"), Row("", CostKind.Tax, 2, "")],
            Capacities.Catalog);
        Assert.Equal((10.5m, 3.5m, 9m), (Sum(paid.Of("a")), Sum(paid.Of("b")), Sum(paid.Unassigned)));
    }

    private static decimal Sum(IEnumerable<PaidFor> paid) => paid.Sum(each => each.Amount.Amount);

    private static UsageHour Usage(string model, DateTimeOffset hour, long input) =>
        new(hour, new(model, "", ""), 1, 0, new(input, null, null, null, null, null, 1, null));

    private static TrackedTraffic Of(params UsageHour[] usage) => TrackedTraffic.Of(
        new([], DeploymentFile.Empty, usage, 0, new CounterTally().Close(), [], [], []), TrackSpan.All, Capacities);

    private static TrackedTraffic Read(string path)
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Capacities.Catalog, problems).Read([path]);
        Assert.Empty(problems.All);
        return TrackedTraffic.Of(tracked, TrackSpan.All, Capacities);
    }
}
