using System.Numerics;

namespace Mtok.Simulation;

/// <summary>Aggregates all outcomes, which come piece by piece in order of arrival.</summary>
internal sealed class OutcomeTally
{
    private readonly FleetRun _run;
    private readonly RequestTimes _times;
    private readonly long[] _endings = new long[4];
    private readonly (long Requests, long Answered, long Met, long Overflowed)[] _classes;
    private readonly LatencyTally _ttft;
    private readonly LatencyTally _tpot;
    private readonly LatencyTally _e2e;
    private readonly (LatencyTally Ttft, LatencyTally E2e)[] _ofClass;
    private long _input;
    private long _output;
    private (long Input, long Cached, long Output) _fleet;

    public OutcomeTally(FleetRun run)
    {
        _run = run;
        _times = run.Times;
        _classes = new (long, long, long, long)[run.Trace.Classes.Count];
        var apart = _classes.Length == 1 ? 0 : _classes.Length;
        LatencyTally NewTally() => new(run.Options.MostTimes / (3 + (2 * apart)));
        _ttft = NewTally();
        _tpot = NewTally();
        _e2e = NewTally();
        _ofClass = [.. Enumerable.Range(0, apart).Select(_ => (NewTally(), NewTally()))];
    }

    /// <summary>Times to the first token.</summary>
    public LatencySummary Ttft => _ttft.Summary();

    /// <summary>Times per token after the first.</summary>
    public LatencySummary Tpot => _tpot.Summary();

    /// <summary>Times to the last token.</summary>
    public LatencySummary E2e => _e2e.Summary();

    public long Horizon { get; private set; }

    public ulong Hash { get; private set; } = 0x9E3779B97F4A7C15;

    public Tokens Input => Tokens.FromCount(_input);

    public Tokens Output => Tokens.FromCount(_output);

    public Tokens FleetOutput => Tokens.FromCount(_fleet.Output);

    /// <summary>Whether the percentiles are known, without seeing all outcomes again.</summary>
    public bool IsExact => Latencies.All(latency => latency.IsExact);

    private IEnumerable<LatencyTally> Latencies => [_ttft, _tpot, _e2e, .. _ofClass.SelectMany(of => new[] { of.Ttft, of.E2e })];

    public void Count(ReadOnlySpan<Outcome> outcomes)
    {
        foreach (ref readonly var outcome in outcomes)
        {
            Mix(
                (ulong)outcome.Arrival,
                (ulong)outcome.First,
                (ulong)outcome.End,
                ((ulong)outcome.Replica << 32) | ((ulong)outcome.Preemptions << 8) | (ulong)outcome.Ending);
            _endings[(int)outcome.Ending]++;
            Horizon = Math.Max(Horizon, Math.Max(outcome.Arrival, outcome.End));
            var (ttft, e2e) = (_times.Ttft(outcome), _times.E2e(outcome));
            var tpot = RequestTimes.Tpot(outcome, ttft, e2e);
            _ttft.Count(ttft);
            _tpot.Count(tpot);
            _e2e.Count(e2e);
            if (outcome.Class < _ofClass.Length)
            {
                _ofClass[outcome.Class].Ttft.Count(ttft);
                _ofClass[outcome.Class].E2e.Count(e2e);
            }

            ref var of = ref _classes[Math.Min(outcome.Class, _classes.Length - 1)];
            of.Requests++;
            if (RequestTimes.IsAnswered(outcome))
            {
                of.Answered++;
                of.Met += _times.Meets(outcome, ttft, tpot, e2e) ? 1 : 0;
                of.Overflowed += outcome.Ending == Ending.Overflowed ? 1 : 0;
                _input += outcome.Input;
                _output += outcome.Output;
            }

            if (outcome.Ending == Ending.Served)
            {
                _fleet.Input += outcome.Input;
                _fleet.Output += outcome.Output;
                _fleet.Cached += outcome.Hit;
            }
        }
    }

    /// <summary>Sees all outcomes again for the percentiles that are not known.</summary>
    public void Seek(IEnumerable<ReadOnlyMemory<Outcome>> pieces)
    {
        foreach (var latency in Latencies)
        {
            latency.BeginAgain();
        }

        foreach (var piece in pieces)
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                var (ttft, e2e) = (_times.Ttft(outcome), _times.E2e(outcome));
                _ttft.Seek(ttft);
                _tpot.Seek(RequestTimes.Tpot(outcome, ttft, e2e));
                _e2e.Seek(e2e);
                if (outcome.Class < _ofClass.Length)
                {
                    _ofClass[outcome.Class].Ttft.Seek(ttft);
                    _ofClass[outcome.Class].E2e.Seek(e2e);
                }
            }
        }
    }

    public long Of(Ending ending) => _endings[(int)ending];

    public static double PaidTicks(MemberRun member, long horizon) => member.Spans.Sum(span => (double)Math.Max(0, Math.Min(span.To, horizon) - span.From));

    public IReadOnlyList<ClassResult> Classes() =>
        [.. _run.Trace.Classes.Select((name, index) => new ClassResult(
            name, _classes[index].Requests, _classes[index].Answered, _classes[index].Met,
            TimesOf(index)?.Ttft.Summary() ?? LatencySummary.None, TimesOf(index)?.E2e.Summary() ?? LatencySummary.None)
        {
            Overflowed = _classes[index].Overflowed,
        })];

    /// <summary>C6: the share used of what each group could have served of the same requests at its service level.</summary>
    public Ratio Utilization(IReadOnlyList<MemberRun> members)
    {
        var served = Of(Ending.Served);
        if (served == 0 || _run.Fleet.Groups.Any(group => group.Kind.Role != ReplicaRole.Whole))
        {
            // No closed form gives the capacity of disaggregated replicas: their busy share is used instead.
            return Ratio.FromValue(members.Sum(member => (double)member.Totals.Busy) / Math.Max(1, members.Sum(member => PaidTicks(member, Horizon))));
        }

        double input = _fleet.Input;
        var mix = new TokenMix(Tokens.FromCount(input / served), Tokens.FromCount((double)_fleet.Output / served), Ratio.FromValue(_fleet.Cached / input));
        var could = members
            .GroupBy(member => member.Group)
            .Sum(group => MostRequests(_run.Fleet.Groups[group.Key].Kind, mix) * group.Sum(member => PaidTicks(member, Horizon)) / Ticks.PerSecond);
        return Ratio.FromValue(Math.Min(1, served / could));
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

    /// <summary>The times of one class; null if it is the only one.</summary>
    private (LatencyTally Ttft, LatencyTally E2e)? TimesOf(int @class) => @class < _ofClass.Length ? _ofClass[@class] : null;

    private static double MostRequests(ReplicaKind kind, TokenMix mix)
    {
        var engine = kind.Engine with { MaxSequences = kind.Limits.MaxSequences, MaxBatchedTokens = kind.Limits.MaxBatchedTokens };
        return new ServingModel(kind.Step, kind.Limits.Memory, engine, mix).Saturated().Requests.PerSecond;
    }
}
