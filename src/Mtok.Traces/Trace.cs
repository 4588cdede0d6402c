namespace Mtok.Traces;

/// <summary>One request of a trace.</summary>
/// <param name="Arrival">Its arrival time, from the start of the trace.</param>
/// <param name="Input">Its prompt, including the cached part.</param>
/// <param name="Output">Its output, at least one token.</param>
/// <param name="Cached">The part of the prompt recorded as cached; 0 if not recorded.</param>
/// <param name="Class">Its index in <see cref="Trace.Classes"/>.</param>
/// <param name="Blocks">Hashes of the prompt's blocks from the start, equal as long as the prompts are equal; null if not recorded.</param>
public readonly record struct TraceRequest(Duration Arrival, Tokens Input, Tokens Output, Tokens Cached, int Class, IReadOnlyList<long>? Blocks);

/// <summary>Requests in order of arrival, streamed, and from the start each time they are enumerated.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Classes">The request classes; a single one if none are distinguished.</param>
/// <param name="BlockSize">Tokens per prompt block; null if there are no blocks.</param>
/// <param name="Requests">The requests, ordered by arrival.</param>
public sealed record Trace(string Name, IReadOnlyList<string> Classes, Tokens? BlockSize, IEnumerable<TraceRequest> Requests);
