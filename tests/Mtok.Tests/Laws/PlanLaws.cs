using CsCheck;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Laws of the cheapest plan.</summary>
[Trait("Speed", "Slow")]
public sealed class PlanLaws
{
    private static readonly SolveLimits Exactly = new(Ratio.FromValue(1e-7), Duration.FromSeconds(60));

    [Fact]
    public void It_costs_what_the_cheapest_of_all_numbers_of_machines_costs() => CostsWhatTheCheapestDoes(SmallFleets.Any, 150);

    [Fact]
    public void Of_few_kinds_and_sellers_it_costs_what_the_cheapest_of_all_numbers_of_machines_costs() => CostsWhatTheCheapestDoes(SmallFleets.OfFewKinds, 120);

    private static void CostsWhatTheCheapestDoes(Gen<FleetProblem> problems, int least)
    {
        var found = 0;
        problems.Sample(
            problem =>
            {
                var best = SmallFleets.BruteForce(problem);
                switch (FleetProgram.Solve(problem, Exactly))
                {
                    case PlanOutcome.Found plan:
                        Assert.NotNull(best);
                        Assert.Equal(best.Value, (double)plan.Plan.Bill.Dollars, 1e-5 * (1 + best.Value));
                        Assert.True(plan.Bound <= plan.Plan.Bill);
                        Interlocked.Increment(ref found);
                        break;
                    case PlanOutcome.Infeasible none:
                        Assert.Null(best);
                        Assert.NotEmpty(none.Reasons);
                        break;
                    default:
                        Assert.Fail("a small problem takes no time");
                        break;
                }
            },
            iter: 200, threads: 1);
        Assert.True(found >= least, $"{found} found");
    }

    [Theory]
    [InlineData(168, 60)]
    [InlineData(10080, 1)]
    public void A_base_with_overflow_is_what_sorting_the_demand_gives(int steps, int minutes)
    {
        var rates = Enumerable.Range(0, steps).Select(step => 20 + (15 * Math.Sin(step * minutes * Math.PI / 720)) + (step * 7919 % 101 / 10.0)).ToArray();
        const double Served = 4;
        const decimal Hourly = 2.5m;
        var api = Usd.FromDollars(0.0004m);
        var machine = SmallFleets.Machine("base", Pricing.ReservedOneYear, (double)Hourly, Served, 1, 1);
        var requests = new DemandClass("all", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default);
        var demand = new Demand(Duration.FromMinutes(minutes), [requests], [new("a week", Ratio.One, [[.. rates.Select(RequestsPerSecond.FromPerSecond)]])]);
        var limits = steps > 1000 ? SolveLimits.Default : Exactly; // Asked for 1 %, the search still ends at the best.
        var plan = Assert.IsType<PlanOutcome.Found>(FleetProgram.Solve(new(demand, [machine], [new("api", [api])], PlanRules.None, 0, default), limits)).Plan;

        // The n-th machine saves, in a step of demand d, min(served, max(0, d - (n - 1) served)) requests a second from the API.
        double Saved(int nth) => rates.Average(rate => Math.Clamp(rate - ((nth - 1) * Served), 0, Served)) * 3600 * (double)api.Dollars;
        var best = Enumerable.Range(1, 100).TakeWhile(nth => Saved(nth) > (double)Hourly).Count();
        var overflow = rates.Average(rate => Math.Max(0, rate - (best * Served)));
        Assert.InRange(best, 2, 10);
        Assert.Equal(best, plan.Machines[0].Committed);
        Assert.Equal((best * (double)Hourly * 730) + (overflow * 730 * 3600 * (double)api.Dollars), (double)plan.Bill.Dollars, 1e-3);
    }

    [Fact]
    public void One_more_offer_or_a_longer_wait_or_a_larger_quota_never_costs_more() => SmallFleets.Any.Sample(
        problem =>
        {
            var offer = SmallFleets.Machine("more", Pricing.OnDemand, 0.7, 5, problem.Demand.Classes.Count, 1);
            FleetProblem[] wider =
            [
                problem with { Machines = [.. problem.Machines, offer] },
                problem with { Demand = problem.Demand with { Classes = [.. problem.Demand.Classes.Select(kind => kind with { Deadline = kind.Deadline + Duration.Hour })] } },
                problem with { Demand = problem.Demand with { Classes = [.. problem.Demand.Classes.Select(kind => kind with { Interruptible = true })] } },
                problem with { Rules = problem.Rules with { Quotas = [.. problem.Rules.Quotas.Select(quota => quota with { Gpus = quota.Gpus + 2 })] } },
                problem with { Rules = problem.Rules with { MinimumRun = default, ScaleUp = null } },
                problem with { SparesBy = SparesBy.Machine, Spares = 0 },
            ];
            var cost = Cost(problem);
            Assert.All(wider, more => Assert.True(Cost(more) <= cost + 1e-4));
        },
        iter: 40, threads: 1);

    [Fact]
    public void Less_of_a_machines_rate_in_a_step_never_costs_less() => Gen.Select(SmallFleets.Any, Gen.Int[0, 2], Gen.Double[0.3, 0.95]).Sample(
        (problem, tightened, share) =>
        {
            var all = problem.Usable.Count > 0 ? problem.Usable : [[Ratio.One, Ratio.One, Ratio.One]];
            Assert.True(Cost(problem with { Usable = [[.. all[0].Select((usable, step) => step == tightened ? usable * Ratio.FromValue(share) : usable)]] }) >= Cost(problem) - 1e-4);
        },
        iter: 40, threads: 1);

