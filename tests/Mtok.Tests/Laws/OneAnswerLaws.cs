using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Ranking and plan are views of one reckoning: the same machines cost the same, and what is proved of one holds of the other.</summary>
[Trait("Speed", "Slow")]
public sealed class OneAnswerLaws
{
    private const int Instances = 12;

    private static readonly SolveLimits Limits = new(Ratio.FromPercent(2), Duration.FromSeconds(1));

    /// <summary>Rates, shapes (of days, weeks, 170 and 400 hours), levels, work that waits, spares, overheads and kinds that are allowed.</summary>
    private static Workload Any(int seed)
    {
        var random = new Random(seed);
        var (shape, peak, level, waits) = (random.Next(5), 1 + (19 * random.NextDouble()), random.Next(4), random.Next(4) == 0);
        return Workloads.Of(RequestsPerSecond.FromPerSecond(Math.Pow(10, -2 + (4.5 * random.NextDouble()))), ShapeOf(shape, peak), LevelOf(level)) with
        {
            Deferrable = waits,
            Interruptible = waits,
            Fleet = FleetRules.DefaultFor(LevelOf(level)) with { Spares = random.Next(3) },
            Allowed = Allowed.All with { Kinds = KindsOf(random.Next(4)) },
            Overheads = Overheads.None with { Multiplier = Ratio.FromValue(1 + (peak / 40)), Support = UsdPerMonth.FromDollars(level * 100) },
        };
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Instances)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_plan_is_proved_dearer_than_an_option_and_none_costs_more(int seed)
    {
        var workload = Any(seed);
        var problems = new RequestProblems(new Problems(), name => name);
        var answer = PlanAnswer.For(workload, VerdictTraffic.OfShape(new DemandRequest(), workload, problems)!, Workloads.Capacity, Limits, new());
        var options = answer.Ways!.All().Where(option => option.MayWin).ToList();
        if (answer.Outcome.LowerBound is not { } bound || options.Count == 0)
        {
            Assert.Empty(options);
            return;
        }

        var (plan, best) = (answer.Outcome.BestPlan!, options[0]);
        Assert.All(options.Where(option => option.Provisioned is null), option => Assert.True(
            IsAtMost(bound, option.Cost!.Bill.Value), $"bound {bound}, {option.Name} {option.Cost.Bill.Value}"));
        Assert.True(best.Provisioned is not null || IsAtMost(plan.Bill, best.Cost!.Bill.Value), $"plan {plan.Bill}, {best.Name} {best.Cost!.Bill.Value}");
        Assert.True(
            best.Provisioned is not null || IsAtMost(answer.Chances!.CountedOn, best.CountedOn),
            $"one can count on the plan for {answer.Chances?.CountedOn}, on {best.Name} for {best.CountedOn}");
    }

