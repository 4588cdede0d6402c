using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

[Trait("Speed", "Slow")]
public sealed class DecisionLaws
{
    private const int Samples = 100;

    /// <summary>For laws that decide several times in each sample.</summary>
    private const int FewerSamples = 25;

    [Fact]
    public void The_recommended_option_is_never_beaten_and_money_adds_up() => Workloads.Any.Sample(
        workload =>
        {
            var decision = Decide(workload);
            var feasible = decision.Options.Where(option => option.Feasible).ToList();
            Assert.All(feasible.Where(option => option.MayWin), option => Assert.True(option.CountedOn >= decision.Recommended!.CountedOn));
            Assert.All(feasible, option =>
            {
                var cost = option.Cost!;
                var tokens = workload.Traffic.MonthlyTokens(workload.Mix);
                Assert.Equal((double)cost.Bill.Value.Dollars, (double)(cost.PerMtok.Allocation * tokens).Dollars, (double)cost.Bill.Value.Dollars * 1e-9);
                Assert.Equal((double)cost.PerMtok.Allocation.Dollars, (double)(cost.PerMtok.Usage + cost.PerMtok.Idle).Dollars, (double)cost.PerMtok.Allocation.Dollars * 1e-9);
                Assert.True(cost.Bill.Low <= cost.Bill.Value && cost.Bill.Value <= cost.Bill.High, option.Name);
                Assert.True(cost.Utilization is null || cost.Utilization <= Ratio.FromValue(1.0000001), option.Name);
            });
        },
        iter: Samples);

    [Fact]
    public void Every_option_is_told_once_and_every_infeasible_one_with_a_reason() => Workloads.Any.Sample(
        workload =>
        {
            var options = Decide(workload).Options;
            Assert.Equal(options.Count, options.DistinctBy(option => (option.Name, option.Feasible)).Count());
            Assert.All(options.Where(option => !option.Feasible), option => Assert.NotNull(option.Refusal));
        },
        iter: Samples);

    [Fact]
    public void Relaxing_the_service_level_never_raises_the_cost() => Gen.Select(Workloads.Any, Gen.Double[20, 300], Gen.Double[1, 3]).Sample(
        (workload, limit, factor) =>
        {
            var tight = workload with { ServiceLevel = new(null, Duration.FromMilliseconds(limit)) };
            var loose = workload with { ServiceLevel = new(null, Duration.FromMilliseconds(limit * factor)) };
            Assert.True(Least(loose) <= Least(tight), $"{limit} x {factor}: {Least(loose)} {Decide(loose).Recommended?.Name} over {Decide(tight).Recommended?.Name}");
        },
        iter: Samples);

    /// <summary>At 203 ms as few machines serve the mean as at 169 ms, and more of what exceeds it: no request overflows, the API still covers failures.</summary>
    [Fact]
    public void A_faster_replica_does_not_lose_the_api_that_stands_in_for_spares()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(21.54), HourlyShape.Steady, ServiceLevel.None);
        UsdPerMonth At(double limit) => Least(workload with
        {
            ServiceLevel = new(null, Duration.FromMilliseconds(limit)),
            Fleet = workload.Fleet with { Spares = 2 },
        });
        Assert.True(At(414) <= At(169), $"{At(414)} over {At(169)}");
    }

    [Fact]
    public void Adding_an_offer_never_raises_the_cost() => Gen.Select(Workloads.Any, Gen.Double[0.5, 5]).Sample(
        (workload, price) =>
        {
            var more = CatalogText.Read(new Problems(), CatalogText.Offers($"new,h200-sxm,8,us,on_demand,{price * 8:0.00},,2026-05-20,s\n"));
            Assert.True(Least(workload, more) <= Least(workload), $"{price} {Least(workload, more)} {Least(workload)} {Decision.For(workload, more, new(more)).Recommended?.Name} | {Decide(workload).Recommended?.Name}");
        },
        iter: FewerSamples);

    [Fact]
    public void Allowing_less_never_lowers_the_cost() => Workloads.Any.Sample(
        workload =>
        {
            var least = Least(workload);
            foreach (var kind in Enum.GetValues<OptionKind>())
            {
                Assert.True(Least(workload with { Allowed = Allowed.All with { Kinds = [.. Allowed.All.Kinds.Where(other => other != kind)] } }) >= least);
            }
        },
        iter: FewerSamples);

    [Fact]
    public void The_same_workload_gives_the_same_answer() => Workloads.Any.Sample(
        workload => Assert.Equal(Decide(workload).Options.Select(option => (option.Name, option.Cost?.Bill.Value)), Decide(workload).Options.Select(option => (option.Name, option.Cost?.Bill.Value))),
        iter: Samples);

    private static Decision Decide(Workload workload) => Decision.For(workload, Workloads.Built, Workloads.Capacity);

    /// <summary>The least bill of all that may be used, at the middle of their throughput, mixes that are no cheaper by the bill one can count on as well.</summary>
    private static UsdPerMonth Least(Workload workload, Catalog? catalog = null)
    {
        var capacities = catalog is null ? Workloads.Capacity : new(catalog);
        var ways = new RankedWays(PlanChoices.For(workload, Demand.Of(workload), catalog ?? Workloads.Built, capacities), workload, null);
        var mixes = workload.Allowed.Kinds.Contains(OptionKind.Mixed)
            ? ways.Bases().Select(pair => ways.Reckoning.PriceMixed(pair.Machines.Machines!, pair.Api.Tokens!)).OfType<RankedOption>()
            : [];
        return ways.All().Concat(mixes).Where(option => option.MayWin).Min(option => option.Cost?.Bill.Value) ?? UsdPerMonth.FromDollars(decimal.MaxValue);
    }
}
