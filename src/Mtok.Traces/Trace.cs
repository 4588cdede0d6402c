namespace Mtok.Traces;

/// <summary>One request of a trace.</summary>
/// <param name="Arrival">When it arrived, from the trace's beginning.</param>
/// <param name="Input">Its prompt, cached part included.</param>
/// <param name="Output">What it generated, at least one token.</param>
/// <param name="Cached">The part of the prompt that the trace says was cached; zero where it does not say.</param>
/// <param name="Class">Its place in <see cref="Trace.Classes"/>.</param>
/// <param name="Blocks">Names of the prompt's blocks from its beginning, equal where prompts are equal up to there; null where the trace has none.</param>
public readonly record struct TraceRequest(Duration Arrival, Tokens Input, Tokens Output, Tokens Cached, int Class, IReadOnlyList<long>? Blocks);

/// <summary>Requests in the order they arrived, read as they are needed and from the beginning each time.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Classes">The classes its requests belong to; one where it tells none apart.</param>
/// <param name="BlockSize">Tokens of a prompt's block; null where it has none.</param>
/// <param name="Requests">The requests, ordered by arrival.</param>
public sealed record Trace(string Name, IReadOnlyList<string> Classes, Tokens? BlockSize, IEnumerable<TraceRequest> Requests);
