using System.Numerics;

namespace Mtok.Simulation;

/// <summary>Aggregates all outcomes.</summary>
internal sealed class OutcomeTally
{
    private readonly FleetRun _run;
    private readonly RequestTimes _times;
    private readonly long[] _endings = new long[4];
    private readonly (long Requests, long Answered, long Met, long Overflowed)[] _classes;

    public OutcomeTally(FleetRun run, bool count = true)
    {
        _run = run;
        _times = run.Times;
        _classes = new (long, long, long, long)[run.Trace.Classes.Count];
        if (count)
        {
            Count();
        }
    }

    public long Horizon { get; private set; }

    public ulong Hash { get; private set; } = 0x9E3779B97F4A7C15;

    public Tokens Input { get; private set; }

    public Tokens Output { get; private set; }

    public Tokens FleetOutput { get; private set; }

    private (double Input, double Cached, double Output) Fleet { get; set; }

    public long Of(Ending ending) => _endings[(int)ending];

    public static double PaidTicks(MemberRun member, long horizon) => member.Spans.Sum(span => (double)Math.Max(0, Math.Min(span.To, horizon) - span.From));

    public IReadOnlyList<ClassResult> Classes() =>
        [.. _run.Trace.Classes.Select((name, index) => new ClassResult(
            name, _classes[index].Requests, _classes[index].Answered, _classes[index].Met,
            Only(index, _times.Ttft), Only(index, _times.E2e)) { Overflowed = _classes[index].Overflowed })];

    /// <summary>C6: the share used of what each group could have served of the same requests at its service level.</summary>
    public Ratio Utilization(IReadOnlyList<MemberRun> members)
    {
        var served = Of(Ending.Served);
        if (served == 0 || _run.Fleet.Groups.Any(group => group.Kind.Role != ReplicaRole.Whole))
        {
            // No closed form gives the capacity of disaggregated replicas: their busy share is used instead.
            return Ratio.FromValue(members.Sum(member => (double)member.Totals.Busy) / Math.Max(1, members.Sum(member => PaidTicks(member, Horizon))));
        }

        var mix = new TokenMix(Tokens.FromCount(Fleet.Input / served), Tokens.FromCount(Fleet.Output / served), Ratio.FromValue(Fleet.Cached / Fleet.Input));
        var could = members
            .GroupBy(member => member.Group)
            .Sum(group => MostRequests(_run.Fleet.Groups[group.Key].Kind, mix) * group.Sum(member => PaidTicks(member, Horizon)) / Ticks.PerSecond);
        return Ratio.FromValue(Math.Min(1, served / could));
    }

    public IEnumerable<RequestOutcome> Each()
    {
        for (var id = 0L; id < _run.Log.Count; id++)
        {
            yield return Public(id, _run.Log[id]);
        }
    }

    /// <summary>Attainment of one class, or of all, by time of arrival; the last part includes all later arrivals.</summary>
    public IReadOnlyList<AttainmentPart> AttainmentParts(Duration length, int parts, int? only)
    {
        var ticks = Ticks.From(length);
        var counts = new (long Requests, long Met, long Overflowed)[parts];
        foreach (var piece in _run.Log.Pieces())
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                if (only is { } one && outcome.Class != one)
                {
                    continue;
                }

                ref var part = ref counts[Math.Min(parts - 1, outcome.Arrival / ticks)];
                part.Requests++;
                part.Met += RequestTimes.IsAnswered(outcome) && _times.Meets(outcome) ? 1 : 0;
                part.Overflowed += outcome.Ending == Ending.Overflowed ? 1 : 0;
            }
        }

        return [.. counts.Select((part, index) => new AttainmentPart(length * Ratio.FromValue(index), part.Requests, part.Met, part.Overflowed))];
    }

    private RequestOutcome Public(long id, in Outcome outcome)
    {
        Duration? Time(double ticks) => ticks < 0 ? null : Duration.FromSeconds(ticks / Ticks.PerSecond);
        return new(
            Number: id, Ending: outcome.Ending, Class: outcome.Class, Replica: outcome.Replica, Arrival: Ticks.ToDuration(outcome.Arrival),
            Wait: Duration.FromSeconds(outcome.Wait), Ttft: Time(_times.Ttft(outcome)), Tpot: Time(_times.Tpot(outcome)), E2e: Time(_times.E2e(outcome)),
            Input: Tokens.FromCount(outcome.Input), Cached: Tokens.FromCount(outcome.Hit), Output: Tokens.FromCount(outcome.Output),
                Preemptions: outcome.Preemptions, Retries: outcome.Retries);
    }

    private void Count()
    {
        long input = 0, output = 0, fleetInput = 0, fleetOutput = 0, cached = 0;
        foreach (var piece in _run.Log.Pieces())
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                Mix(
                    (ulong)outcome.Arrival,
                    (ulong)outcome.First,
                    (ulong)outcome.End,
                    ((ulong)outcome.Replica << 32) | ((ulong)outcome.Preemptions << 8) | (ulong)outcome.Ending);
                _endings[(int)outcome.Ending]++;
                ref var of = ref _classes[Math.Min(outcome.Class, _classes.Length - 1)];
                of.Requests++;
                Horizon = Math.Max(Horizon, Math.Max(outcome.Arrival, outcome.End));
                if (RequestTimes.IsAnswered(outcome))
                {
                    of.Answered++;
                    of.Met += _times.Meets(outcome) ? 1 : 0;
                    of.Overflowed += outcome.Ending == Ending.Overflowed ? 1 : 0;
                    input += outcome.Input;
                    output += outcome.Output;
                }

                if (outcome.Ending == Ending.Served)
                {
                    fleetInput += outcome.Input;
                    fleetOutput += outcome.Output;
                    cached += outcome.Hit;
                }
            }
        }

        Input = Tokens.FromCount(input);
        Output = Tokens.FromCount(output);
        FleetOutput = Tokens.FromCount(fleetOutput);
        Fleet = (fleetInput, cached, fleetOutput);
    }

    private void Mix(ulong a, ulong b, ulong c, ulong d)
    {
        var hash = Hash;
        hash = BitOperations.RotateLeft(hash ^ a, 27) * 0xBF58476D1CE4E5B9;
        hash = BitOperations.RotateLeft(hash ^ b, 27) * 0xBF58476D1CE4E5B9;
        hash = BitOperations.RotateLeft(hash ^ c, 27) * 0xBF58476D1CE4E5B9;
        hash = BitOperations.RotateLeft(hash ^ d, 27) * 0xBF58476D1CE4E5B9;
        Hash = hash ^ (hash >> 31);
    }

    private LatencySummary Only(int index, OutcomeTime time) =>
        _classes.Length == 1 ? LatencySummary.None : LatencySummary.Of(_run.Log, (in Outcome outcome) => outcome.Class == index ? time(outcome) : -1);

    private static double MostRequests(ReplicaKind kind, TokenMix mix)
    {
        var engine = kind.Engine with { MaxSequences = kind.Limits.MaxSequences, MaxBatchedTokens = kind.Limits.MaxBatchedTokens };
        return new ServingModel(kind.Step, kind.Limits.Memory, engine, mix).Saturated().Requests.PerSecond;
    }
}
