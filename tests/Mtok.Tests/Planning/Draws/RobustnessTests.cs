using CsCheck;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

[Trait("Speed", "Slow")]
public sealed class RobustnessTests
{
    private static readonly Band Sure = new(Ratio.One, Ratio.One, new BandSource.Assumed());

    private static readonly Uncertainties Nothing = new(Sure, Sure, PriceTrends.Same(Ratio.FromPercent(-10)));

    /// <summary>Two prices, both log-normal around the same bill: one is the cheaper in half of the draws; the other 10 % dearer, by the normal law.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1.1)]
    [InlineData(1.3)]
    public void Two_candidates_win_as_often_as_the_normal_law_says(double dearer)
    {
        var given = Nothing with { Trends = PriceTrends.Of(Walk(1.25), Walk(1.25), Walk(1.5)) };
        var problem = Steady([SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)], api: 2 * dearer / (5 * 3600));
        var outlook = new Outlook(given);
        var alone = problem with { Apis = [] };
        var answer = Robustness.Of([new Finalists(alone, outlook).Of(Machines(alone, 1)), new Finalists(problem, outlook).Of(ApiAlone(problem))], outlook, null, 1);
        var deviation = Math.Sqrt(Math.Pow(Math.Log(1.25) / 1.645, 2) + Math.Pow(Math.Log(1.5) / 1.645, 2));
        Assert.Equal(OptionKind.OnDemand, answer.Standings.Single(standing => standing.Name == "the plan").Kind);
        Assert.Equal(Phi(Math.Log(dearer) / deviation), answer.Standings.Single(standing => standing.Name == "the plan").Cheapest.Value, 0.015);
        Assert.Equal(1, answer.Standings.Sum(standing => standing.Cheapest.Value), 1e-12);
    }

    [Fact]
    public void What_is_dearer_in_every_draw_never_wins_and_a_sole_candidate_regrets_nothing()
    {
        var problem = Steady([SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1), SmallFleets.Machine("dear", Pricing.OnDemand, 3, 5, 1, 1)], api: 1);
        var outlook = new Outlook(Wide);
        var finalists = new Finalists(problem, outlook);
        var both = Robustness.Of([finalists.Of(Machines(problem, 1)), finalists.Of(Machines(problem with { Machines = [problem.Machines[1]] }, 1))], outlook, null, 1);
        Assert.Equal(1, both.Recommended.Cheapest.Value);
        Assert.Equal(0, both.Standings[1].Cheapest.Value);
        Assert.Equal(default, both.Recommended.Regret95);
        Assert.True(both.Standings[1].ExpectedRegret.Dollars > 0 && both.Standings[1].Regret95 > both.Standings[1].ExpectedRegret);
        var sole = Robustness.Of([finalists.Of(Machines(problem, 1))], outlook, null, 1);
        Assert.Equal(default, sole.Recommended.ExpectedRegret);
        Assert.Equal(default, sole.Recommended.Regret95);
    }

    [Fact]
    public void A_figure_that_a_candidate_does_not_depend_on_changes_nothing_of_it()
    {
        var problem = Steady([SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)], api: 1);
        CandidateStanding With(Uncertainties given)
        {
            var outlook = new Outlook(given);
            return Robustness.Of([new Finalists(problem with { Apis = [] }, outlook).Of(Machines(problem with { Apis = [] }, 1))], outlook, null, 1).Recommended;
        }

        Assert.Equal(With(Wide), With(Wide with { Trends = PriceTrends.Of(Walk(1.4), Walk(10), Walk(10)) }));
        Assert.NotEqual(With(Wide), With(Wide with { Demand = new(Ratio.FromValue(0.1), Ratio.FromValue(10), new BandSource.Assumed()) }));
    }

    /// <summary>Ten machines are bound: half the demand costs as much, twice the demand sends what passes 50 a second to the API.</summary>
    [Fact]
    public void Committed_machines_stay_paid_and_what_passes_them_goes_to_the_API()
    {
        var problem = Steady([SmallFleets.Machine("m", Pricing.ReservedOneYear, 2, 5, 1, 1)], api: 0.001, rate: 50);
        var outlook = new Outlook(Nothing);
        var plan = new Finalists(problem, outlook).Of(Machines(problem, 10));
        Assert.Equal(10 * 2 * 730, plan.BillAt(Factors(outlook, 1)).Total, 1e-6);
        Assert.Equal(10 * 2 * 730, plan.BillAt(Factors(outlook, 0.5)).Total, 1e-6);
        Assert.Equal((10 * 2 * 730) + (50 * 3600 * 730 * 0.001), plan.BillAt(Factors(outlook, 2)).Total, 1e-3);
        Assert.Equal(10 * 2 * 730, plan.BillAt(Factors(outlook, 2)).Bound, 1e-6);
    }

    [Fact]
    public void Machines_by_the_hour_are_as_many_as_each_hour_turns_out_to_need()
    {
        var demand = Demand([50, 10]);
        var problem = Steady([SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)], api: null) with { Demand = demand, StartUp = Duration.FromMinutes(30) };
        var outlook = new Outlook(Nothing);
        var plan = new Finalists(problem, outlook).Of(FleetProgram.Solve(problem, SolveLimits.Default with { Gap = Ratio.Zero }).BestPlan!);

        // 10 and 2 machines with 8 starts; at 1.1 times the demand 11 and 3 with 8 again; no API, so none is short.
        Assert.Equal(2 * 365 * (12 + 4), plan.BillAt(Factors(outlook, 1)).Total, 1e-6);
        Assert.Equal(2 * 365 * (14 + 4), plan.BillAt(Factors(outlook, 1.1)).Total, 1e-6);
    }

    [Fact]
    public void The_yearly_change_at_which_a_commitment_evens_out_makes_both_cost_the_same()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.Steady, ServiceLevel.None) with
        {
            Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand, OptionKind.Reserved], Providers = ["gcp"] },
        };
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var problem = PlanChoices.For(workload, Mtok.Planning.Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        Robustness With(double yearly) => Robustness.Of(decision.Options, decision.Workload, problem, null, Workloads.Built, Nothing with { Trends = PriceTrends.Same(Ratio.FromValue(yearly)) })!;
        var test = With(-0.1).Commitments.First(test => test.Evens is not null);
        var even = With(test.Evens!.Value.Value).Commitments.Single(other => other.Name == test.Name);
        Assert.Equal((double)even.Committed.Dollars, (double)even.Flexible.Dollars, 1e-6 * (double)even.Committed.Dollars);
        Assert.True(With(test.Evens.Value.Value + 0.02).Commitments.Single(other => other.Name == test.Name).Pays);
        Assert.False(With(test.Evens.Value.Value - 0.02).Commitments.Single(other => other.Name == test.Name).Pays);
    }

    /// <summary>Prices that halve each year: over three the mean of 1, falling to 1/8, by the continuous law.</summary>
    [Fact]
    public void The_mean_price_over_a_term_is_the_integral_of_the_price()
    {
        static double Mean(double yearly, double lasts, double term) =>
            new PriceTrend(Ratio.FromValue(yearly), Duration.FromYears(lasts), new BandSource.Assumed()).MeanOver(Duration.FromYears(term)).Value;
        Assert.Equal(1, Mean(0, 1, 3));
        Assert.Equal((1 - (1 / 8.0)) / Math.Log(2) / 3, Mean(-0.5, 9, 3), 1e-12);
        foreach (var (yearly, lasts) in new[] { (-0.12, 3.0), (0.25, 0.4), (1.0, 1.5) })
        {
            var steps = Enumerable.Range(0, 30_000).Average(step => Math.Pow(1 + yearly, Math.Min(lasts, (step + 0.5) / 10_000)));
            Assert.Equal(steps, Mean(yearly, lasts, 3), 1e-7);
        }
    }

    [Fact]
    public void At_the_middle_every_option_costs_what_decide_says()
    {
        foreach (var shape in new[] { HourlyShape.Steady, HourlyShape.BusinessHours, HourlyShape.Spiky(Ratio.FromValue(5)) })
        {
            var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), shape, ServiceLevel.None) with { Overheads = Overheads.None with { Multiplier = Ratio.FromValue(1.2), Support = UsdPerMonth.FromDollars(50), Egress = UsdPerGigabyte.FromDollars(0.09m), BytesPerOutputToken = Bytes.FromCount(250) } };
            var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
            var problem = PlanChoices.For(workload, Mtok.Planning.Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
            var answer = Robustness.Of(decision.Options, decision.Workload, problem, null, Workloads.Built)!;
            Assert.Equal(decision.Recommended!.Name, answer.Recommended.Name);
            Assert.All(decision.BestOfEachKind, option => Assert.Equal(
                (double)option.Cost!.Bill.Value.Dollars, (double)answer.Standings.Single(standing => standing.Name == option.Name).Middle.Dollars, 1e-6 * (double)option.Cost.Bill.Value.Dollars));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_on_any_number_of_cores()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.BusinessHours, ServiceLevel.None);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var problem = PlanChoices.For(workload, Mtok.Planning.Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        var plan = FleetProgram.Solve(problem, SolveLimits.Default).BestPlan!;
        string Told(int seed) => RobustnessReport.Json(Robustness.Of(decision.Options, decision.Workload, problem, plan, Workloads.Built, seed: seed)!).ToJsonString();
        var oneCore = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler; // Loops within take no other thread.
        Assert.Equal(Told(1), await Task.Factory.StartNew(() => Told(1), TestContext.Current.CancellationToken, TaskCreationOptions.None, oneCore));
        Assert.NotEqual(Told(1), Told(2));
        var answer = Robustness.Of(decision.Options, decision.Workload, problem, plan, Workloads.Built)!;
        Assert.Equal((double)plan.Bill.Dollars, (double)answer.Standings.Single(standing => standing.Name == "the plan").Middle.Dollars, 1e-3);
        Assert.All(answer.Standings, standing => Assert.True(standing.ExpectedRegret.Dollars >= 0 && standing.Bill.Low <= standing.Bill.High));
        Assert.True(answer.Swings.Zip(answer.Swings.Skip(1)).All(pair => Size(pair.First) >= Size(pair.Second)));
    }

    /// <summary>Two classes, waiting, spot, quotas, spares, with and without an API: the plan costs at the middle what it does, and something sound elsewhere.</summary>
    [Fact]
    public void Any_plan_costs_its_bill_at_the_middle() => SmallFleets.Any.Sample(
        problem =>
        {
            if (FleetProgram.Solve(problem, SolveLimits.Default).BestPlan is not { } plan)
            {
                return;
            }

            var outlook = new Outlook(Wide);
            var finalists = new Finalists(problem, outlook);
            var finalist = finalists.Of(plan).WithBill(plan.Bill, finalists.Middle);
            Assert.Equal((double)plan.Bill.Dollars, finalist.BillAt(finalists.Middle).Total, 1e-6 * (1 + (double)plan.Bill.Dollars));
            Assert.All(new[] { 0.4, 0.9, 1.2, 3 }, demand => Assert.InRange(finalist.BillAt(Factors(outlook, demand)).Total, 0, 1e9));
            Assert.True(finalist.BillAt(Factors(outlook, 3)).Total >= finalist.BillAt(Factors(outlook, 1)).Total * 0.999);
        },
        iter: 60, threads: 1);

    [Fact]
    public void Spreads_come_from_the_catalog_and_say_so()
    {
        var given = Uncertainties.Of(Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None), Workloads.Built);
        var seen = Assert.IsType<BandSource.RentHistory>(given.Rent("l4", isSpot: false).Source).Seen;
        Assert.True(seen.Rose > seen.Fell);
        Assert.All(new[] { given.Rent("h100-sxm", isSpot: false), given.Rent("h100-sxm", isSpot: true), given.Api }, band =>
            Assert.True(band.Low < Ratio.One && band.High > Ratio.One && Math.Abs((band.Low.Value * band.High.Value) - 1) < 1e-9));
        Assert.True(Assert.IsType<BandSource.RentHistory>(given.Rent("h100-sxm", isSpot: true).Source).IsSpot);
        Assert.IsType<BandSource.Assumed>(given.Demand.Source);
        var own = Uncertainties.Of(Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with { Forecast = new(Ratio.FromValue(0.9), Ratio.FromValue(2)) }, Workloads.Built);
        Assert.Equal(2, own.Demand.High.Value);
    }

    private static Uncertainties Wide { get; } = Nothing with
    {
        Demand = new(Ratio.FromValue(0.5), Ratio.FromValue(2), new BandSource.Assumed()),
        Trends = PriceTrends.Of(Walk(1.4), Walk(1), Walk(1.4)),
    };

    /// <summary>Prices that a month moves by that factor at the 95th percentile.</summary>
    private static PriceTrend Walk(double far) => new(Ratio.FromPercent(-10), Duration.FromYears(1000), new BandSource.Assumed())
    {
        Spread = Ratio.FromValue(Math.Log(far) / Spread.Ends / Math.Sqrt((Duration.Month / Duration.FromYears(1)).Value)),
    };

    private static decimal Size(Swing swing) => Math.Abs((swing.BillAtHigh - swing.BillAtLow).Dollars);

    private static double[] Factors(Outlook outlook, double demand)
    {
        var factors = outlook.At(_ => 0);
        factors[Outlook.Demand] = demand;
        return factors;
    }

    private static Demand Demand(double[] rates) => new(
        Duration.Hour, [new("all", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), false, default)], [new("hours", Ratio.One, [[.. rates.Select(RequestsPerSecond.FromPerSecond)]])]);

    private static FleetProblem Steady(IReadOnlyList<MachineChoice> machines, double? api, double rate = 5) =>
        new(Demand([rate]), machines, api is { } price ? [new("api", [Usd.FromDollars((decimal)price)])] : [], PlanRules.None, 0, default);

    private static Plan Machines(FleetProblem problem, int count) => new PlanReading(problem, new(problem)).Read(machine => machine == 0 ? count : 0, (machine, _) => machine == 0 ? count : 0, (_, _) => 0, (_, _) => problem.Demand.Mean().PerSecond);

    private static Plan ApiAlone(FleetProblem problem) => new PlanReading(problem, new(problem)).ApiAlone();

    /// <summary>By Abramowitz and Stegun 7.1.26, to 1.5e-7.</summary>
    private static double Phi(double value)
    {
        var x = Math.Abs(value) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * x));
        var tail = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-x * x);
        return value >= 0 ? 1 - (tail / 2) : tail / 2;
    }
}
