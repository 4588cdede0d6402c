using CsCheck;
using Mtok.Planning;
using Mtok.Tests.Simulation;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>What every replay of a plan obeys, and what becomes of plans that cannot hold.</summary>
[Trait("Speed", "Slow")]
public sealed class ReplayTests
{
    private static readonly SolveLimits Limits = new(Ratio.FromValue(1e-4), Duration.FromSeconds(20));
    private static readonly ServiceLevel Level = new(Duration.FromSeconds(1), Duration.FromMilliseconds(60));

    [Fact]
    public void Every_request_ends_once_and_belongs_to_one_step() => Gen.Select(Gen.Int[1, 1000], Gen.Double[0.5, 8], Gen.Bool).Sample(
        (seed, rate, hasApi) =>
        {
            var trace = Wave(seed, rate, 40);
            var (_, replay) = Prove(Workload(hasApi), trace, Duration.FromMinutes(10));
            foreach (var round in replay.Rounds)
            {
                Assert.Equal(trace.Requests.Count(), round.Result.Requests);
                Assert.Equal(round.Result.Requests, round.Result.Served + round.Result.Overflowed + round.Result.TooLong);
                Assert.Equal(round.Result.Requests, round.Steps.Sum(step => step.Requests));
                Assert.Equal(round.Result.Overflowed, round.Steps.Sum(step => step.Overflowed));
                Assert.Equal(round.Result.Attainment.Value, round.Steps.Sum(step => step.Kept) / (double)round.Result.Requests, 1e-12);
            }

            Assert.True(replay.Holds, replay.WhyNot?.ToString());
            Assert.DoesNotContain(replay.Rounds[^1].Steps, step => step.Misses(Level.Share));
        },
        iter: 12, threads: 1);

    [Fact]
    public void Machines_cost_what_was_planned_to_within_their_starts_and_what_they_finish()
    {
        var (_, replay) = Prove(Workload(hasApi: false), Wave(3, 120, 60), Duration.FromMinutes(10));
        var plan = replay.Plan;
        Assert.True(plan.Machines.Any(line => line.Running[0].Distinct().Count() > 1), "the number of machines moves");

        // Each change may be paid a minute longer or shorter than planned, at the dearest machine's price.
        var changes = plan.Machines.Sum(line => line.Running[0].Zip(line.Running[0].Skip(1).Append(line.Running[0][0]), (one, next) => Math.Abs(one - next)).Sum());
        var most = plan.Machines.Max(line => line.Choice.Price) * Duration.FromMinutes(changes + 1);
        var difference = Math.Abs((replay.ReplayedInTime - replay.PlannedInTime).Dollars);
        Assert.True(difference <= most.Dollars, $"{replay.ReplayedInTime} replayed, {replay.PlannedInTime} planned, {changes} changes");
    }

    [Fact]
    public void A_flat_fleet_costs_exactly_what_was_planned()
    {
        var trace = SampleTraces.Poisson(4, 6, 4000, Lengths);
        var (_, replay) = Prove(Workload(hasApi: false), trace, Duration.Hour);
        Assert.Equal((double)replay.Planned.Dollars, (double)replay.Replayed.Dollars, 1e-6 * (double)replay.Planned.Dollars);
    }

