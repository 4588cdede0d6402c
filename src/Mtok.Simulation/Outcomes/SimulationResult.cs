using System.Globalization;

namespace Mtok.Simulation;

/// <summary>What a fleet made of a trace.</summary>
public sealed class SimulationResult
{
    private readonly FleetRun _run;
    private readonly IReadOnlyList<MemberRun> _members;
    private readonly long _horizon;

    internal SimulationResult(FleetRun run, PlayedFleet played)
    {
        _run = run;
        _members = played.Members;
        Stopped = played.Stopped;
        var tally = new OutcomeTally(run);
        _horizon = tally.Horizon;
        Classes = tally.Classes();
        Hash = tally.Hash.ToString("x16", CultureInfo.InvariantCulture);
        Served = tally.Of(Ending.Served);
        Overflowed = tally.Of(Ending.Overflowed);
        TooLong = tally.Of(Ending.TooLong);
        Unfinished = tally.Of(Ending.Unfinished);
        Input = tally.Input;
        Output = tally.Output;
        FleetOutput = tally.FleetOutput;
        Ttft = LatencySummary.Of(run.Log, tally.Ttft);
        Tpot = LatencySummary.Of(run.Log, tally.Tpot);
        E2e = LatencySummary.Of(run.Log, tally.E2e);
        Hours = CostLedger.ByHour(run.Fleet, played.Members, played.Api, _horizon);
        Cost = Hours.Aggregate(SimulatedCost.None, (sum, hour) => sum + hour);
        Utilization = tally.Utilization(played.Members);
    }

    /// <summary>Whether it was stopped before the trace's end; figures are then of the requests that had arrived.</summary>
    public bool Stopped { get; }

    /// <summary>Requests that arrived.</summary>
    public long Requests => _run.Log.Count;

    /// <summary>Requests answered by the fleet or the API.</summary>
    public long Completed => Served + Overflowed;

    /// <summary>Requests answered by the fleet.</summary>
    public long Served { get; }

    /// <summary>Requests that went to the API.</summary>
    public long Overflowed { get; }

    /// <summary>Requests longer than any replica's memory; they are not answered.</summary>
    public long TooLong { get; }

    /// <summary>Requests in work when it was stopped.</summary>
    public long Unfinished { get; }

    /// <summary>Prompt tokens of the answered requests.</summary>
    public Tokens Input { get; }

    /// <summary>Tokens generated for them.</summary>
    public Tokens Output { get; }

    /// <summary>Those of them that the fleet generated.</summary>
    public Tokens FleetOutput { get; }

    /// <summary>From the trace's beginning to the last answer.</summary>
    public Duration Horizon => Ticks.ToDuration(_horizon);

    /// <summary>From arrival to the first token.</summary>
    public LatencySummary Ttft { get; }

    /// <summary>Time of each token after the first; requests of one token have none.</summary>
    public LatencySummary Tpot { get; }

    /// <summary>From arrival to the last token.</summary>
    public LatencySummary E2e { get; }

    /// <summary>Tokens generated / the time from the beginning to the last answer.</summary>
    public TokensPerSecond OutputRate => Output / Seconds(_horizon);

    /// <summary>How the classes fared.</summary>
    public IReadOnlyList<ClassResult> Classes { get; }

    /// <summary>Requests answered within all that they were promised / requests.</summary>
    public Ratio Attainment => Requests == 0 ? Ratio.One : Ratio.FromValue(Classes.Sum(one => one.Kept) / (double)Requests);

    /// <summary>C6: requests the fleet answered / those its paid replicas could have, at the service level; at most one.</summary>
    public Ratio Utilization { get; }

    /// <summary>Time in which replicas worked / time paid.</summary>
    public Ratio BusyShare => Ratio.FromValue(_members.Sum(member => (double)member.Totals.Busy) / Math.Max(1, PaidTicks()));

    /// <summary>Tokens held / tokens that fit, over the time paid.</summary>
    public Ratio KvOccupancy => Ratio.FromValue(_members.Sum(member => member.Totals.HeldTokenTicks) / Math.Max(1, PaidTicks(group => group.Kind.Limits.KvTokens.Count)));

    /// <summary>The most blocks in use / blocks of a replica.</summary>
    public Ratio KvPeak => Ratio.FromValue(_members.Select(member => member.Totals.PeakBlocks / (double)_run.Fleet.Groups[member.Group].Kind.Limits.KvBlocks).DefaultIfEmpty().Max());

    /// <summary>Requests waiting to be taken into work, over time, at all replicas together and for one to be up.</summary>
    public Ratio MeanWaiting => Ratio.FromValue((_members.Sum(member => member.Totals.WaitTicks) + _run.HeldTicks) / Math.Max(1, _horizon));

    /// <summary>The most that waited at one replica.</summary>
    public int PeakWaiting => _members.Select(member => member.Totals.PeakWaiting).DefaultIfEmpty().Max();

    /// <summary>How often a request was put back for lack of memory.</summary>
    public long Preemptions => _members.Sum(member => member.Totals.Preemptions);

    /// <summary>Steps of all engines.</summary>
    public long Steps => _members.Sum(member => member.Totals.Steps);

    /// <summary>What was paid.</summary>
    public SimulatedCost Cost { get; }

    /// <summary>What was paid, hour by hour.</summary>
    public IReadOnlyList<SimulatedCost> Hours { get; }

    /// <summary>C7: $/Mtok of input and output together, all that was paid, and the share of it that was used; null where nothing was answered.</summary>
    public UnitCosts? PerMtok => PerToken(Input + Output);

    /// <summary>The same $/Mtok of output alone; null where nothing was answered.</summary>
    public UnitCosts? PerOutputMtok => PerToken(Output);

    /// <summary>The same for the same input and seed: a fingerprint of every request's times.</summary>
    public string Hash { get; }

    /// <summary>Requests one by one, in order of arrival.</summary>
    public IEnumerable<RequestOutcome> Outcomes() => new OutcomeTally(_run, count: false).Each();

    /// <summary>How the requests fared by when they arrived.</summary>
    /// <param name="length">How long a part is.</param>
    /// <param name="parts">How many there are; the last has all that came after the others.</param>
    /// <param name="only">The class's place in the trace's classes; all where none is given.</param>
    public IReadOnlyList<KeptPart> Kept(Duration length, int parts, int? only = null) => new OutcomeTally(_run, count: false).Kept(length, parts, only);

    /// <summary>What went on in each of so many equal parts of the time.</summary>
    public IReadOnlyList<TimelinePart> Timeline(int parts) => TimelinePart.Of(_run.Log, _horizon, parts);

    private UnitCosts? PerToken(Tokens tokens)
    {
        if (tokens.Count == 0)
        {
            return null;
        }

        var allocation = Cost.Total / tokens;
        // The API is paid for what is used; of the machines the used share is.
        var usage = (Cost.Api / tokens) + ((Cost.Total - Cost.Api) / tokens * Utilization);
        return new(allocation, usage, allocation - usage);
    }

    private double PaidTicks(Func<ReplicaGroup, double>? weight = null) =>
        _members.Sum(member => OutcomeTally.PaidTicks(member, _horizon) * (weight?.Invoke(_run.Fleet.Groups[member.Group]) ?? 1));

    private static Duration Seconds(long ticks) => Duration.FromSeconds(Math.Max(1, ticks) / Ticks.PerSecond);
}
