namespace Mtok.Planning;

/// <summary>What a plan is replayed on, or why it is not replayed.</summary>
public abstract record TrafficSource
{
    private TrafficSource()
    {
    }

    /// <summary>A recorded trace.</summary>
    /// <param name="Name">The trace.</param>
    public sealed record Recorded(string Name) : TrafficSource;

    /// <summary>A recorded trace that was not to be replayed.</summary>
    /// <param name="Name">The trace.</param>
    public sealed record ReplayOff(string Name) : TrafficSource;

    /// <summary>A synthetic trace, made for a workload like a public profile.</summary>
    /// <param name="Name">The trace.</param>
    public sealed record Synthetic(string Name) : TrafficSource;

    /// <summary>No trace; the workload's shape by the hour is planned.</summary>
    public sealed record NoTrace : TrafficSource;

    /// <summary>Models take different tokens for the same request, so one trace is not that of all.</summary>
    public sealed record UnlikeModels : TrafficSource;

    /// <summary>No trace, and a synthetic one would have more requests than a replay holds.</summary>
    /// <param name="Span">The span that a synthetic trace would cover.</param>
    public sealed record TooManyRequests(Duration Span) : TrafficSource;
}
