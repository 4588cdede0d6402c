using Mtok.Planning;
using Mtok.Tests.Simulation;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>The proof of a ranking (Y6) beside replays of every machine in every number.</summary>
[Trait("Speed", "Slow")]
public sealed class RankingProofTests
{
    private const int Instances = 60;
    private const int Choices = 5;

    [Fact]
    public void The_winner_is_that_of_replaying_every_machine_in_every_number()
    {
        var (held, never) = (0, 0);
        for (var seed = 1; seed <= Instances; seed++)
        {
            var (workload, problem, trace) = Instance(seed);
            var proved = RankingProof.Of(problem, workload, trace, Workloads.Capacity, cheapest: null);
            var claimed = problem.Machines.Select(machine => Claimed(proved, problem, machine)).Min();
            var replayed = problem.Machines.Select(machine => Exhaustive(workload, problem, machine, trace, claimed ?? decimal.MaxValue)).Min();
            Assert.True(claimed == replayed, $"instance {seed}: proved {claimed}, replayed {replayed}");
            (held, never) = claimed is null ? (held, never + 1) : (held + 1, never);
        }

        Assert.InRange(held, Instances / 2, Instances);
    }

    [Fact]
    public void It_does_not_depend_on_which_kinds_are_left_out()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var (workload, problem, trace) = Instance(seed);
            var (some, all) = (RankingProof.Of(problem, workload, trace, Workloads.Capacity, null), RankingProof.Of(problem, workload, trace, Workloads.Capacity, null, all: true));
            Assert.DoesNotContain(all.Kinds, kind => kind.Standing is KindStanding.OutByBound);
            Assert.All(some.Kinds.Zip(all.Kinds).Where(pair => pair.First.Standing is KindStanding.Proved), pair => Assert.Equal(pair.First, pair.Second));
            Assert.True(some.Replays <= all.Replays);
        }
    }

    [Fact]
    public void A_proved_option_runs_the_machines_of_its_proof()
    {
        var (workload, problem, trace) = Instance(3);
        var proved = RankingProof.Of(problem, workload, trace, Workloads.Capacity, cheapest: null);
        var served = DemandedWorkload.Of(workload, problem.Demand, "trace");
        var options = new RankedWays(problem.With(proved), served, proved).All().Where(option => option.Standing is KindStanding.Proved).ToList();
        Assert.NotEmpty(options);
        Assert.All(options, option =>
        {
            var replicas = ((KindStanding.Proved)option.Standing!).Replicas;
            var machines = (replicas + option.Fleet!.ReplicasPerMachine - 1) / option.Fleet.ReplicasPerMachine;
            Assert.True(option.Cost!.Machines - workload.Fleet.Spares >= machines, option.Name);
            Assert.True(option.Cost.Machines - workload.Fleet.Spares <= Math.Max(machines, NeededByRule(served, option.Fleet, problem.Fleet!.PeakUtilization)), option.Name);
        });
    }

    [Fact]
    public void A_kind_on_which_too_many_requests_miss_even_alone_holds_at_no_size()
    {
        var (workload, problem, trace) = Instance(2);
        workload = workload with { ServiceLevel = new(Duration.FromMilliseconds(1), null) };
        problem = problem with { Demand = problem.Demand with { Classes = [.. problem.Demand.Classes.Select(one => one with { ServiceLevel = workload.ServiceLevel })] } };
        var proved = RankingProof.Of(problem, workload, trace, Workloads.Capacity, cheapest: null);
        Assert.DoesNotContain(proved.Kinds, kind => kind.Standing is KindStanding.Proved or KindStanding.OutByBound);
    }

    private static int NeededByRule(Workload workload, Fleet fleet, Ratio use) =>
        Fleet.Needed(workload.Traffic.Peak.PerSecond, fleet.MachineRate.PerSecond * use.Value);

    /// <summary>What a machine costs a month, dollars, in the number that was proved; null where none was.</summary>
    private static decimal? Claimed(ProvedRates proved, FleetProblem problem, MachineChoice machine) =>
        proved.Of(machine.Model!.Id, machine.Deployment) is { Standing: KindStanding.Proved { Replicas: var replicas } }
            ? PerMonth(machine, Math.Max(Fewest(problem, machine), (replicas + machine.Replicas - 1) / machine.Replicas))
            : null;

    /// <summary>The least number that keeps the level, of all from one on, in whole simulations; null where none costs less than the limit.</summary>
    private static decimal? Exhaustive(Workload workload, FleetProblem problem, MachineChoice machine, Trace trace, decimal limit)
    {
        var alone = problem with { Machines = [machine], Apis = [] };
        for (var count = Fewest(problem, machine); count <= 400 && PerMonth(machine, count) <= limit; count++)
        {
            var running = problem.Demand.Spans.Select(span => (IReadOnlyList<int>)[.. Enumerable.Repeat(count, span.Steps)]).ToList();
            var nothing = problem.Demand.Spans.Select(span => (IReadOnlyList<RequestsPerSecond>)[.. Enumerable.Repeat(default(RequestsPerSecond), span.Steps)]).ToList();
            var plan = new Plan(problem.Demand, [new(machine, 0, running, default)], [new(problem.Demand.Classes[0], null, nothing, nothing, default)], default);
            var (_, replay) = Replays.Prove(workload, alone, new PlanOutcome.Found(plan, default), trace, Workloads.Capacity, SolveLimits.Default, new() { Rounds = 1 });
            if (replay!.IsSimulated && replay.Rounds[0].Missed.Count == 0)
            {
                return PerMonth(machine, count);
            }
        }

        return null;
    }

    /// <summary>What nine tenths of capacity in the busiest step ask for: no replay may prove fewer.</summary>
    private static int Fewest(FleetProblem problem, MachineChoice machine) => machine.With(Ratio.FromValue(0.9)).Needed(problem.Demand);

    private static decimal PerMonth(MachineChoice machine, int count) => (machine.Price * Duration.Month).Dollars * count;

    /// <summary>A few machines, requests that come in waves, and limits that some of the machines keep.</summary>
    private static (Workload Workload, FleetProblem Problem, Trace Trace) Instance(int seed)
    {
        var random = new Random(seed);
        var level = new ServiceLevel(Duration.FromSeconds(0.3 + (2 * random.NextDouble())), Duration.FromMilliseconds(15 + (60 * random.NextDouble())))
        {
            Share = Ratio.FromPercent(random.Next(3) switch { 0 => 90, 1 => 95, _ => 99 }),
        };
        var trace = Wave(random, rate: Math.Pow(10, -0.5 + (2 * random.NextDouble())));
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, level) with
        {
            Interruptible = false,
            Fleet = FleetRules.DefaultFor(level) with { UsualSpares = 0 },
            Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand, OptionKind.Reserved, OptionKind.Owned] },
        };
        var demand = TraceDemand.Of(trace, workload, Duration.FromMinutes(random.Next(2) == 0 ? 10 : 60), 168, 6)!;
        var problem = PlanChoices.For(workload, demand, Workloads.Built, Workloads.Capacity);
        var machines = problem.Machines.DistinctBy(machine => machine.Deployment).OrderBy(_ => random.Next()).Take(Choices)
            .Select(machine => machine with { Throughput = Estimate<Ratio>.Exact(Ratio.One, Evidence.Assumed), Chosen = Ratio.One }).ToList();
        return (workload, problem with { Machines = machines, AllMachines = machines }, trace);
    }

    private static Trace Wave(Random random, double rate)
    {
        var (at, requests) = (0.0, new List<(double, int, int)>());
        while (requests.Count < 600 && at < 3600)
        {
            at -= Math.Log(1 - random.NextDouble()) / (rate * (1 + Math.Sin(at / 200)));
            requests.Add((at, random.Next(50, 1500), 1 + random.Next(300)));
        }

        return SampleTraces.Of("wave", requests);
    }
}
