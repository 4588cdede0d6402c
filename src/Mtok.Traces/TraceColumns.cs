namespace Mtok.Traces;

/// <summary>In what a trace says when a request arrived.</summary>
internal enum ArrivalClock
{
    Seconds,
    Milliseconds,

    /// <summary>Date and time of day; counted from the first request.</summary>
    Wall,
}

/// <summary>Where a format of rows, CSV, JSONL or Parquet, has what a trace needs; columns are found by name.</summary>
/// <param name="Format">What people call the format.</param>
/// <param name="Arrival">The column of arrival.</param>
/// <param name="Clock">What that column counts.</param>
/// <param name="Input">The column of input tokens.</param>
/// <param name="Output">The column of output tokens.</param>
/// <param name="Cached">The column of cached input tokens, where the format may have one.</param>
/// <param name="Class">Columns that tell kinds of requests apart, where the format may have them.</param>
/// <param name="BlockSize">Tokens of a block named in <c>hash_ids</c>; 0 where the format has none.</param>
/// <param name="Mark">A further column that tells the format from another with the same columns.</param>
internal sealed record TraceColumns(string Format, string Arrival, ArrivalClock Clock, string Input, string Output, string? Cached = null, string[]? Class = null, int BlockSize = 0, string? Mark = null)
{
    public const string Blocks = "hash_ids";
    public const string OwnBlockSize = "block_size";

    public static IReadOnlyList<TraceColumns> Known { get; } =
    [
        new("Azure LLM inference CSV", "TIMESTAMP", ArrivalClock.Wall, "ContextTokens", "GeneratedTokens"),
        new("BurstGPT CSV", "Timestamp", ArrivalClock.Seconds, "Request tokens", "Response tokens", Class: ["Model", "Log Type"]),
        new("Mtok trace", "arrival_s", ArrivalClock.Seconds, "input_tokens", "output_tokens", "cached_tokens", ["class"]),
        new("vLLM request log", "arrival_s", ArrivalClock.Seconds, "input_toks", "output_toks"),
        new("Qwen-Bailian JSONL", "timestamp", ArrivalClock.Seconds, "input_length", "output_length", Class: ["type"], BlockSize: 16, Mark: "chat_id"),
        new("Mooncake JSONL", "timestamp", ArrivalClock.Milliseconds, "input_length", "output_length", "cached_tokens", ["class"], BlockSize: 512, Mark: Blocks),
    ];

    /// <summary>The format that has these columns, or null.</summary>
    public static TraceColumns? Of(IReadOnlyCollection<string> names) =>
        Known.FirstOrDefault(columns => columns.Required.All(names.Contains));

    public IEnumerable<string> Required => Mark is null ? [Arrival, Input, Output] : [Arrival, Input, Output, Mark];

    /// <summary>The name of the class a row belongs to.</summary>
    public static string ClassName(IEnumerable<string> parts) => string.Join(", ", parts.Where(part => part.Length > 0)) is { Length: > 0 } name ? name : Unnamed;

    /// <summary>The one class of a trace that tells none apart.</summary>
    public const string Unnamed = "all";
}
