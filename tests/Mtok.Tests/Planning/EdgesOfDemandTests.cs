using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Hardly any demand, hardly any choice: the same laws hold.</summary>
public sealed class EdgesOfDemandTests
{
    [Fact]
    public void A_machine_is_one_however_little_of_it_is_used()
    {
        Assert.Equal(0, Fleet.Needed(0, 5));
        Assert.Equal(1, Fleet.Needed(1e-15, 5));
        Assert.Equal(3, Fleet.Needed(15 * (1 + 1e-12), 5));
        Assert.Equal(0, Fleet.Left(15 * (1 + 1e-12), 15));
        Assert.Equal(1e-15, Fleet.Left(1e-15, 0));
    }

    /// <summary>Machines that could serve far more than all that comes were rounded away.</summary>
    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-8)]
    [InlineData(1e-5)]
    [InlineData(1e-2)]
    public void The_cheapest_machine_serves_a_trickle(double rate)
    {
        var problem = Problem(rate, [SmallFleets.Machine("dear", Pricing.OnDemand, 3, 50, 1, 1), SmallFleets.Machine("cheap", Pricing.OnDemand, 2, 5, 1, 1)]);
        foreach (var asked in new[] { problem, problem with { Rules = PlanRules.None with { ScaleUp = 5 } }, problem with { Demand = problem.Demand with { Classes = [problem.Demand.Classes[0] with { Deadline = Duration.FromHours(3) }] } } })
        {
            var plan = FleetProgram.Solve(asked, SolveLimits.Default with { Gap = Ratio.Zero }).BestPlan!;
            Assert.Equal(("cheap", 1), (Assert.Single(plan.Machines).Choice.Name, plan.Machines[0].Most));
            Assert.Equal(5, plan.Machines[0].Choice.Rates[0].PerSecond);
            Assert.Equal(asked.Demand.Classes[0].Deadline == default ? 2 * 730 : 730, (double)plan.Bill.Dollars, 1e-6); // What may wait is served every other hour.
        }
    }

    /// <summary>Limits on machines where there are none leave all to the API.</summary>
    [Fact]
    public void Limits_of_machines_that_nobody_offers_limit_nothing()
    {
        foreach (var rules in new[] { PlanRules.None with { ScaleUp = 2 }, PlanRules.None with { ScaleUp = 0 }, PlanRules.None with { Quotas = [new(3, "", "", "")] }, PlanRules.None with { MinimumRun = Duration.FromHours(4) }, PlanRules.None with { Budget = UsdPerMonth.FromDollars(1e6m) } })
        {
            foreach (var by in Enum.GetValues<SparesBy>())
            {
                var problem = Problem(3, []) with { Rules = rules, SparesBy = by, Apis = [new("api", [Usd.FromDollars(0.0001m)])] };
                Assert.Equal(0.0001 * 3 * 3600 * 730, (double)FleetProgram.Solve(problem, SolveLimits.Default).BestPlan!.Bill.Dollars, 1e-3);
                Assert.NotNull(VolumeCurve.For(problem));
                Assert.IsType<PlanOutcome.Infeasible>(FleetProgram.Solve(problem with { Apis = [] }, SolveLimits.Default));
            }
        }
    }

    /// <summary>Each candidate brings a figure of its own; a commitment is the last to.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Commitments_on_machines_that_no_other_candidate_has_are_tested()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerDay(20e6), HourlyShape.Steady, ServiceLevel.None) with { Models = [Workloads.Built.FindModel("llama-3.1-8b")!], Mix = new(Tokens.FromCount(500), Tokens.FromCount(200), Ratio.Zero), Interruptible = false };
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var outlook = new Outlook(Uncertainties.Of(workload, Workloads.Built));
        var finalists = new Finalists(problem, outlook);
        foreach (var first in decision.BestOfEachKind)
        {
            Assert.NotEmpty(new CommitmentTests(decision.Options, decision.Workload, Workloads.Built, finalists, outlook).All([finalists.Of(first)]));
        }
    }

    [Fact]
    public void Hardly_any_request_is_ranked_with_a_price_for_each_option()
    {
        foreach (var rate in new[] { 1e-9, 1e-8, 1e-7, 1e-6 })
        {
            var decision = Decision.For(Workloads.Of(RequestsPerSecond.FromPerSecond(rate), HourlyShape.BusinessHours, ServiceLevel.None), Workloads.Built, Workloads.Capacity);
            Assert.All(decision.Options.Where(option => option is { Feasible: true, Fleet: not null }), option => Assert.True(option.Cost!.Machines >= 1 && option.Cost.Bill.Value.Dollars > 1 && option.Cost.Utilization <= Ratio.One, option.Name));
        }
    }

    private static FleetProblem Problem(double rate, IReadOnlyList<MachineChoice> machines) => new(
        new(Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("two hours", Ratio.One, [[RequestsPerSecond.FromPerSecond(rate), RequestsPerSecond.FromPerSecond(rate)]])]),
        machines, [], PlanRules.None, 0, default);
}
