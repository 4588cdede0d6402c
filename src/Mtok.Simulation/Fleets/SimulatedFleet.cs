using System.Collections.Concurrent;

namespace Mtok.Simulation;

/// <summary>Replicas that serve one model together, and the routing between them.</summary>
/// <param name="Groups">Replicas by kind; at least one must prefill.</param>
/// <param name="Router">The routing policy.</param>
public sealed record SimulatedFleet(IReadOnlyList<ReplicaGroup> Groups, Router Router)
{
    /// <summary>Where requests overflow to that would wait too long, or for which no replica is up; null if they wait, the default.</summary>
    public Overflow? Overflow { get; init; }

    /// <summary>How the KV cache is transferred from prefill to decode replicas; instantaneous by default.</summary>
    public KvTransfer Transfer { get; init; } = new(default, default, default);

    /// <summary>The service levels of request classes, by name; a class that is not listed has <see cref="Level"/>.</summary>
    public IReadOnlyList<ServiceClass> Classes { get; init; } = [];

    /// <summary>The service level of requests; no limits by default.</summary>
    public ServiceLevel Level { get; init; } = ServiceLevel.None;

    /// <summary>Latency added by client and API server; none by default.</summary>
    public ClientOverhead Client { get; init; } = ClientOverhead.None;

    /// <summary>Whether replicas are never added, released or lost, and each request's replica is known without simulating them.</summary>
    internal bool IsIndependent =>
        Router == Router.RoundRobin && Overflow is null && Classes.All(one => one.Overflow is null)
        && Groups.All(group => group is { Scaling: null, Schedule: null, Losses.Count: 0, Only.Count: 0, Spares: 0, Kind.Role: ReplicaRole.Whole });
}

/// <summary>The routing policy.</summary>
public enum Router
{
    /// <summary>Each replica in turn.</summary>
    RoundRobin,

    /// <summary>The replica with the fewest outstanding tokens, prompt and output.</summary>
    LeastOutstanding,

    /// <summary>The replica that would finish first: outstanding tokens and the request's / the throughput of a full replica of its group.</summary>
    LeastWork,

    /// <summary>
    /// The replica with the fewest outstanding tokens and prompt tokens to compute together: one that has the prompt's prefix cached wins
    /// unless others are much less loaded.
    /// </summary>
    PrefixAware,
}

/// <summary>Replicas of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">The number of replicas; with scaling, the initial number.</param>
/// <param name="Price">The price of the machines they run on.</param>
public sealed record ReplicaGroup(ReplicaKind Kind, int Count, MachinePrice Price)
{
    /// <summary>How their number follows the load; null if it is fixed, the default.</summary>
    public Scaling? Scaling { get; init; }

    /// <summary>How their number follows the clock, in place of <see cref="Count"/>; null if it does not, the default.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The request classes they accept; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The throughput of a full replica that the router assumes; null to use only observed throughput.</summary>
    public RequestsPerSecond? FullRate { get; init; }

    /// <summary>Replicas that are ready and get requests only when another is lost; 0 by default.</summary>
    public int Spares { get; init; }

    /// <summary>How replicas are lost; not at all by default.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>Time to obtain a new machine; 5 minutes by default.</summary>
    public Duration Provision { get; init; } = FleetRules.UsualProvision;

    /// <summary>Time to load the model on it; 5 minutes by default.</summary>
    public Duration Load { get; init; } = FleetRules.UsualLoad;
}

/// <summary>The price of a group's machines.</summary>
/// <param name="Hourly">The price of one machine.</param>
/// <param name="ReplicasPerMachine">The number of replicas it holds.</param>
/// <param name="Source">Where the price comes from.</param>
public sealed record MachinePrice(UsdPerHour Hourly, int ReplicasPerMachine, string Source)
{
    /// <summary>The price of one replica on a full machine.</summary>
    public UsdPerHour Replica => Hourly * Ratio.FromValue(1.0 / ReplicasPerMachine);
}

/// <summary>How the number of replicas follows the load.</summary>
/// <param name="Least">The minimum.</param>
/// <param name="Most">The maximum.</param>
/// <param name="Signal">The metric.</param>
/// <param name="Interval">The time between decisions.</param>
/// <param name="DownDelay">How long fewer replicas must have sufficed before one is released.</param>
public sealed record Scaling(int Least, int Most, ScalingSignal Signal, Duration Interval, Duration DownDelay);

/// <summary>The metric that the number of replicas follows.</summary>
public abstract record ScalingSignal
{
    private ScalingSignal()
    {
    }

    /// <summary>A target number of requests in flight per replica.</summary>
    /// <param name="PerReplica">The target.</param>
    public sealed record InFlight(int PerReplica) : ScalingSignal;

    /// <summary>One more replica while the mean queue per replica exceeds a number, one fewer while the queues are empty.</summary>
    /// <param name="PerReplica">The mean queue length.</param>
    public sealed record Waiting(int PerReplica) : ScalingSignal;
}

/// <summary>How replicas are lost; their requests in flight are restarted elsewhere.</summary>
public abstract record Loss
{
    private Loss()
    {
    }

    /// <summary>Each fails at random and restarts: the model is loaded again on the same machine.</summary>
    /// <param name="Between">Mean time between failures of one replica.</param>
    public sealed record Failure(Duration Between) : Loss;

    /// <summary>Each is reclaimed at random by the seller and replaced by a new machine.</summary>
    /// <param name="Between">Mean time between interruptions of one replica.</param>
    public sealed record Interruption(Duration Between) : Loss;

