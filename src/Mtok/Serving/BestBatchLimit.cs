namespace Mtok;

/// <summary>A limit of an engine's batch that serves more than a larger batch.</summary>
/// <param name="Sequences">The limit.</param>
/// <param name="Larger">The larger batch that memory and latency limits would allow.</param>
/// <param name="More">How much more is served.</param>
public sealed record BestBatchLimit(Tokens Sequences, Tokens Larger, Ratio More);
