namespace Mtok.Simulation;

/// <summary>A request's times as seen by its client, in ticks, and whether they are within its service level.</summary>
internal sealed class RequestTimes
{
    private readonly long _perRequest;
    private readonly long _perToken;
    private readonly Promise[] _promised;

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
    public double Tpot(in Outcome outcome) => Tpot(outcome, Ttft(outcome), E2e(outcome));

    /// <summary>The same from the times to the first and the last token.</summary>
    public static double Tpot(in Outcome outcome, double ttft, double e2e) =>
        IsAnswered(outcome) && outcome.Output > 1 ? (e2e - ttft) / (outcome.Output - 1) : -1;

    /// <summary>Whether an answered request was within its service level.</summary>
    public bool Meets(in Outcome outcome)
    {
        var (ttft, e2e) = (Ttft(outcome), E2e(outcome));
        return Meets(outcome, ttft, Tpot(outcome, ttft, e2e), e2e);
    }

    /// <summary>The same from its times.</summary>
    public bool Meets(in Outcome outcome, double ttft, double tpot, double e2e)
    {
        ref readonly var promised = ref PromisedTo(outcome);
        return ttft <= promised.Ttft && tpot <= promised.Tpot && e2e <= promised.E2e;
    }

    /// <summary>Whether a request that has its first token had to wait too long for it.</summary>
    public bool IsLate(in Outcome outcome) => Ttft(outcome) > PromisedTo(outcome).Ttft;

    /// <summary>Whether a request has all its tokens.</summary>
    public static bool IsAnswered(in Outcome outcome) => outcome.Ending is Ending.Served or Ending.Overflowed;

    private ref readonly Promise PromisedTo(in Outcome outcome) => ref _promised[Math.Min(outcome.Class, _promised.Length - 1)];

    /// <summary>The latency that server (Q9) and client add to the engine's; the API's times already include it.</summary>
    private long Added(in Outcome outcome, int tokens) => outcome.Ending == Ending.Overflowed ? 0 : _perRequest + (tokens * _perToken);

    private static Promise Promised(ServiceClass? known, ServiceLevel otherwise)
    {
        var level = known?.Level ?? otherwise;
        double In(Duration? limit) => limit is { } duration ? Ticks.From(duration) : double.PositiveInfinity;
        return new(In(level.Ttft), In(level.Tpot), In(known?.Deadline));
    }

    /// <summary>The most ticks that each time may take.</summary>
    private readonly record struct Promise(double Ttft, double Tpot, double E2e);
}