    /// <summary>The number available in a trace of spot capacity; repeats when it ends.</summary>
    /// <param name="Step">The time between two of its numbers.</param>
    /// <param name="Launchable">The available numbers.</param>
    public sealed record Availability(Duration Step, IReadOnlyList<int> Launchable) : Loss;
}

/// <summary>Overflow of requests to an API.</summary>
/// <param name="Tariff">Its prices.</param>
/// <param name="When">When a request overflows.</param>
/// <param name="Ttft">Its time to the first token.</param>
/// <param name="Tpot">Its time per output token after the first.</param>
public sealed record Overflow(ApiTariff Tariff, OverflowRule When, Duration Ttft, Duration Tpot)
{
    private static readonly ConcurrentDictionary<(int Hours, int Hour), WeekHours> Again = [];

    /// <summary>Whether its batch price applies; false by default.</summary>
    public bool AsBatch { get; init; }

    /// <summary>
    /// The length of the record that the requests are from, which repeats all month: a request is billed at the mean price of the hours of the
    /// week at which it comes again. Null where requests come once. Records begin on Monday at 00:00 UTC.
    /// </summary>
    public Duration? Repeats { get; init; }

    /// <summary>Input and output shares that a request does not record: written to a cache, reasoning.</summary>
    public TokenMix? Like { get; init; }

    /// <summary>What a request costs.</summary>
    /// <param name="mix">Its tokens.</param>
    /// <param name="time">When it comes, from the start of the record.</param>
    internal Usd PriceOf(TokenMix mix, Duration time)
    {
        var whole = Like is { } like ? like with { Input = mix.Input, Output = mix.Output, CachedShare = mix.CachedShare, Lengths = null } : mix;
        if (!Tariff.IsTimed || Repeats is not { } length)
        {
            return Tariff.PriceOf(whole, AsBatch, time);
        }

        var hours = (int)Math.Max(1, Math.Round(length.Hours));
        return Tariff.PriceOf(whole, AsBatch, Again.GetOrAdd((hours, (int)Math.Floor(time.Hours) % hours), HoursOf));
    }

    private static WeekHours HoursOf((int Hours, int Hour) place)
    {
        var demand = new Ratio[place.Hours];
        demand[place.Hour] = Ratio.One;
        return WeekHours.Of(demand);
    }
}

/// <summary>When a request overflows to the API.</summary>
public abstract record OverflowRule
{
    private OverflowRule()
    {
    }

    /// <summary>When this many requests are queued at the replica it would be routed to.</summary>
    /// <param name="Requests">The queue length.</param>
    public sealed record QueueLength(int Requests) : OverflowRule;

    /// <summary>When the predicted wait is longer: queued requests x the time the replica has taken for each so far.</summary>
    /// <param name="Longest">The maximum wait.</param>
    public sealed record Wait(Duration Longest) : OverflowRule;

    /// <summary>When the predicted wait and its own prompt together take longer.</summary>
    /// <param name="Longest">The maximum time to the first token.</param>
    public sealed record PredictedTtft(Duration Longest) : OverflowRule;

    /// <summary>When the predicted time to the first token is longer, or the replica has the maximum number of requests in flight.</summary>
    /// <param name="Longest">The maximum time to the first token; null for no limit.</param>
    /// <param name="Step">The duration of each of the numbers.</param>
    /// <param name="InFlight">The maximum requests in flight at a replica / its batch limit, from the start of the trace; they repeat after the last.</param>
    public sealed record Planned(Duration? Longest, Duration Step, IReadOnlyList<Ratio> InFlight) : OverflowRule;

    /// <summary>A share of the requests, evenly spread, whatever the load.</summary>
    /// <param name="Of">The share, from 0 to 1.</param>
    public sealed record Share(Ratio Of) : OverflowRule;
}

/// <summary>The KV transfer between replicas.</summary>
/// <param name="PerToken">KV cache of a token.</param>
/// <param name="Bandwidth">The bandwidth; 0 for an instantaneous transfer.</param>
/// <param name="Latency">A fixed latency.</param>
public sealed record KvTransfer(Bytes PerToken, BytesPerSecond Bandwidth, Duration Latency)
{
    internal long TicksOf(int tokens) =>
        Ticks.From(Latency) + (Bandwidth.PerSecond > 0 ? Ticks.FromSeconds(tokens * PerToken.Count / Bandwidth.PerSecond) : 0);
}

/// <summary>The service level of a request class.</summary>
/// <param name="Name">The class, as the trace names it.</param>
/// <param name="Level">The latency limits.</param>
/// <param name="Deadline">The maximum time from arrival to the last token; null for no limit.</param>
/// <param name="LowPriority">Whether it has low priority: it is admitted after other classes and preempted before them.</param>
public sealed record ServiceClass(string Name, ServiceLevel Level, Duration? Deadline, bool LowPriority)
{
    /// <summary>Where its requests overflow to; null for the fleet's.</summary>
    public Overflow? Overflow { get; init; }
}

/// <summary>Latency that a client adds to the server's, whose own part before the first token (Q9) is always counted.</summary>
/// <param name="PerRequest">Added to the first token.</param>
/// <param name="PerToken">Added to each output token.</param>
public sealed record ClientOverhead(Duration PerRequest, Duration PerToken)
{
    /// <summary>No added latency.</summary>
    public static ClientOverhead None { get; } = new(default, default);

    /// <summary>The latency of streaming measured between engine and client on vLLM servers (docs/model.md, R5).</summary>
    public static ClientOverhead Usual { get; } = new(default, Duration.FromMilliseconds(0.046));
}
