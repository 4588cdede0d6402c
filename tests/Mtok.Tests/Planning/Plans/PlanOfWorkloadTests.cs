using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Plans of workloads against what <c>decide</c> ranks for them.</summary>
[Trait("Speed", "Slow")]
public sealed class PlanOfWorkloadTests
{
    public static TheoryData<string> Examples => [.. Directory.EnumerateFiles(Snapshot.PathOf("examples"), "*.toml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_plan_never_costs_more_than_any_single_option(string example)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems).Read(Snapshot.PathOf("examples/" + example))!;
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        var outcome = FleetProgram.Solve(problem, new(Ratio.FromPercent(0.3), Duration.FromSeconds(30)));
        var plan = outcome.BestPlan!;
        var bound = outcome switch { PlanOutcome.Found found => found.Bound, PlanOutcome.OutOfTime late => late.Bound, _ => default };

        // The bound says what the plan may still miss; no option may be below it, nor below the plan by more than the gap.
        var cheapest = decision.Recommended!.Cost!.Bill.Value;
        Assert.True(bound <= cheapest * Ratio.FromValue(1 + 1e-6), $"bound {bound}, {decision.Recommended.Name} {cheapest}");
        Assert.True(plan.Bill <= cheapest * Ratio.FromValue(1.003), $"plan {plan.Bill}, {decision.Recommended.Name} {cheapest}");
    }

    [Fact]
    public void Every_request_of_every_step_is_served()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.Spiky(Ratio.FromValue(5)), ServiceLevel.None);
        var plan = FleetProgram.Solve(PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity), SolveLimits.Default).BestPlan!;
        Assert.NotEmpty(plan.Machines);
        for (var step = 0; step < 24; step++)
        {
            var demand = plan.Demand.Spans[0].Rates[0][step].PerSecond;
            var (served, sent) = (plan.Classes[0].Served[0][step].PerSecond, plan.Classes[0].Overflow[0][step].PerSecond);
            Assert.Equal(demand, served + sent, 1e-6 * demand);
            Assert.True(served <= plan.ReplicasAt(0, step).Sum(part => part.Replicas * part.Choice.Rates[0].PerSecond / part.Choice.Replicas) * (1 + 1e-6));
        }
    }

    [Fact]
    public void Work_that_may_wait_moves_to_other_hours_and_costs_less()
    {
        var demand = new Demand(Duration.Hour, [new("batch", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)],
            [new("a day", Ratio.One, [[.. Enumerable.Range(0, 24).Select(hour => RequestsPerSecond.FromPerSecond(hour < 6 ? 20 : 2))]])]);
        var problem = new FleetProblem(demand, [SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)], [], PlanRules.None, 0, Duration.FromMinutes(30));
        var now = FleetProgram.Solve(problem, SolveLimits.Default with { Gap = Ratio.FromValue(1e-6) }).BestPlan!;
        var later = FleetProgram.Solve(problem with { Demand = demand with { Classes = [demand.Classes[0] with { Deadline = Duration.FromHours(24) }] } }, SolveLimits.Default with { Gap = Ratio.FromValue(1e-6) }).BestPlan!;
        Assert.Equal(4, now.Machines[0].Most);
        Assert.True(later.Bill < now.Bill * Ratio.FromValue(0.85), $"{later.Bill} against {now.Bill}");
        var total = demand.Spans[0].Rates[0].Sum(rate => rate.PerSecond);
        Assert.Equal(total, later.Classes[0].Served[0].Sum(rate => rate.PerSecond), 1e-4);
    }

    [Fact]
    public void Quotas_that_clash_are_named()
    {
        var demand = new Demand(Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("an hour", Ratio.One, [[RequestsPerSecond.FromPerSecond(50)]])]);
        var machine = SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1);
        var rules = PlanRules.None with { Quotas = [new(4, "s", "", ""), new(900, "", "", machine.Offer.AcceleratorId)] };
        var reasons = Assert.IsType<PlanOutcome.Infeasible>(FleetProgram.Solve(new(demand, [machine], [], rules, 0, default), SolveLimits.Default)).Reasons;
        Assert.Equal([new FleetLimit.OfQuota(rules.Quotas[0])], Assert.IsType<Clash.TooFewMachines>(reasons[0]).Limits);
    }

    [Fact]
    public void A_limit_on_kinds_or_sellers_that_clashes_is_named()
    {
        var classes = Enumerable.Range(0, 2).Select(kind => new DemandClass($"class {kind}", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)).ToList();
        IReadOnlyList<RequestsPerSecond> rate = [RequestsPerSecond.FromPerSecond(5)];
        MachineChoice Only(int kind)
        {
            var machine = SmallFleets.Machine($"m{kind}", Pricing.OnDemand, 2, 5, 2, 1);
            return machine with { Offer = machine.Offer with { Seller = $"s{kind}" }, Rates = [.. machine.Rates.Select((own, at) => at == kind ? own : default)] };
        }

        PlanOutcome With(PlanRules rules) => FleetProgram.Solve(new(new(Duration.Hour, classes, [new("an hour", Ratio.One, [rate, rate])]), [Only(0), Only(1)], [], rules, 0, default), SolveLimits.Default);
        FleetLimit Named(PlanRules rules) => Assert.Single(Assert.IsType<Clash.TooFewMachines>(Assert.IsType<PlanOutcome.Infeasible>(With(rules)).Reasons[0]).Limits);
        Assert.Equal(new FleetLimit.Kinds(1), Named(PlanRules.None with { KindsAtMost = 1 }));
        Assert.Equal(new FleetLimit.Sellers(1), Named(PlanRules.None with { SellersAtMost = 1 }));
        Assert.Equal(2, Assert.IsType<PlanOutcome.Found>(With(PlanRules.None with { KindsAtMost = 2, SellersAtMost = 2 })).Plan.Machines.Count);
    }

    [Fact]
    public void The_same_machine_in_two_zones_is_one_kind()
    {
        MachineChoice In(string zone, decimal price)
        {
            var machine = SmallFleets.Machine("m", Pricing.OnDemand, (double)price, 5, 1, 1);
            return machine with { Name = zone, Offer = machine.Offer with { Region = "r", Zone = zone } };
        }

        var demand = new Demand(Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("an hour", Ratio.One, [[RequestsPerSecond.FromPerSecond(12)]])]);
        var rules = PlanRules.None with { KindsAtMost = 1 };
        var problem = new FleetProblem(demand, [In("ra", 1), In("rb", 2)], [], rules, 0, default) { SparesBy = SparesBy.Zone };
        Assert.Equal(2, Assert.IsType<PlanOutcome.Found>(FleetProgram.Solve(problem, SolveLimits.Default)).Plan.Machines.Count);
    }

    [Fact]
    public void Energy_is_that_of_devices_by_use_and_of_hosts_all_month_and_falls_on_the_tokens_that_machines_serve()
    {
        // Of 12 requests a second machines serve 10 and the API 2 in one hour of two, in the other machines serve 1; two machines run all month at 10 x 0.5 / 5.
        var demand = new Demand(
            Duration.Hour,
            [new("chat", new(Tokens.FromCount(300), Tokens.FromCount(100), Ratio.Zero), false, default)],
            [new("two hours", Ratio.One, [[RequestsPerSecond.FromPerSecond(12), RequestsPerSecond.FromPerSecond(1)]])]);
        var power = new MachinePower(Watts.FromWatts(700), new(Ratio.FromValue(0.9), IsAssumed: false), 8, 6, [new(Tokens.FromCount(64), Tokens.FromCount(64), Ratio.FromValue(2))]);
        var machine = SmallFleets.Machine("m", Pricing.ReservedOneYear, 1, 5, 1, 1) with { Power = power };
        var plan = FleetProgram.Solve(
            new(demand, [machine], [new("api", [Usd.FromDollars(0.00015m)])], PlanRules.None, 0, default), SolveLimits.Default with { Gap = Ratio.Zero }).BestPlan!;
        var line = Assert.Single(plan.Machines);
        var full = line.Committed * line.Choice.Rates[0].PerSecond / line.Choice.PeakUtilization.Value;
        var used = plan.Classes[0].Served[0].Select(rate => rate.PerSecond / full).ToList();
        Assert.True(used[0] > used[1]);
        var devices = line.Committed * used.Average(use => power.OfDevices([Ratio.FromValue(use)]).Count);
        Assert.Equal(devices, plan.MeanDevicePower!.Value.Count, 1e-6);
        Assert.Equal(devices + (line.Committed * 8 * 700 * 0.9), plan.MeanPower!.Value.Count, 1e-6);
        Assert.Equal(plan.MeanPower.Value.Kilowatts * 730, plan.MonthlyEnergy!.Value.Count, 1e-6);
        Assert.Equal(plan.MonthlyEnergy.Value.Count / (plan.MachineTokens.Count / 1e6), plan.EnergyPerMtok!.Value.Count, 1e-9);
        Assert.Null((plan with { Machines = [line with { Choice = machine with { Power = null } }] }).MonthlyEnergy);
    }

    [Fact]
    public void Whichever_zone_is_lost_the_rest_serves_even_what_was_to_wait()
    {
        var demand = new Demand(Duration.Hour, [new("batch", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, Duration.FromHours(3))],
            [new("eight hours", Ratio.One, [[.. Enumerable.Range(0, 8).Select(hour => RequestsPerSecond.FromPerSecond(hour < 3 ? 24 : 4))]])]);
        MachineChoice In(string zone, double price) => SmallFleets.Machine(zone, Pricing.OnDemand, price, 5, 1, 1) is var machine ? machine with { Offer = machine.Offer with { Region = "r", Zone = zone } } : null!;
        var problem = new FleetProblem(demand, [In("a", 2), In("b", 2.1), In("c", 2.6)], [], PlanRules.None, 0, default);
        var exactly = SolveLimits.Default with { Gap = Ratio.FromValue(1e-6) };
        var (alone, spread) = (FleetProgram.Solve(problem, exactly).BestPlan!, FleetProgram.Solve(problem with { SparesBy = SparesBy.Zone }, exactly).BestPlan!);
        Assert.Equal("a", Assert.Single(alone.Machines).Choice.Name);
        Assert.Equal(3, spread.Machines.Count);
        Assert.All(spread.Machines, lost => Assert.All(Enumerable.Range(0, 8), step =>
            Assert.True(spread.Machines.Where(line => line != lost).Sum(line => line.Running[0][step] * 5) >= spread.Classes[0].Served[0][step].PerSecond - 1e-6)));
        var together = problem with { SparesBy = SparesBy.Zone, Machines = [.. problem.Machines.Select(machine => machine with { Offer = machine.Offer with { Zone = "" } })] };
        Assert.Equal(new Clash.UnservedWithoutZone("batch", "s r"), Assert.IsType<PlanOutcome.Infeasible>(FleetProgram.Solve(together, exactly)).Reasons[0]);
        var quota = problem with { SparesBy = SparesBy.Zone, Rules = PlanRules.None with { Quotas = [new(3, "s", "", "")] } };
        Assert.Equal([new FleetLimit.OfQuota(quota.Rules.Quotas[0]), new FleetLimit.ZoneLoss()], Assert.IsType<Clash.TooFewMachines>(Assert.IsType<PlanOutcome.Infeasible>(FleetProgram.Solve(quota, exactly)).Reasons[0]).Limits);
    }

    [Fact]
    public void A_forecast_commits_for_all_its_bands()
    {
        var demand = new Demand(Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("an hour", Ratio.One, [[RequestsPerSecond.FromPerSecond(50)]])]);
        var banded = demand.Forecast(Ratio.FromValue(0.5), Ratio.FromValue(1.5));
        Assert.Equal(1, banded.Spans.Sum(span => span.Share.Value), 1e-12);
        Assert.Equal(50, banded.Mean().PerSecond, 1e-9);
        var machine = SmallFleets.Machine("m", Pricing.ReservedOneYear, 2, 5, 1, 1);
        var api = new ApiChoice("api", [Usd.FromDollars(0.001m)]);
        var plan = FleetProgram.Solve(new(banded, [machine], [api], PlanRules.None, 0, default), SolveLimits.Default with { Gap = Ratio.Zero }).BestPlan!;

        // A machine saves 5 x 3600 x $0.001 = $18 an hour where it is busy: worth $2 in the highest band's 18.5 % of the time alone.
        Assert.Equal(15, plan.Machines[0].Committed);
    }
}
