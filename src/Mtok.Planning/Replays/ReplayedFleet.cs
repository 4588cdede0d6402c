using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>A plan as a fleet for the simulator: machines by schedule, and each class with its service level and API.</summary>
internal sealed class ReplayedFleet(
    FleetProblem problem, Workload workload, ReplicaModels models, ReplayedSpans spans, IReadOnlyList<IReadOnlyList<Ratio>> inHand)
{
    /// <summary>A number of requests in flight that is never exceeded.</summary>
    private static readonly Ratio Anything = Ratio.FromValue(1e9);

    /// <summary>Where TTFT has no limit, as many requests may queue as run.</summary>
    private static readonly Ratio OneLine = Ratio.FromValue(2);

    /// <summary>How long the capacity of a reclaimed machine is gone before another can be asked for.</summary>
    private static readonly Duration ReclaimTick = Duration.FromMinutes(1);

    /// <summary>An API's latency is not published: this, or the service level where it is tighter.</summary>
    public static readonly Duration ApiTtft = Duration.FromMilliseconds(500);
    public static readonly Duration ApiTpot = Duration.FromMilliseconds(20);

    /// <summary>The fleet; every replica of the plan must have its model.</summary>
    public SimulatedFleet Of(Plan plan, ReplayedTrace trace) =>
        new([.. plan.Machines.Select(line => Group(line, models.Of(line.Choice).Model!, trace.Time))], Router.LeastWork)
        {
            Classes = Classes(plan, trace.Trace),
            Level = workload.ServiceLevel,
            Client = ClientOverhead.Usual,
        };

    /// <summary>The fleet in a time in which no machine is lost, which a month's bill is made of; null where it loses none anyway.</summary>
    public static SimulatedFleet? Undisturbed(SimulatedFleet fleet) => fleet.Groups.All(group => group.Losses.Count == 0)
        ? null
        : fleet with { Groups = [.. fleet.Groups.Select(group => group with { Losses = [] })] };

    /// <summary>Replicas of one kind that serve every class alone, without spares and APIs.</summary>
    public SimulatedFleet Alone(ReplicaModel model, int replicas, Trace trace)
    {
        var choice = model.Figures.Choice;
        var none = new Plan(problem.Demand, [], [], default);
        return new([new(model.Kind, replicas, new(choice.Price, choice.Replicas, choice.Name)) { FullRate = model.Figures.Planned }], Router.LeastWork)
        {
            Classes = Classes(none, trace),
            Level = workload.ServiceLevel,
            Client = ClientOverhead.Usual,
        };
    }

    private List<ServiceClass> Classes(Plan plan, Trace trace) =>
        [
            .. trace.Classes
                .Select(name => (Name: name, Kind: problem.Demand.Classes.Index().FirstOrDefault(kind => kind.Item.Name == name, (-1, null!)).Index))
                .Where(known => known.Kind >= 0)
                .Select(known => Class(plan, known.Name, known.Kind)),
        ];

    private ReplicaGroup Group(PlannedMachines line, ReplicaModel model, Duration time)
    {
        var spares = problem.SparesOf(line.Choice);
        var counts = spans.Of(line.Running).Select(machines => Math.Max(0, machines - spares) * line.Choice.Replicas).ToList();
        var serves = problem.Demand.Classes.Index().Where(kind => line.Choice.Serves(kind.Index, kind.Item)).Select(kind => kind.Item.Name).ToList();
        return new(model.Kind, counts[0], new(line.Choice.Price, line.Choice.Replicas, line.Choice.Name))
        {
            Schedule = counts.TrueForAll(count => count == counts[0]) ? null : new(spans.Step, counts),
            Only = serves.Count == problem.Demand.Classes.Count ? [] : serves,
            FullRate = model.Figures.Planned,
            Spares = spares * line.Choice.Replicas,
            Losses = line.Choice.Spot is null || problem.StartUp == default
                ? []
                : [Reclaimed(counts, spares * line.Choice.Replicas, line.Choice.Replicas, time)],
            Provision = problem.StartUp,
            Load = default,
        };
    }

    /// <summary>One spot machine is reclaimed in the middle of the busiest step, when it is missed most, and a new one starts at once.</summary>
    /// <param name="counts">Replicas of each step without spares.</param>
    /// <param name="spares">Replicas of spares.</param>
    /// <param name="ofMachine">Replicas of one machine.</param>
    /// <param name="time">How long requests come.</param>
    private Loss.Availability Reclaimed(List<int> counts, int spares, int ofMachine, Duration time)
    {
        var begun = counts.Take((int)Math.Max(1, Math.Ceiling((time / spans.Step).Value))).ToList();
        var (most, tick) = (begun.Max(), ReclaimTick < time ? ReclaimTick : time);
        var from = begun.IndexOf(most) * spans.Step.Seconds;
        var until = Math.Min(from + spans.Step.Seconds, time.Seconds);
        var available = Enumerable.Repeat(int.MaxValue, (int)Math.Ceiling((spans.Time / tick).Value) + 1).ToArray();
        available[(int)((from + until) / 2 / tick.Seconds)] = most + spares - ofMachine;
        return new(tick, available);
    }

    private ServiceClass Class(Plan plan, string name, int kind)
    {
        var requests = problem.Demand.Classes[kind];
        var level = requests.ServiceLevel;
        var waits = requests.Deadline > default(Duration);
        return new(name, waits ? level with { Ttft = null, TtftFigures = LatencyFigures.None } : level, waits ? requests.Deadline : null, waits)
        {
            Overflow = problem.ApiOf(kind)?.Tariff is { } tariff
                ? new(
                    tariff, waits ? new OverflowRule.Share(ShareOf(plan, kind)) : Rule(plan, level),
                    Least(ApiTtft, level.ShortestTtft), Least(ApiTpot, level.ShortestTpot))
                {
                    AsBatch = requests.MayWaitForBatch,
                    Repeats = problem.Demand.RecordLength,
                    Like = requests.Mix,
                }
                : null,
        };
    }

    /// <summary>Deferrable work goes to the API in the plan's share, whatever the hour.</summary>
    private static Ratio ShareOf(Plan plan, int kind) => Ratio.FromValue(Math.Min(1, plan.ApiShareOf(kind).Value));

    /// <summary>A tightened step has fewer requests in flight.</summary>
    private OverflowRule.Planned Rule(Plan plan, ServiceLevel level)
    {
        var longest = level.LongestTtft is { } ttft
            ? Longer(ttft - Server(plan) - ClientOverhead.Usual.PerRequest - ClientOverhead.Usual.PerToken, Duration.FromMilliseconds(0.1))
            : (Duration?)null;
        var free = longest is null ? OneLine : Anything;
        var replicas = plan.Machines.Select(line => models.Of(line.Choice).Model!).ToList();
        Ratio InHand(Ratio usable) =>
            usable >= Ratio.One || replicas.Count == 0 ? free : replicas.Select(model => model.InHandAt(usable * model.Figures.Choice.PeakUtilization)).Max();
        return new(longest, spans.Step, [.. spans.Of(inHand).Select(InHand)]);
    }

    private Duration Server(Plan plan) =>
        plan.Machines.Count == 0 ? default : plan.Machines.Max(line => models.Of(line.Choice).Model!.Kind.Engine.Server);

    private static Duration Longer(Duration left, Duration right) => left > right ? left : right;

    private static Duration Least(Duration usual, Duration? limit) => limit is { } most && most < usual ? most : usual;
}
