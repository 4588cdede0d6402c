using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Plans made of numbers of machines, with their costs (L1).</summary>
public sealed class PlanReadingTests
{
    /// <summary>Any numbers of two kinds of machines, one of them committed, and any flows: each cost is the sum over steps.</summary>
    [Fact]
    public void Costs_are_sums_over_steps()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var small = SmallReckoning.Of(seed, waits: seed % 2 == 0);
            var hourly = small.Machines.First;
            var committed = hourly with { Name = "committed", Offer = hourly.Offer with { Pricing = Pricing.Block }, Price = hourly.Price * Ratio.FromValue(0.7) };
            var problem = small.Problem with { Machines = [hourly, committed], Apis = [small.Api], Fixed = UsdPerMonth.FromDollars(11) };
            var (places, bills) = (new Places(problem), new StepwiseBills(small));
            int[] counts = [.. places.All.Select(_ => random.Next(4))];
            var (kept, sent) = (random.Next(3), places.All.Select(_ => random.NextDouble()).ToList());
            double Flow(int kind, int place) => places.Rate(kind, place) * sent[place];
            var plan = new PlanReading(problem, places).Read(_ => kept, (machine, place) => machine == 0 ? counts[place] : 99, Flow, (kind, place) => places.Rate(kind, place) - Flow(kind, place));

            var rent = bills.Rent((span, step) => counts[At(places, span, step)]);
            Near(rent, plan.Machines.SingleOrDefault(line => line.Choice == hourly)?.Cost);
            Near(kept * 730 * (double)committed.Price.Dollars, plan.Machines.SingleOrDefault(line => line.Choice == committed)?.Cost);
            Assert.Equal(kept, plan.Machines.SingleOrDefault(line => line.Choice == committed)?.Committed ?? 0);
            Assert.Equal(0, plan.Machines.SingleOrDefault(line => line.Choice == hourly)?.Committed ?? 0);
            Assert.Equal((counts.Max() > 0 ? 1 : 0) + (kept > 0 ? 1 : 0), plan.Machines.Count);
            Assert.Equal(plan.Machines.OrderByDescending(line => line.Cost), plan.Machines);
            Assert.All(places.All.Index(), place => Assert.Equal(counts[place.Index] + kept, plan.RunningAt(place.Item.Span, place.Item.Step)));

