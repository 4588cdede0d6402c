using CsCheck;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Traffic told by counters and by a log is counted once, and what nobody claims keeps a row.</summary>
public sealed class ReconciliationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_log_says_whose_and_the_counters_how_much()
    {
        var once = Reconciliation.Of([Of(0, "", 1000, 300), Of(1, "", 500, 100)], [Of(0, "a", 600, 200), Of(1, "b", 300, 50)]);
        Assert.Equal((1500L, 400L), Sum(once.Usage));
        Assert.Equal((600L, 150L), Sum(once.Usage.Where(hour => hour.Key.Team.Length == 0)));
        Assert.Equal(0.6053, Assert.Single(once.Coverage).Share!.Value.Value, 4);
    }

    [Fact]
    public void A_log_that_tells_more_than_the_counters_is_kept_and_its_coverage_exceeds_one()
    {
        var once = Reconciliation.Of([Of(0, "", 100, 10)], [Of(0, "a", 150, 10)]);
        Assert.Equal((150L, 10L), Sum(once.Usage));
        Assert.True(Assert.Single(once.Coverage).Share > Ratio.One);
    }

    [Fact]
    public void A_class_that_the_log_does_not_tell_stays_unknown()
    {
        var counted = Of(0, "", 100, 10);
        var once = Reconciliation.Of([counted with { Tokens = counted.Tokens with { CacheRead = 40 } }], [Of(0, "a", 60, 5)]);
        Assert.All(once.Usage, hour => Assert.Null(hour.Tokens.CacheRead));
    }

    [Fact]
    public void Counters_without_a_log_count_as_they_are()
    {
        var once = Reconciliation.Of([Of(0, "", 100, 10)], [Of(0, "a", 60, 5) with { Key = new("other", "a", "chat") }]);
        Assert.Equal((160L, 15L), Sum(once.Usage));
        Assert.Empty(once.Coverage);
    }

    [Fact]
    public void A_log_that_names_no_deployment_tells_of_all_that_serve_its_model()
    {
        var once = Reconciliation.Of(
            [At("gpu-1", Of(0, "", 600, 60)), At("gpu-2", Of(0, "", 400, 40))], [At("", Of(0, "a", 700, 70))]);
        Assert.Equal((1000L, 100L), Sum(once.Usage));
        Assert.Equal(0.7, Assert.Single(once.Coverage).Share!.Value.Value, 6);
        Assert.Empty(once.Elsewhere);
    }

    [Fact]
    public void A_log_of_another_deployment_is_counted_too_and_told()
    {
        var once = Reconciliation.Of([Of(0, "", 100, 10)], [At("gateway", Of(0, "a", 60, 5))]);
        Assert.Equal((160L, 15L), Sum(once.Usage));
        var told = Assert.Single(once.Elsewhere);
        Assert.Equal(("llama-3.1-8b", "gateway"), (told.Model, told.Log));
        Assert.Equal(["chat"], told.Engines);
    }

    [Fact]
    public void Counted_and_claimed_add_up_to_the_larger_of_both() =>
        Gen.Select(Gen.Int[1, 5], Gen.Long[0, 1_000_000].Array[5], Gen.Long[0, 1_000_000].Array[5]).Sample((hours, counted, claimed) =>
        {
            var once = Reconciliation.Of(
                [.. Enumerable.Range(0, hours).Select(hour => Of(hour, "", counted[hour], counted[hour] / 3))],
                [.. Enumerable.Range(0, hours).Select(hour => Of(hour, "a", claimed[hour], claimed[hour] / 3))]);
            Assert.Equal(Math.Max(counted.Take(hours).Sum(), claimed.Take(hours).Sum()), Sum(once.Usage).Input);
        }, iter: 300);

    private static (long Input, long Output) Sum(IEnumerable<UsageHour> hours) =>
        hours.Aggregate((Input: 0L, Output: 0L), (sum, hour) => (sum.Input + (hour.Tokens.Input ?? 0), sum.Output + (hour.Tokens.Output ?? 0)));

    private static UsageHour At(string deployment, UsageHour hour) => hour with { Key = hour.Key with { Deployment = deployment } };

    private static UsageHour Of(int hour, string team, long input, long output) =>
        new(Noon.AddHours(hour), new("llama-3.1-8b", team, "chat"), null, null, TokenClasses.Unknown with { Input = input, Output = output });
}
