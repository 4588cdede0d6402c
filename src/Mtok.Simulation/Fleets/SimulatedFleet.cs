namespace Mtok.Simulation;

/// <summary>Replicas that serve one model together, and who gets which request.</summary>
/// <param name="Groups">Replicas by kind; at least one that takes prompts.</param>
/// <param name="Router">Who gets a request.</param>
public sealed record SimulatedFleet(IReadOnlyList<ReplicaGroup> Groups, Router Router)
{
    /// <summary>Where requests go that would wait too long, or for which no replica is up; null where they wait.</summary>
    public Overflow? Overflow { get; init; }

    /// <summary>How keys and values get from replicas that prefill to those that decode.</summary>
    public KvTransfer Transfer { get; init; } = new(default, default, default);

    /// <summary>What the classes of the trace are promised, by name; a class that is not named is promised <see cref="Level"/>.</summary>
    public IReadOnlyList<ServiceClass> Classes { get; init; } = [];

    /// <summary>What requests are promised.</summary>
    public ServiceLevel Level { get; init; } = ServiceLevel.None;

    /// <summary>What client and API server add to the engine's times.</summary>
    public ClientOverhead Client { get; init; } = ClientOverhead.None;

    /// <summary>Whether replicas neither come, go nor fail, and each request's replica can be told without looking at them.</summary>
    internal bool IsIndependent =>
        Router == Router.RoundRobin && Overflow is null && Classes.All(one => one.Overflow is null)
        && Groups.All(group => group is { Scaling: null, Schedule: null, Losses.Count: 0, Only.Count: 0, Spares: 0, Kind.Role: ReplicaRole.Whole });
}

/// <summary>Who gets a request.</summary>
public enum Router
{
    /// <summary>Each replica in turn.</summary>
    RoundRobin,

    /// <summary>The replica with the fewest tokens, prompt and output, in its unfinished requests.</summary>
    LeastOutstanding,

    /// <summary>The replica that would be done first with them and the request: such tokens / what its group serves when full.</summary>
    LeastWork,

    /// <summary>The replica with the fewest such tokens and prompt tokens to compute together: one that holds the prompt's beginning wins where the others are not much less loaded.</summary>
    PrefixAware,
}

/// <summary>Replicas of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many there are; where they scale, how many to begin with.</param>
/// <param name="Price">What the machines cost they run on.</param>
public sealed record ReplicaGroup(ReplicaKind Kind, int Count, MachinePrice Price)
{
    /// <summary>How their number follows the traffic; null where it does not.</summary>
    public Scaling? Scaling { get; init; }

    /// <summary>How their number follows the clock, in place of <see cref="Count"/>; null where it does not.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The classes of the trace whose requests they take; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>What the router expects one of them to serve when it is full; null where it knows no more than what it has seen.</summary>
    public RequestsPerSecond? FullRate { get; init; }

    /// <summary>Replicas that are ready and get requests only when another is lost.</summary>
    public int Spares { get; init; }

    /// <summary>How replicas are lost.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>Time until a new machine is there.</summary>
    public Duration Provision { get; init; } = FleetRules.UsualProvision;

    /// <summary>Time until the model is loaded on it.</summary>
    public Duration Load { get; init; } = FleetRules.UsualLoad;
}

/// <summary>What the machines of a group cost.</summary>
/// <param name="Hourly">One machine.</param>
/// <param name="ReplicasPerMachine">Replicas it holds.</param>
/// <param name="Source">Where the price comes from.</param>
public sealed record MachinePrice(UsdPerHour Hourly, int ReplicasPerMachine, string Source)
{
    /// <summary>A replica's share of a machine that is full.</summary>
    public UsdPerHour Replica => Hourly * Ratio.FromValue(1.0 / ReplicasPerMachine);
}

/// <summary>How the number of replicas follows the traffic.</summary>
/// <param name="Least">The fewest.</param>
/// <param name="Most">The most.</param>
/// <param name="Signal">What is looked at.</param>
/// <param name="Interval">How often.</param>
/// <param name="DownDelay">How long fewer must have been enough before one is given back.</param>
public sealed record Scaling(int Least, int Most, ScalingSignal Signal, Duration Interval, Duration DownDelay);

/// <summary>What the number of replicas follows.</summary>
public abstract record ScalingSignal
{
    private ScalingSignal()
    {
    }

    /// <summary>So many requests in hand for each replica.</summary>
    /// <param name="PerReplica">Requests.</param>
    public sealed record InFlight(int PerReplica) : ScalingSignal;

    /// <summary>One more replica while more than so many requests wait at the mean replica, one fewer while none does.</summary>
    /// <param name="PerReplica">Requests.</param>
    public sealed record Waiting(int PerReplica) : ScalingSignal;
}