    [Fact]
    public void All_of_a_machines_rate_is_what_is_usable_where_nothing_is_said() => SmallFleets.Any.Sample(
        problem =>
        {
            var silent = problem with { Usable = [] };
            Assert.Equal(Told(FleetProgram.Solve(silent, SolveLimits.Default)), Told(FleetProgram.Solve(silent with { Usable = [[Ratio.One, Ratio.One, Ratio.One]] }, SolveLimits.Default)));
        },
        iter: 20, threads: 1);

    /// <summary>The same plan at half the rate as with half as fast machines: in the bound's rows, the search by the hour and the reading of shares.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Half_of_a_machines_rate_is_a_machine_half_as_fast(bool hasApi)
    {
        var rates = Enumerable.Range(0, 48).Select(hour => RequestsPerSecond.FromPerSecond(20 + (15 * Math.Sin(hour * Math.PI / 12)))).ToArray();
        var demand = new Demand(Duration.Hour, [new("all", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("two days", Ratio.One, [rates])]);
        FleetProblem At(double factor) => new(demand, [SmallFleets.Machine("hourly", Pricing.OnDemand, 2.5, 4 * factor, 1, 1), SmallFleets.Machine("small", Pricing.OnDemand, 1.1, 1.5 * factor, 1, 1), SmallFleets.Machine("base", Pricing.ReservedOneYear, 1.7, 4 * factor, 1, 1)], hasApi ? [new("api", [Usd.FromDollars(0.0004m)])] : [], PlanRules.None, 0, Duration.FromMinutes(10));
        var (half, slow) = (FleetProgram.Solve(At(1) with { Usable = [[.. rates.Select(_ => Ratio.FromValue(0.5))]] }, SolveLimits.Default), FleetProgram.Solve(At(0.5), SolveLimits.Default));
        Assert.Equal(Told(slow), Told(half));
    }

    [Fact]
    public void A_step_in_which_nothing_of_a_machine_is_usable_needs_an_API()
    {
        var demand = new Demand(Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("two hours", Ratio.One, [[RequestsPerSecond.FromPerSecond(5), RequestsPerSecond.FromPerSecond(5)]])]);
        var problem = new FleetProblem(demand, [SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)], [], PlanRules.None, 0, default) { Usable = [[Ratio.One, Ratio.Zero]] };
        var reasons = Assert.IsType<PlanOutcome.Infeasible>(FleetProgram.Solve(problem, SolveLimits.Default)).Reasons;
        Assert.Equal(new Clash.NothingUsable(1, 2), reasons[0]);
        var plan = FleetProgram.Solve(problem with { Apis = [new("api", [Usd.FromDollars(1)])] }, SolveLimits.Default).BestPlan!;
        Assert.Equal([0, 5], plan.Classes[0].Overflow[0].Select(rate => rate.PerSecond));
    }

    [Fact]
    public void A_looser_limit_on_kinds_or_sellers_never_costs_more() => SmallFleets.OfFewKinds.Sample(
        problem =>
        {
            double With(int? kinds, int? sellers) => Cost(problem with { Rules = problem.Rules with { KindsAtMost = kinds, SellersAtMost = sellers } });
            foreach (var sellers in new int?[] { 1, null })
            {
                var costs = new[] { With(1, sellers), With(2, sellers), With(3, sellers), With(null, sellers) };
                Assert.All(costs.Zip(costs.Skip(1)), pair => Assert.True(double.IsPositiveInfinity(pair.First) || pair.Second <= pair.First * (1 + 1e-6), string.Join(' ', costs)));
            }
        },
        iter: 40, threads: 1);

    [Fact]
    public void A_budget_of_few_kinds_is_kept_or_told_to_be_too_small() => BudgetIsKept(SmallFleets.OfFewKinds);

    [Fact]
    public void A_budget_is_kept_or_told_to_be_too_small() => BudgetIsKept(SmallFleets.Any);

    private static void BudgetIsKept(Gen<FleetProblem> problems) => problems.Sample(
        problem =>
        {
            if (FleetProgram.Solve(problem, Exactly).BestPlan is not { } free || free.Bill.Dollars <= 1)
            {
                return;
            }

            var exact = FleetProgram.Solve(problem with { Rules = problem.Rules with { Budget = free.Bill + UsdPerMonth.FromDollars(0.01m) } }, SolveLimits.Default with { Gap = Ratio.FromPercent(30) });
            Assert.True(Assert.IsType<PlanOutcome.Found>(exact).Plan.Bill <= free.Bill + UsdPerMonth.FromDollars(0.02m));
            var small = FleetProgram.Solve(problem with { Rules = problem.Rules with { Budget = free.Bill * Ratio.FromValue(0.9) } }, Exactly);
            Assert.IsType<Clash.BudgetTooSmall>(Assert.IsType<PlanOutcome.Infeasible>(small).Reasons[0]);
        },
        iter: 40, threads: 1);

    [Fact]
    public void The_same_problem_gives_the_same_plan() => SmallFleets.Any.Sample(
        problem => Assert.Equal(Told(FleetProgram.Solve(problem, SolveLimits.Default)), Told(FleetProgram.Solve(problem, SolveLimits.Default))),
        iter: 20, threads: 1);

    private static double Cost(FleetProblem problem) => (double?)FleetProgram.Solve(problem, Exactly).BestPlan?.Bill.Dollars ?? double.PositiveInfinity;

    private static string Told(PlanOutcome outcome) => outcome.BestPlan is { } plan
        ? string.Join('\n', plan.Machines.Select(line => $"{line.Choice.Name} {string.Join(',', line.Running[0])}").Append(plan.Bill.Dollars.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        : string.Join('\n', ((PlanOutcome.Infeasible)outcome).Reasons.Select(ClashWords.Of));
}