            // One class that cannot wait: what machines cannot serve goes to the API, whatever was asked.
            var only = problem.Demand.Classes is [{ Deadline.Seconds: 0 }];
            double Left(int span, int step) => only
                ? Math.Max(0, bills.Rate(0, span, step) - ((counts[At(places, span, step)] + kept) * hourly.Rates[0].PerSecond * bills.Usable(span, step))) / Math.Max(1e-9, bills.Rate(0, span, step))
                : sent[At(places, span, step)];
            Near(bills.Sum((span, step) => bills.ApiAt(span, step) * Left(span, step)), plan.ApiCost);
            Near(plan.Machines.Count == 0 ? 0 : 11 + bills.Sum((span, step) => bills.PerRequestAt(span, step) * (1 - Left(span, step))), plan.Overheads);
            Assert.All(places.All, place => Assert.Equal(
                bills.Rate(0, place.Span, place.Step),
                (plan.Classes[0].Overflow[place.Span][place.Step] + plan.Classes[0].Served[place.Span][place.Step]).PerSecond, 1e-9));
            Assert.All(places.All, place => Assert.Equal(
                bills.Rate(0, place.Span, place.Step) * Left(place.Span, place.Step), plan.Classes[0].Overflow[place.Span][place.Step].PerSecond, 1e-6));
        }
    }

    [Fact]
    public void All_goes_to_the_API_and_no_overheads_are_paid()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var small = SmallReckoning.Of(seed, waits: seed % 2 == 0);
            var problem = small.Problem with { Apis = [small.Api], Fixed = UsdPerMonth.FromDollars(11) };
            var plan = problem.AllToApis();
            Near(new StepwiseBills(small).Api, plan.Bill);
            Assert.Empty(plan.Machines);
            Assert.All(plan.Classes, line => Assert.Equal(small.Api, line.Api));
        }
    }

    [Fact]
    public void A_rate_that_is_rounding_is_none()
    {
        var small = SmallReckoning.Plain([100, 50], 1);
        var problem = small.Problem with { Apis = [small.Api] };
        Plan Read(double overflow, double served) =>
            new PlanReading(problem, new(problem)).Read(_ => 0, (_, _) => 1, (_, _) => overflow, (_, _) => served);
        Assert.Equal([0, 0], Read(0.9e-5, 1).Classes[0].Overflow[0].Select(rate => rate.PerSecond));
        Assert.Equal([1.1e-5, 1.1e-5], Read(1.1e-5, 1).Classes[0].Overflow[0].Select(rate => rate.PerSecond));
        Assert.Equal([0, 0], Read(1, 0.9e-5).Classes[0].Served[0].Select(rate => rate.PerSecond));
        Assert.Equal([1.1e-5, 1.1e-5], Read(1, 1.1e-5).Classes[0].Served[0].Select(rate => rate.PerSecond));
        Assert.Equal(default, Read(0, 1).Classes[0].Cost);
    }

    /// <summary>Where some machines do not serve the class or are spares, or no API does, or it may wait, the flows are those asked for.</summary>
    [Fact]
    public void Flows_are_as_asked_where_they_are_more_than_what_machines_leave()
    {
        var small = SmallReckoning.Plain([3, 1]);
        var spot = small.Machines.First with { Offer = small.Machines.First.Offer with { Pricing = Pricing.Spot } };
        var bound = small.Problem.Demand with { Classes = [small.Problem.Demand.Classes[0] with { Interruptible = false }] };
        Assert.Equal(2, Overflow(small.Problem with { Apis = [small.Api] }));
        Assert.Equal(0.5, Overflow(small.Problem));
        Assert.Equal(0.5, Overflow(small.Problem with { Apis = [small.Api], Demand = bound, Machines = [spot] }));
        Assert.Equal(0.5, Overflow(small.Problem with { Apis = [small.Api], Demand = bound, Machines = [small.Machines.First, spot] }));
        Assert.Equal(0.5, Overflow(small.Problem with { Apis = [small.Api], Spares = 1, ApiIsSpare = false }));
        Assert.Equal(0.5, Overflow(SmallReckoning.Plain([3, 1], 1).Problem with { Apis = [small.Api] }));

        static double Overflow(FleetProblem problem) => new PlanReading(problem, new(problem))
            .Read(_ => 0, (_, _) => 1, (_, _) => 0.5, (_, _) => 2.5).Classes[0].Overflow[0][0].PerSecond;
    }

    [Fact]
    public void The_dearest_machines_come_first_and_of_equals_the_first_by_name()
    {
        var small = SmallReckoning.Plain([3, 1]);
        var machine = small.Machines.First;
        var problem = small.Problem with { Machines = [machine with { Name = "b" }, machine with { Name = "a" }, machine with { Name = "z", Price = UsdPerHour.FromDollars(9) }] };
        var plan = new PlanReading(problem, new(problem)).Read(_ => 0, (_, _) => 1, (_, _) => 0, (_, _) => 1);
        Assert.Equal(["z", "a", "b"], plan.Machines.Select(line => line.Choice.Name));
        Assert.Equal(default, plan.Overheads);
    }

    /// <summary>Half an hour of a machine, as often as the step comes in a month.</summary>
    [Fact]
    public void A_start_costs_the_time_before_it_serves_each_time_the_step_comes()
    {
        var small = SmallReckoning.Plain([3, 1]);
        var place = new Places(small.Problem).All[0];
        Assert.Equal(365, place.Month.Hours, 1e-9);
        var problem = small.Problem with { StartUp = Duration.FromMinutes(30), Demand = small.Problem.Demand with { Step = Duration.FromMinutes(15) } };
        Assert.Equal(0.5 * 365 * 4, (double)PlanReading.StartCost(problem, small.Machines.First with { Billing = null }, place).Dollars, 1e-9);
        Assert.Equal(365 * 4, (double)PlanReading.StartCost(problem, small.Machines.First with { Billing = SmallFleets.WholeHours }, place).Dollars, 1e-9);
    }

    [Fact]
    public void As_many_all_the_time_as_the_busiest_step_needs()
    {
        var small = SmallReckoning.Plain([2.5, 1]);
        var plan = (small.Problem with { Spares = 2 }).Constant(small.Machines.First);
        Assert.Equal(5 * 730, (double)plan.Bill.Dollars, 1e-9);
        Assert.Equal([2.5, 1], plan.Classes[0].Served[0].Select(rate => rate.PerSecond));
    }

    private static int At(Places places, int span, int step) => places.All.Index().First(place => place.Item.Span == span && place.Item.Step == step).Index;

    private static void Near(double expected, UsdPerMonth? actual) => Assert.Equal(expected, (double)(actual?.Dollars ?? 0), 1e-9 * Math.Max(1, expected));
}
