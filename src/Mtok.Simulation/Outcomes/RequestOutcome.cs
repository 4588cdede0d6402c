namespace Mtok.Simulation;

/// <summary>One request and what became of it.</summary>
/// <param name="Number">Its place in the trace, from 0.</param>
/// <param name="Ending">What became of it.</param>
/// <param name="Class">Its place in the trace's classes.</param>
/// <param name="Replica">The replica that took it last.</param>
/// <param name="Arrival">When it arrived.</param>
/// <param name="Wait">From there until the replica took it into work.</param>
/// <param name="Ttft">From arrival to the first token; null where none came.</param>
/// <param name="Tpot">Time of each token after it; null where there is none.</param>
/// <param name="E2e">From arrival to the last token; null where it did not come.</param>
/// <param name="Input">Its prompt.</param>
/// <param name="Cached">The part of it that was not computed.</param>
/// <param name="Output">What it generates.</param>
/// <param name="Preemptions">How often it was put back.</param>
/// <param name="Retries">How often it was begun anew after the loss of a replica.</param>
public readonly record struct RequestOutcome(
    long Number, Ending Ending, int Class, int Replica, Duration Arrival, Duration Wait, Duration? Ttft, Duration? Tpot, Duration? E2e, Tokens Input, Tokens Cached, Tokens Output, int Preemptions, int Retries);
