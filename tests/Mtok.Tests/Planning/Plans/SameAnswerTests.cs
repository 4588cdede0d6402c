using Google.OrTools.LinearSolver;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A search ends by the work it has done: the same problem has the same plan and bound on a busy machine, and the solver is given what it is asked.</summary>
public sealed class SameAnswerTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_busy_machine_finds_the_same_plan_and_bound()
    {
        foreach (var kinds in new int?[] { 2, null })
        {
            var problem = Hard(kinds);
            var alone = FleetProgram.Solve(problem, SolveLimits.Default);
            using var enough = new CancellationTokenSource();
            var busy = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() => Spin(enough.Token))).ToList();
            busy.ForEach(thread => thread.Start());
            var beside = FleetProgram.Solve(problem, SolveLimits.Default);
            enough.Cancel();
            busy.ForEach(thread => thread.Join());
            Assert.Equal(Text(alone), Text(beside));
            Assert.NotNull(alone.BestPlan);
        }
    }

    [Fact]
    public void A_time_limit_that_cuts_the_search_is_told_from_work_that_is_done()
    {
        var cut = Assert.IsType<PlanOutcome.OutOfTime>(FleetProgram.Solve(Hard(null), new(Ratio.Zero, Duration.FromSeconds(0.1))));
        Assert.True(cut.Best is null || cut.Best.Bill >= cut.Bound);
    }

    [Fact]
    public void A_setting_that_the_solver_does_not_know_is_a_fault()
    {
        using var solver = Solver.CreateSolver("SCIP");
        FleetModel.Set(solver, ["misc/catchctrlc = FALSE", "limits/totalnodes = 7", "limits/dual = 1.5", "separating/maxroundsroot = 0", "separating/maxrounds = 0"]);
        Assert.Throws<InvalidOperationException>(() => FleetModel.Set(solver, ["limits/totalnods = 7"]));
    }

    [Fact]
    public void Prices_of_a_request_a_day_are_large_enough_for_the_solver_and_the_bill_is_right()
    {
        var demand = new Demand(
            Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)],
            [new("a day", Ratio.One, [[.. Enumerable.Range(0, 24).Select(hour => RequestsPerSecond.FromPerSecond(hour == 9 ? 1 / 3600.0 : 0))]])]);
        var api = Usd.FromDollars(1e-9m);
        var problem = new FleetProblem(demand, [SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)], [new("api", [api])], PlanRules.None, 0, default);
        foreach (var relaxed in new[] { true, false })
        {
            using var model = new FleetModel(problem, relaxed);
            Assert.InRange(model.LeastCoefficient(), ProgramCost.LeastCoefficient, 1);
            Assert.Equal(Solver.ResultStatus.OPTIMAL, relaxed ? model.Relax(SearchClock.None) : model.Search(Ratio.Zero, 10, SearchClock.None));
            Assert.Equal(1e-9 * 730 / 24, (double)model.Bound(relaxed).Dollars, 1e-15);
        }

        Assert.Equal(1e-9 * 730 / 24, (double)FleetProgram.Solve(problem, SolveLimits.Default).BestPlan!.Bill.Dollars, 1e-15);
    }

    /// <summary>Two days of twelve kinds of machine without an API, with quotas and minimum runs: no search reaches a gap of nothing soon.</summary>
    private static FleetProblem Hard(int? kinds)
    {
        var rates = Enumerable.Range(0, 48).Select(hour => RequestsPerSecond.FromPerSecond(20 + (12 * Math.Sin(hour * Math.PI / 12)) + (hour * 7919 % 101 / 17.0))).ToList();
        var machines = Enumerable.Range(0, 12).Select(at =>
        {
            var gpus = 1 << (at % 4);
            var machine = SmallFleets.Machine($"m{at}", Pricing.OnDemand, gpus * (2 + (at * 37 % 11 / 20.0)), gpus * (0.9 + (at * 53 % 13 / 20.0)), 1, gpus);
            return machine with { Offer = machine.Offer with { Seller = $"s{at % 3}" } };
        }).ToList();
        return new(
            new(Duration.Hour, [new("chat", new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero), false, default)], [new("two days", Ratio.One, [rates])]),
            machines,
            [],
            new(null, Duration.FromHours(4), null, [new(12, "s0", "", ""), new(16, "s1", "", ""), new(20, "s2", "", "")]) { KindsAtMost = kinds },
            0,
            Duration.FromMinutes(10));
    }

    private static string Text(PlanOutcome outcome) => string.Join(
        '\n',
        outcome.BestPlan!.Machines.Select(line => $"{line.Choice.Name}: {string.Join(',', line.Running.SelectMany(span => span))}")
            .Append($"{outcome.GetType().Name} {outcome.BestPlan.Bill.Dollars} {outcome.LowerBound!.Value.Dollars}"));

    private static void Spin(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
        }
    }
}
