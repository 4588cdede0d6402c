namespace Mtok.Simulation;

/// <summary>A request's times as seen by its client, in ticks, and whether they are within its service level.</summary>
internal sealed class RequestTimes
{
    private readonly long _perRequest;
    private readonly long _perToken;
    private readonly (long? Ttft, long? Tpot, long? Deadline)[] _promised;

    /// <param name="fleet">The fleet that serves, with the service levels.</param>
    /// <param name="classes">The classes of the trace.</param>
    public RequestTimes(SimulatedFleet fleet, IReadOnlyList<string> classes)
    {
        _perRequest = Ticks.From(fleet.Client.PerRequest + fleet.Groups.Select(group => group.Kind.Engine.Server).DefaultIfEmpty().Max());
        _perToken = Ticks.From(fleet.Client.PerToken);
        _promised = [.. classes.Select(name => Promised(fleet.Classes.FirstOrDefault(known => known.Name == name), fleet.Level))];
    }

    /// <summary>The time to the first token; negative where there is none.</summary>
    public double Ttft(in Outcome outcome) => outcome.First > 0 ? outcome.First - outcome.Arrival + Added(outcome, 0) : -1;

    /// <summary>The time to the last token; negative where there is none.</summary>
    public double E2e(in Outcome outcome) => IsAnswered(outcome) ? outcome.End - outcome.Arrival + Added(outcome, outcome.Output) : -1;

    /// <summary>The time of a token after the first; negative where there is none.</summary>
    public double Tpot(in Outcome outcome) => IsAnswered(outcome) && outcome.Output > 1 ? (E2e(outcome) - Ttft(outcome)) / (outcome.Output - 1) : -1;

    /// <summary>Whether an answered request was within its service level.</summary>
    public bool Meets(in Outcome outcome)
    {
        var (ttft, tpot, deadline) = PromisedTo(outcome);
        return (ttft is null || Ttft(outcome) <= ttft) && (tpot is null || Tpot(outcome) <= tpot) && (deadline is null || E2e(outcome) <= deadline);
    }

    /// <summary>Whether a request that has its first token had to wait too long for it.</summary>
    public bool IsLate(in Outcome outcome) => PromisedTo(outcome).Ttft is { } most && Ttft(outcome) > most;

    /// <summary>Whether a request has all its tokens.</summary>
    public static bool IsAnswered(in Outcome outcome) => outcome.Ending is Ending.Served or Ending.Overflowed;

    private (long? Ttft, long? Tpot, long? Deadline) PromisedTo(in Outcome outcome) => _promised[Math.Min(outcome.Class, _promised.Length - 1)];

    /// <summary>The latency that server (Q9) and client add to the engine's; the API's times already include it.</summary>
    private long Added(in Outcome outcome, int tokens) => outcome.Ending == Ending.Overflowed ? 0 : _perRequest + (tokens * _perToken);

    private static (long?, long?, long?) Promised(ServiceClass? known, ServiceLevel otherwise)
    {
        var level = known?.Level ?? otherwise;
        long? In(Duration? limit) => limit is { } duration ? Ticks.From(duration) : null;
        return (In(level.Ttft), In(level.Tpot), In(known?.Deadline));
    }
}
