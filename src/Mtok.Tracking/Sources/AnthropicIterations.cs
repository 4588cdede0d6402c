namespace Mtok.Tracking;

/// <summary>
/// Turns that an answer of Anthropic bills beside its top level: compaction, and an advisor, which may be another model. The top level
/// adds up the turns of type <c>message</c> alone.
/// </summary>
internal static class AnthropicIterations
{
    /// <summary>The turns beside the top level: why, which model (empty for the answer's own), and its usage.</summary>
    public static IEnumerable<(string Why, string Model, JsonFields Usage)> Beside(JsonFields usage)
    {
        var turns = usage.Array("iterations").Where(turn => turn.ValueKind == System.Text.Json.JsonValueKind.Object).Select(usage.Of).ToList();
        return turns.TrueForAll(IsMessage) || IsSumOf(turns, usage)
            ? []
            : turns.Where(turn => !IsMessage(turn)).Select(turn => (turn.Text("type"), turn.Text("model"), turn));
    }

    private static bool IsMessage(JsonFields turn) => turn.Text("type") is "message" or "";

    /// <summary>Whether the top level already holds every turn.</summary>
    private static bool IsSumOf(List<JsonFields> turns, JsonFields usage) =>
        Array.TrueForAll(["input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"],
            name => turns.Sum(turn => turn.Count(name) ?? 0) == (usage.Count(name) ?? 0));
}
