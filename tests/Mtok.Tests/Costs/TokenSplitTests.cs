using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>C8: input, cached input and output apart, of APIs, machines, mixes and provisioned units.</summary>
public sealed class TokenSplitTests
{
    [Fact]
    public void Shares_times_prices_add_up_to_the_blended_price() =>
        Gen.Select(Gen.Double[1, 10_000], Gen.Double[1, 10_000], Gen.Int[0, 100], Gen.Double[1e-7, 1], Gen.Double[0, 1], Gen.Double[1e-7, 1]).Sample((input, output, percent, a, b, c) =>
        {
            var cached = percent / 100.0;
            var mix = new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.FromValue(cached));
            Assert.Equal(0.7, Blended(TokenSplit.Of(UsdPerMtok.FromDollars(0.7m), mix, new(cached < 1 ? a : 0, cached > 0 ? b : 0, c)), mix), 1e-9);
        });

    [Fact]
    public void A_prompt_token_that_takes_a_tenth_of_the_time_costs_a_tenth()
    {
        var mix = new TokenMix(Tokens.FromCount(300), Tokens.FromCount(100), Ratio.FromPercent(50));
        var times = new TokenTimes(Duration.FromMilliseconds(1), Duration.FromMilliseconds(0.1), Duration.FromMilliseconds(10));
        var split = TokenSplit.Of(UsdPerMtok.FromDollars(1), mix, times.Of(mix));
        Assert.Equal(10, (split.Output!.Value / split.Input!.Value).Value, 1e-9);
        Assert.Equal(10, (split.Input.Value / split.Cached!.Value).Value, 1e-9);
        Assert.Null(TokenSplit.Of(UsdPerMtok.FromDollars(1), mix with { CachedShare = Ratio.Zero }, new(1, 0, 1)).Cached);
    }

    /// <summary>A list without tiers, fees or hours: the prices come back; what is written to the cache is input.</summary>
    [Fact]
    public void An_API_gives_back_its_list_prices()
    {
        var sonnet = ApiTariff.From(Workloads.Built.ApisFor(Workloads.Built.FindModel("claude-haiku-4-5")!)).First(tariff => tariff.Base.Provider == "anthropic");
        var mix = new TokenMix(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.FromPercent(40));
        var parts = sonnet.PartsOf(mix, asBatch: false, WeekHours.Even);
        var split = TokenSplit.Of(sonnet.PriceOf(mix, asBatch: false) / mix.Total, mix, parts);
        Assert.Equal(sonnet.Base.Prices.Input.Dollars, Math.Round(split.Input!.Value.Dollars, 9));
        Assert.Equal(sonnet.Base.Prices.CachedInput!.Value.Dollars, Math.Round(split.Cached!.Value.Dollars, 9));
        Assert.Equal(sonnet.Base.Prices.Output.Dollars, Math.Round(split.Output!.Value.Dollars, 9));
    }

    /// <summary>Every way of every kind: what is shown apart adds up to what is shown together.</summary>
    [Fact]
    public void Of_every_option_shares_times_prices_are_its_blended_price()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(40), HourlyShape.Spiky(Ratio.FromValue(3)), new(Duration.FromSeconds(2), Duration.FromMilliseconds(200))) with
        {
            Mix = new(Tokens.FromCount(900), Tokens.FromCount(200), Ratio.FromPercent(30)),
            Overheads = Overheads.None with { Multiplier = Ratio.FromValue(1.2), Support = UsdPerMonth.FromDollars(500) },
        };
        var options = Decision.For(workload, Workloads.Built, Workloads.Capacity).Options.Where(option => option.PerMtokApart is not null).ToList();
        Assert.Superset(new HashSet<OptionKind> { OptionKind.Api, OptionKind.OnDemand, OptionKind.Mixed, OptionKind.Owned }, options.Select(option => option.Kind).ToHashSet());
        Assert.All(options.Take(300), option => Assert.Equal(
            (double)option.Cost!.PerMtok.Allocation.Dollars, Blended(option.PerMtokApart!, workload.Mix), 1e-9 * (double)option.Cost.PerMtok.Allocation.Dollars));
        Assert.All(options.Where(option => option.Kind == OptionKind.OnDemand).Take(50), option => Assert.True(option.PerMtokApart!.Cached < option.PerMtokApart.Input));
    }

    [Fact]
    public void Compare_and_a_plan_split_likewise()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(40), HourlyShape.Steady, ServiceLevel.None) with
        {
            Mix = new(Tokens.FromCount(900), Tokens.FromCount(200), Ratio.FromPercent(30)),
        };
        var compared = Comparison.For(workload, Ratio.FromPercent(60), Workloads.Built, Workloads.Capacity).Options.Where(option => option.PerMtokApart is not null).ToList();
        Assert.Contains(compared, option => option.Kind == OptionKind.OnDemand);
        Assert.All(compared, option => Assert.Equal(
            (double)option.PerMtok.Value.Dollars, Blended(option.PerMtokApart!, workload.Mix), 1e-9 * (double)option.PerMtok.Value.Dollars));
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        var plan = FleetProgram.Solve(problem, new(Ratio.FromPercent(5), Duration.FromSeconds(20))).BestPlan!;
        Assert.Equal((double)plan.PerMtok.Dollars, Blended(problem.ApartOf(plan)!, workload.Mix), 1e-9 * (double)plan.PerMtok.Dollars);
    }

    private static double Blended(TokenSplit split, TokenMix mix) => (
        ((double)(split.Input?.Dollars ?? 0) * mix.ComputedInput.Count) + ((double)(split.Cached?.Dollars ?? 0) * mix.CachedInput.Count)
        + ((double)(split.Output?.Dollars ?? 0) * mix.Output.Count)) / mix.Total.Count;
}
