namespace Mtok;

/// <summary>A finite number of requests served from an idle replica until the last one ends, ramp and tail included.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="Duration">From the first request sent to the last token.</param>
/// <param name="Ttft">Mean time to the first token.</param>
/// <param name="Tpot">Mean time per output token after the first.</param>
/// <param name="Rate">Requests / duration.</param>
/// <param name="Output">Output tokens / duration.</param>
public sealed record FiniteRun(Tokens Requests, Duration Duration, Duration Ttft, Duration Tpot, RequestsPerSecond Rate, TokensPerSecond Output);