    /// <summary>The ranking of a workload is that of its plan: what is recommended in both is sized alike.</summary>
    [Theory]
    [InlineData("private-chat")]
    [InlineData("article-high-volume-steady")]
    [InlineData("support-chat")]
    public void A_plan_without_a_trace_is_compared_with_what_decide_recommends(string example)
    {
        var workload = new WorkloadReader(Workloads.Built, new Problems()).Read(Path.Combine(Snapshot.PathOf("examples"), $"{example}.toml"))!;
        var traffic = VerdictTraffic.OfShape(new DemandRequest(), workload, new RequestProblems(new Problems(), name => name))!;
        var (decided, answer) = (ProvedDecision.Of(workload, Workloads.Capacity).Recommended!, PlanAnswer.For(workload, traffic, Workloads.Capacity, Limits, new()));
        var same = answer.Ways!.All().First(option => option.Name == decided.Name);
        Assert.Equal((decided.Cost!.Bill, decided.CountedOn), (same.Cost!.Bill, same.CountedOn));
        Assert.True(IsAtMost(answer.Chances!.CountedOn, decided.CountedOn), $"{answer.Chances.CountedOn}, {decided.CountedOn}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_option_that_a_plan_is_restricted_to_is_at_most_as_cheap(int seed)
    {
        var workload = Any(seed);
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        var option = new RankedWays(problem, workload, null).All().Where(one => one is { MayWin: true, Machines: not null, Tokens: null }).OrderBy(one => one.Cost!.Bill.Value).FirstOrDefault();
        if (option is null || option.Fleet!.ByTheHour == false && !option.Machines!.First.IsCommitted && !workload.Deferrable && workload.Traffic.Shape.Levels.Count > 1)
        {
            return;
        }

        var outcome = FleetProgram.Solve(problem.WithoutApis() with { Machines = option.Machines!.Zones }, Limits);
        Assert.NotNull(outcome.BestPlan);
        var (least, most) = (outcome.LowerBound!.Value.Dollars, option.Cost!.Bill.Value.Dollars);
        Assert.True(least <= most * 1.000001m, $"{option.Name}: bound {least}, option {most}");
        Assert.True(workload.Deferrable || most <= outcome.BestPlan.Bill.Dollars * 1.021m, $"{option.Name}: plan {outcome.BestPlan.Bill.Dollars}, option {most}");
    }

    /// <summary>Where machines first cost less and stay cheaper is one volume, whichever command is asked.</summary>
    [Theory]
    [InlineData("article-high-volume-steady")]
    [InlineData("article-high-volume-variable")]
    [InlineData("article-medium-business-hours")]
    [InlineData("support-chat")]
    public void Every_command_gives_one_break_even_volume(string example)
    {
        var workload = new WorkloadReader(Workloads.Built, new Problems()).Read(Path.Combine(Snapshot.PathOf("examples"), $"{example}.toml"))!;
        var decision = ProvedDecision.Of(workload, Workloads.Capacity);
        var (curve, staircase) = (ProvedBreakEven.Curve(workload, Workloads.Capacity), ProvedBreakEven.Staircase(workload, Workloads.Capacity));
        var (first, stays) = (decision.Flips.OfType<Flip.Volume>().Single().Threshold, decision.Flips.OfType<Flip.VolumeStays>().Single().Threshold);
        Assert.Equal((curve.First, curve.Stays), (first, stays));
        Assert.Equal((curve.First, curve.Stays), (staircase.Crossings.First, staircase.Crossings.Stays));
        Assert.NotEqual(default, first ?? Tokens.FromCount(1));
    }

    private static bool IsAtMost(UsdPerMonth? less, UsdPerMonth? more) => less <= more!.Value * Ratio.FromValue(1 + 1e-6);

    private static HourlyShape ShapeOf(int shape, double peak) => shape switch
    {
        0 => HourlyShape.Steady,
        1 => HourlyShape.BusinessHours,
        2 => HourlyShape.Spiky(Ratio.FromValue(peak)),
        3 => Waves(170, peak),
        _ => Waves(400, peak),
    };

    private static HourlyShape Waves(int hours, double peak) => HourlyShape.Observed(
        "waves", [.. Enumerable.Range(0, hours).Select(hour => RequestsPerSecond.FromPerSecond(1 + ((peak - 1) * Math.Pow(Math.Sin(hour * 0.13), 4)) + (hour % 7 * 0.1)))]);

    private static ServiceLevel LevelOf(int level) => level switch
    {
        0 => ServiceLevel.None,
        1 => new(Duration.FromSeconds(2), Duration.FromMilliseconds(200)),
        _ => new(Duration.FromSeconds(1), Duration.FromMilliseconds(60)),
    };

    private static IReadOnlyList<OptionKind> KindsOf(int kinds) => kinds switch
    {
        0 => Allowed.All.Kinds,
        1 => [OptionKind.OnDemand],
        2 => [OptionKind.OnDemand, OptionKind.Reserved, OptionKind.Owned],
        _ => [OptionKind.Api, OptionKind.Reserved],
    };
}