/// <summary>How replicas are lost; what they had in hand is done again elsewhere.</summary>
public abstract record Loss
{
    private Loss()
    {
    }

    /// <summary>Each fails at random and starts anew: the model is loaded again on the same machine.</summary>
    /// <param name="Between">Mean time between failures of one.</param>
    public sealed record Failure(Duration Between) : Loss;

    /// <summary>Each is taken back at random by the seller; a new machine takes its place.</summary>
    /// <param name="Between">Mean time between interruptions of one.</param>
    public sealed record Interruption(Duration Between) : Loss;

    /// <summary>As many as a trace of spot capacity says can run; it begins anew where it ends.</summary>
    /// <param name="Step">Time between two of its numbers.</param>
    /// <param name="Launchable">How many can run.</param>
    public sealed record Availability(Duration Step, IReadOnlyList<int> Launchable) : Loss;
}

/// <summary>Requests that would wait too long go to an API.</summary>
/// <param name="Tariff">What it costs.</param>
/// <param name="When">What is too long.</param>
/// <param name="Ttft">Its time to the first token.</param>
/// <param name="Tpot">Its time for each token after it.</param>
public sealed record Overflow(ApiTariff Tariff, OverflowRule When, Duration Ttft, Duration Tpot)
{
    /// <summary>Whether its price for batches holds.</summary>
    public bool AsBatch { get; init; }
}

/// <summary>When a request goes to the API.</summary>
public abstract record OverflowRule
{
    private OverflowRule()
    {
    }

    /// <summary>When so many requests wait at the replica it would go to.</summary>
    /// <param name="Requests">How many.</param>
    public sealed record QueueLength(int Requests) : OverflowRule;

    /// <summary>When it would wait longer: those before it x the time the replica has taken for each so far.</summary>
    /// <param name="Longest">The longest wait.</param>
    public sealed record Wait(Duration Longest) : OverflowRule;

    /// <summary>When that wait and its own prompt together take longer.</summary>
    /// <param name="Longest">The longest time to the first token.</param>
    public sealed record PredictedTtft(Duration Longest) : OverflowRule;

    /// <summary>When its first token would take longer, or the replica has as many in hand as the step allows.</summary>
    /// <param name="Longest">The longest time to the first token; null for any.</param>
    /// <param name="Step">How long each of the numbers holds.</param>
    /// <param name="InHand">From the trace's beginning, the most in hand at a replica / what it may work on at once; after the last they begin anew.</param>
    public sealed record Planned(Duration? Longest, Duration Step, IReadOnlyList<Ratio> InHand) : OverflowRule;

    /// <summary>A share of the requests, evenly spread, whatever waits.</summary>
    /// <param name="Of">The share.</param>
    public sealed record Share(Ratio Of) : OverflowRule;
}

/// <summary>How keys and values move between replicas.</summary>
/// <param name="PerToken">Keys and values of a token.</param>
/// <param name="Bandwidth">Bytes a second; none for no time at all.</param>
/// <param name="Latency">A fixed time.</param>
public sealed record KvTransfer(Bytes PerToken, BytesPerSecond Bandwidth, Duration Latency)
{
    internal long TicksOf(int tokens) =>
        Ticks.From(Latency) + (Bandwidth.PerSecond > 0 ? Ticks.FromSeconds(tokens * PerToken.Count / Bandwidth.PerSecond) : 0);
}

/// <summary>What a class of requests is promised.</summary>
/// <param name="Name">The class, as the trace names it.</param>
/// <param name="Level">Limits on its times.</param>
/// <param name="Deadline">The whole answer within this time of arrival; null where there is none.</param>
/// <param name="Waits">Whether it gets only what other classes leave: it is taken into work after them and put back before them.</param>
public sealed record ServiceClass(string Name, ServiceLevel Level, Duration? Deadline, bool Waits)
{
    /// <summary>Where its requests go that would wait too long; null for where the fleet's go.</summary>
    public Overflow? Overflow { get; init; }
}

/// <summary>Time that client and API server add to the engine's.</summary>
/// <param name="PerRequest">Before the first token.</param>
/// <param name="PerToken">For each output token.</param>
public sealed record ClientOverhead(Duration PerRequest, Duration PerToken)
{
    /// <summary>The engine's own times.</summary>
    public static ClientOverhead None { get; } = new(default, default);

    /// <summary>What was found between engine and client on vLLM servers (docs/model.md, R5).</summary>
    public static ClientOverhead Usual { get; } = new(Duration.FromMilliseconds(15.6), Duration.FromMilliseconds(0.046));
}
