namespace Mtok.Planning;

/// <summary>What a replay leaves out or assumes.</summary>
public abstract record ReplayNote
{
    private ReplayNote()
    {
    }

    /// <summary>Requests after the last whole span are neither planned for nor replayed.</summary>
    /// <param name="Requests">Their number; 1 or more.</param>
    public sealed record RequestsLeftOut(long Requests) : ReplayNote;

    /// <summary>Requests are repeated for growth.</summary>
    /// <param name="Times">Copies of each request on average.</param>
    public sealed record Growth(Ratio Times) : ReplayNote;

    /// <summary>Only the median of the forecast is replayed.</summary>
    public sealed record MedianForecast : ReplayNote;

    /// <summary>The latency assumed of an API.</summary>
    /// <param name="Ttft">Time to the first token.</param>
    /// <param name="Tpot">Time per output token.</param>
    public sealed record ApiLatency(Duration Ttft, Duration Tpot) : ReplayNote;

    /// <summary>A spot machine of each kind is reclaimed when it is missed most; hours without any are priced and not replayed.</summary>
    public sealed record SpotReclaimed : ReplayNote;

    /// <summary>A measurement whose source does not state the precision is simulated in the widest that fits.</summary>
    public sealed record PrecisionAssumed : ReplayNote;

    /// <summary>The loss of a zone is planned for and not replayed.</summary>
    public sealed record ZoneLossPlanned : ReplayNote;

    /// <summary>There is no service level to meet.</summary>
    public sealed record NoServiceLevel : ReplayNote;

    /// <summary>Machines were dropped, since prompts alone exceed the limit on them.</summary>
    /// <param name="Prompt">The prompts.</param>
    public sealed record PromptsTooLong(LongPrompt Prompt) : ReplayNote;
}
