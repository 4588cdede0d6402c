namespace Mtok.Simulation;

/// <summary>One request and its outcome.</summary>
/// <param name="Number">Its index in the trace, from 0.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Class">The index of its class.</param>
/// <param name="Replica">The last replica it was routed to.</param>
/// <param name="Arrival">Its arrival time.</param>
/// <param name="Wait">From arrival until it was admitted.</param>
/// <param name="Ttft">From arrival to the first token; null if there was none.</param>
/// <param name="Tpot">Time per output token after the first; null if there was none.</param>
/// <param name="E2e">From arrival to the last token; null if it was not generated.</param>
/// <param name="Input">Its prompt.</param>
/// <param name="Cached">The part of the prompt that was not computed.</param>
/// <param name="Output">Its output tokens.</param>
/// <param name="Preemptions">How often it was returned to the queue.</param>
/// <param name="Retries">How often it was restarted after the loss of a replica.</param>
public readonly record struct RequestOutcome(
    long Number,
    Ending Ending,
    int Class,
    int Replica,
    Duration Arrival,
    Duration Wait,
    Duration? Ttft,
    Duration? Tpot,
    Duration? E2e,
    Tokens Input,
    Tokens Cached,
    Tokens Output,
    int Preemptions,
    int Retries)
{
    internal static RequestOutcome Of(long number, in Outcome outcome, RequestTimes times)
    {
        Duration? Time(double ticks) => ticks < 0 ? null : Duration.FromSeconds(ticks / Ticks.PerSecond);
        return new(
            Number: number, Ending: outcome.Ending, Class: outcome.Class, Replica: outcome.Replica, Arrival: Ticks.ToDuration(outcome.Arrival),
            Wait: Duration.FromSeconds(outcome.Wait), Ttft: Time(times.Ttft(outcome)), Tpot: Time(times.Tpot(outcome)), E2e: Time(times.E2e(outcome)),
            Input: Tokens.FromCount(outcome.Input), Cached: Tokens.FromCount(outcome.Hit), Output: Tokens.FromCount(outcome.Output),
            Preemptions: outcome.Preemptions, Retries: outcome.Retries);
    }
}