    [Fact]
    public void Tightening_never_lowers_the_cost()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var (_, replay) = Prove(Workload(hasApi: seed == 2), Wave(seed, 6, 40), Duration.FromMinutes(10));
            var before = replay.Rounds.TakeWhile(round => round.Missed.Count > 0).ToList();
            Assert.All(before.Zip(replay.Rounds.Skip(1).Take(before.Count)), pair =>
                Assert.True(pair.Second.Plan.Bill >= pair.First.Plan.Bill * Ratio.FromValue(1 - (2 * Limits.Gap.Value)), $"{pair.First.Plan.Bill} then {pair.Second.Plan.Bill}"));
            Assert.All(replay.Rounds.Where(round => round.Missed.Count == 0), round => Assert.True(round.Replayed >= replay.Replayed));
        }
    }

    [Fact]
    public void More_machines_of_a_kind_never_keep_fewer_requests()
    {
        var trace = SampleTraces.Poisson(5, 40, 6000, Lengths);
        var (workload, problem) = Problem(Workload(hasApi: false), trace, Duration.Hour);
        var only = problem with { Machines = [problem.Machines.First(choice => choice.Deployment.ToString() == "2x h100-sxm fp8 vLLM")] };
        var kept = new List<long>();
        for (var machines = 1; machines <= 5; machines++)
        {
            var line = new PlannedMachines(only.Machines[0], 0, [[machines]], default);
            var plan = new Plan(only.Demand, [line], [new(only.Demand.Classes[0], null, [[default]], [[default]], default)], default);
            var (_, replay) = Replays.Prove(workload, only, new PlanOutcome.Found(plan, default), trace, Workloads.Capacity, Limits, new() { Rounds = 1 });
            kept.Add(replay!.Rounds[0].Steps[0].Kept);
        }

        Assert.Equal(kept.Order(), kept);
        Assert.True(kept[0] < kept[^1]);
    }

    [Fact]
    public void A_spot_machine_reclaimed_in_the_busiest_step_is_missed_unless_another_runs_and_costs_nothing_more()
    {
        var (workload, problem) = Problem(Workload(hasApi: false), SampleTraces.Poisson(6, 4, 12_000, Lengths), Duration.Hour);
        var kind = problem.Machines.First(choice => choice.Deployment.ToString() == "2x h100-sxm fp8 vLLM");
        ReplayRound Replayed(int machines, bool isSpot)
        {
            var choice = kind with { Spot = isSpot ? new SpotTerms(kind.Price, null, null, null, problem.StartUp) : null };
            var only = problem with { Machines = [choice] };
            var plan = new Plan(only.Demand, [new(choice, 0, [[machines]], default)], [new(only.Demand.Classes[0], null, [[default]], [[default]], default)], default);
            var trace = SampleTraces.Poisson(6, 4, 12_000, Lengths);
            return Replays.Prove(workload, only, new PlanOutcome.Found(plan, default), trace, Workloads.Capacity, Limits, new() { Rounds = 1 }).Replay!.Rounds[0];
        }

        var (kept, alone, spare) = (Replayed(1, isSpot: false), Replayed(1, isSpot: true), Replayed(2, isSpot: true));
        Assert.Empty(kept.Missed);
        Assert.NotEmpty(alone.Missed);
        Assert.Empty(spare.Missed);
        Assert.Equal(kept.Replayed, alone.Replayed);
    }

    [Fact]
    public void The_same_seed_gives_the_same_replay_and_growth_comes_at_the_same_hours()
    {
        var trace = Wave(6, 3, 40);
        var (first, second) = (Prove(Workload(hasApi: true), trace, Duration.FromMinutes(10), growth: 1.5).Replay, Prove(Workload(hasApi: true), trace, Duration.FromMinutes(10), growth: 1.5).Replay);
        Assert.Equal(first.Result.Hash, second.Result.Hash);
        Assert.Equal(first.Rounds.Select(round => round.Replayed), second.Rounds.Select(round => round.Replayed));
        var steps = first.Rounds[^1].Steps;
        var recorded = trace.Requests.CountBy(request => (int)(request.Arrival.Minutes / 10)).ToDictionary();
        Assert.All(steps.Index(), step => Assert.InRange(step.Item.Requests, 1.3 * recorded[step.Index], 1.7 * recorded[step.Index]));
    }

    [Fact]
    public void Each_recorded_span_runs_the_schedule_of_the_span_that_stands_for_it()
    {
        // Eight spans of two steps, of three sorts.
        static int Count(int step) => (step / 2 % 3) switch { 0 => 60, 1 => 150, _ => 300 };
        var trace = SampleTraces.Of("days", [.. Enumerable.Range(0, 16).SelectMany(step => Enumerable.Range(0, Count(step)).Select(index => ((step + (index / (double)Count(step))) * 600, 300, 100)))]);
        var (workload, problem) = Problem(Workload(hasApi: false), trace, Duration.FromMinutes(10), length: 2, spans: 3);
        Assert.Equal(Enumerable.Range(0, 8), problem.Demand.Spans.SelectMany(span => span.StandsFor).Order());
        Assert.All(problem.Demand.Spans, span => Assert.Equal(span.StandsFor.Count / 8.0, span.Share.Value, 1e-12));
        var (_, replay) = Replays.Prove(workload, problem, FleetProgram.Solve(problem, Limits), trace, Workloads.Capacity, Limits, new());
        Assert.Equal(16, replay!.Rounds[^1].Steps.Count);
        Assert.All(replay.Rounds[^1].Steps.Index(), step => Assert.Contains(step.Index / 2, problem.Demand.Spans[step.Item.Span].StandsFor));
    }

    [Fact]
    public void The_ends_of_a_forecast_are_planned_for_and_not_replayed()
    {
        var trace = Wave(7, 30, 40);
        var (workload, problem) = Problem(Workload(hasApi: false), trace, Duration.FromMinutes(10), band: 0.5);
        var outcome = FleetProgram.Solve(problem, Limits);
        var (_, replay) = Replays.Prove(workload, problem, outcome, trace, Workloads.Capacity, Limits, new());
        Assert.Equal(4, replay!.Rounds[0].Steps.Count);
        Assert.True(replay.Planned < replay.Plan.Bill, "the higher end costs more");
        Assert.Contains(new ReplayNote.MedianForecast(), replay.Notes);
    }

    [Fact]
    public void A_prompt_that_alone_takes_too_long_is_said_to()
    {
        // One in ten prompts is long: the mean keeps the limit everywhere, the long ones nowhere.
        var trace = SampleTraces.Poisson(8, 1, 600, random => (random.Next(10) == 0 ? 60_000 : 100, 50));
        var workload = Workload(hasApi: false) with { ServiceLevel = new(Duration.FromMilliseconds(700), null) };
        var (outcome, replay) = Prove(workload, trace, Duration.Hour);
        Assert.False(replay.Holds);
        Assert.NotNull(outcome.BestPlan);
        Assert.IsType<TighteningEnd.PromptsTooLong>(Assert.IsType<ReplayFailure.Missed>(replay.WhyNot).End);
        Assert.Contains(replay.Notes, note => note is ReplayNote.PromptsTooLong);
    }

    /// <summary>The time is that of all rounds together, from the answer's beginning and not from when its limits were written.</summary>
    [Fact]
    public void No_round_of_tightening_begins_after_the_time()
    {
        var trace = SampleTraces.Of("bursts", [.. Enumerable.Range(0, 1600).Select(index => (Math.Floor(index / 80.0) * 20, 900, 50))]);
        var (workload, problem) = Problem(Workload(hasApi: false) with { ServiceLevel = Level with { Ttft = Duration.FromMilliseconds(400) } }, trace, Duration.Hour);
        var plan = FleetProgram.Solve(problem, Limits);
        var (outcome, replay) = Replays.Prove(workload, problem, plan, trace, Workloads.Capacity, Limits with { Time = Duration.FromSeconds(1e-6) }, new());
        Assert.Single(replay!.Rounds);
        Assert.IsType<TighteningEnd.OutOfTime>(Assert.IsType<ReplayFailure.Missed>(replay.WhyNot).End);
        Assert.IsType<PlanOutcome.OutOfTime>(outcome);
        var begun = Limits.Begun();
        Assert.Same(begun, begun.Begun());
        Assert.NotSame(Limits, begun);
    }

    [Fact]
    public void Where_no_machine_may_be_added_the_quota_is_named()
    {
        var trace = SampleTraces.Of("bursts", [.. Enumerable.Range(0, 1600).Select(index => (Math.Floor(index / 80.0) * 20, 900, 50))]);
        var workload = Workload(hasApi: false) with
        {
            ServiceLevel = Level with { Ttft = Duration.FromMilliseconds(400) },
            Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand] },
            Plan = PlanRules.None with { Quotas = [new(2, "", "", "")] },
        };
        var (_, replay) = Prove(workload, trace, Duration.Hour);
        Assert.False(replay.Holds);
        var clashes = Assert.IsType<TighteningEnd.NoMoreMachines>(Assert.IsType<ReplayFailure.Missed>(replay.WhyNot).End).Clashes;
        Assert.Contains(new FleetLimit.OfQuota(workload.Plan.Quotas[0]), Assert.IsType<Clash.TooFewMachines>(clashes[0]).Limits);
    }

    [Fact]
    public void What_cannot_be_simulated_says_so()
    {
        var trace = SampleTraces.Poisson(10, 2, 100, Lengths);
        var demand = TraceDemand.Of(trace, Workload(hasApi: false), Duration.Hour, 168, 6)!;
        var problem = new FleetProblem(demand, [SmallFleets.Machine("made up", Pricing.OnDemand, 1, 5, 1, 1)], [], PlanRules.None, 0, default);
        var outcome = FleetProgram.Solve(problem, Limits);
        var (same, replay) = Replays.Prove(Workload(hasApi: false), problem, outcome, trace, Workloads.Capacity, Limits, new());
        Assert.Same(outcome, same);
        Assert.False(replay!.IsSimulated);
        Assert.Same(outcome.BestPlan, replay.Plan);
        Assert.Equal(new ReplayFailure.NotSimulated(new SimulationRefusal.NetworkUnpublished("made up", null)), replay.WhyNot);
    }

    [Fact]
    public void Where_all_goes_to_an_api_the_replay_is_its_bill_request_by_request()
    {
        var trace = SampleTraces.Poisson(11, 0.2, 200, Lengths);
        var (_, replay) = Prove(Workload(hasApi: true), trace, Duration.Hour);
        Assert.Empty(replay.Plan.Machines);
        Assert.Equal(200, replay.Result.Overflowed);
        Assert.Equal(Ratio.One, replay.ApiShare);

        // Prices are by the token, so the mean request's price is the mean price.
        Assert.Equal((double)replay.PlannedInTime.Dollars, (double)replay.ReplayedInTime.Dollars, 0.01 * (double)replay.PlannedInTime.Dollars);
    }

    [Fact]
    public void Each_class_is_held_to_its_own_rules()
    {
        var random = new Random(13);
        var trace = SampleTraces.Of("two", [.. SampleTraces.Poisson(13, 6, 8000, Lengths).Requests.Select(request => request with { Class = random.Next(2) })]) with { Classes = ["chat", "report"] };
        var workload = Workload(hasApi: false) with { Classes = [new("report", ServiceLevel.None, Interruptible: false, Duration.FromHours(6), new("", 0, 0))] };
        var (_, replay) = Prove(workload, trace, Duration.FromMinutes(10));
        Assert.True(replay.Holds, replay.WhyNot?.ToString());
        Assert.All(replay.Result.Classes, one => Assert.True(one.Attainment >= Level.Share, one.Name));
        Assert.True(replay.Result.Classes[0].Ttft.P99 <= Level.Ttft);
        Assert.Equal(replay.Result.Requests, replay.Result.Served);
    }

    [Theory]
    [InlineData("conv", true)]
    [InlineData("conv", false)]
    [InlineData("code", true)]
    [InlineData("code", false)]
    public void An_hour_of_real_traffic_is_held(string service, bool hasApi)
    {
        var trace = SampleTraces.Azure(SampleTraces.Published($"traces/azure2023/AzureLLMInferenceTrace_{service}.csv"));
        var workload = Workload(hasApi) with { ServiceLevel = new(Duration.FromSeconds(2), Duration.FromMilliseconds(100)) };
        var (outcome, replay) = Prove(workload, trace, Duration.Hour);
        Assert.True(replay.Holds, replay.WhyNot?.ToString());
        Assert.True(replay.Rounds.Count > 1, "the cheapest plan holds mean latencies, not every request's");
        Assert.True(replay.Result.Attainment >= Ratio.FromPercent(99));
        Assert.Same(outcome.BestPlan, replay.Plan);
        Assert.True(replay.Plan.Bill >= replay.Rounds[0].Plan.Bill * Ratio.FromValue(1 - Limits.Gap.Value));
    }

    [Fact]
    public void A_generated_day_of_a_week_is_held_hour_by_hour()
    {
        var profile = Workloads.Built.Profiles.Single(profile => profile.Id == "azure-2024-week");
        var trace = TraceChange.InMemory(TraceChange.Window(TraceGenerator.Generate(profile, Duration.FromHours(24), 1, RequestsPerSecond.FromPerSecond(1)), default, Duration.FromHours(24)), Replays.MostHeld);
        var (_, replay) = Prove(Workload(hasApi: true) with { ServiceLevel = new(Duration.FromSeconds(3), Duration.FromMilliseconds(200)) }, trace, Duration.Hour);
        Assert.Equal(24, replay.Rounds[^1].Steps.Count);
        Assert.True(replay.Holds, replay.WhyNot?.ToString());
    }

    /// <summary>Twice as much in every other ten minutes.</summary>
    private static Trace Wave(int seed, double rate, int minutes)
    {
        var random = new Random(seed);
        var (at, rows) = (0.0, new List<(double, int, int)>());
        while (true)
        {
            at -= Math.Log(1 - random.NextDouble()) / (rate * (at / 600 % 2 < 1 ? 1 : 2.5));
            if (at >= minutes * 60)
            {
                return SampleTraces.Of("wave", rows);
            }

            var (input, output) = Lengths(random);
            rows.Add((at, input, output));
        }
    }

    private static (int Input, int Output) Lengths(Random random) => (random.Next(50, 1500), 1 + random.Next(300));

    private static Workload Workload(bool hasApi) => Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, Level) with
    {
        Interruptible = false,

        // Less room than bursts need, so that replays have something to tighten.
        Fleet = FleetRules.DefaultFor(Level) with { PeakUtilization = Ratio.FromPercent(80), FollowsBursts = false, UsualSpares = 0 },
        Allowed = Allowed.All with { Kinds = [.. Allowed.All.Kinds.Where(kind => kind != OptionKind.Spot && (hasApi || kind is not (OptionKind.Api or OptionKind.Mixed)))] },
    };

    private static (Workload Workload, FleetProblem Problem) Problem(Workload workload, Trace trace, Duration step, int length = 168, int spans = 6, double growth = 1, double band = 0)
    {
        var demand = TraceDemand.Of(trace, workload, step, length, spans)!.Times(Ratio.FromValue(growth));
        demand = band > 0 ? demand.Forecast(Ratio.FromValue(1 - band), Ratio.FromValue(1 + band)) : demand;
        return (workload, PlanChoices.For(workload, demand, Workloads.Built, Workloads.Capacity));
    }

    private static (PlanOutcome Outcome, Replay Replay) Prove(Workload workload, Trace trace, Duration step, double growth = 1)
    {
        var (_, problem) = Problem(workload, trace, step, growth: growth);
        var (outcome, replay) = Replays.Prove(workload, problem, FleetProgram.Solve(problem, Limits), trace, Workloads.Capacity, Limits, new());
        return (outcome, replay!);
    }
}
