namespace Mtok.Traces;

/// <summary>The columns of a row format (CSV, JSONL or Parquet); columns are found by name.</summary>
/// <param name="Format">The display name of the format.</param>
/// <param name="Arrival">The arrival column.</param>
/// <param name="Clock">The unit of that column.</param>
/// <param name="Input">The input token column.</param>
/// <param name="Output">The output token column.</param>
/// <param name="Cached">The optional column of cached input tokens; null if the format has none.</param>
/// <param name="Class">The optional columns that distinguish request classes; null if the format has none.</param>
/// <param name="BlockSize">Tokens per block of <c>hash_ids</c>; 0 if the format has no blocks.</param>
/// <param name="Mark">A further column that distinguishes the format from another with the same columns.</param>
/// <param name="Separator">What separates the fields of CSV.</param>
internal sealed record TraceColumns(
    string Format, string Arrival, ArrivalClock Clock, string Input, string Output, string? Cached = null, string[]? Class = null,
    int BlockSize = 0, string? Mark = null, char Separator = ',')
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
        new(
            "Mooncake JSONL", "timestamp", ArrivalClock.Milliseconds, "input_length", "output_length", "cached_tokens", ["class"], BlockSize: 512,
            Mark: Blocks),
    ];

    /// <summary>The format that has these columns; null if there is none.</summary>
    public static TraceColumns? Of(IReadOnlyCollection<string> names) =>
        Known.FirstOrDefault(columns => columns.Required.All(names.Contains));

    public IEnumerable<string> Required => Mark is null ? [Arrival, Input, Output] : [Arrival, Input, Output, Mark];

    /// <summary>The class name of a row, from the parts of its class columns.</summary>
    public static string ClassName(IEnumerable<string> parts) =>
        string.Join(", ", parts.Where(part => part.Length > 0)) is { Length: > 0 } name ? name : Unnamed;

    /// <summary>The only class of a trace that distinguishes none.</summary>
    public const string Unnamed = "all";
}
