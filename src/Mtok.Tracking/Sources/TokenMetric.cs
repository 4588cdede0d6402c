namespace Mtok.Tracking;

/// <summary>
/// Which class of tokens a metric of the GenAI conventions counts, in all their revisions (v1.41, the migration guide, the usage page and
/// the changelog draft, read on 2026-11-27). One name is a counter in one and a histogram in another, so the name says only the class.
/// </summary>
internal static class TokenMetric
{
    private const string Inference = "gen_ai.client.inference.";
    private const string ClaudeCode = "claude_code.token.usage";
    private static readonly string[] ByType = ["gen_ai.client.token.usage", "gen_ai.token.usage", Inference + "tokens", "llm.usage.tokens", ClaudeCode];
    private static readonly string[] TypeNames = ["gen_ai.token.type", "token.type", "token_type", "type"];

    /// <summary>The duration of calls: its count is the number of requests.</summary>
    public static bool IsDuration(string name) => name is "gen_ai.client.operation.duration" or Inference + "operation.duration" or "llm.operation.duration";

    /// <summary>Whether a metric counts tokens at all.</summary>
    public static bool IsTokens(string name) =>
        ByType.Contains(name) || (name.StartsWith(Inference, StringComparison.Ordinal) && name.Contains("tokens", StringComparison.Ordinal));

    /// <summary>The class of a point; null where it tells none, such as a breakdown by another criterion.</summary>
    public static TokenClass? Of(string name, IReadOnlyDictionary<string, string> attributes)
    {
        if (ByType.Contains(name))
        {
            var type = TypeNames.Select(type => attributes.GetValueOrDefault(type, "")).FirstOrDefault(text => text.Length > 0) ?? "";
            return OfType(type) is TokenClass.Input && name == ClaudeCode ? TokenClass.InputUncached : OfType(type);
        }

        return name == Inference + "tokens_by_cache" ? attributes.Values.Select(OfCache).FirstOrDefault(of => of is not null) : OfName(name);
    }

    private static TokenClass? OfName(string name)
    {
        var dot = name.LastIndexOf('.');
        var before = dot < 0 ? "" : name[..dot];
        return name[(dot + 1)..] switch
        {
            "input_tokens" when before.EndsWith(".cache_read", StringComparison.Ordinal) => TokenClass.CacheRead,
            "input_tokens" when before.EndsWith(".cache_write", StringComparison.Ordinal) || before.EndsWith(".cache_creation", StringComparison.Ordinal) =>
                TokenClass.CacheWriteUnsplit,
            "output_tokens" when before.EndsWith(".reasoning", StringComparison.Ordinal) => TokenClass.Reasoning,
            "input_tokens" => TokenClass.Input,
            "output_tokens" => TokenClass.Output,
            _ => null,
        };
    }

    private static TokenClass? OfType(string type) => Spelling.Fold(type) switch
    {
        "input" or "prompt" => TokenClass.Input,
        "output" or "completion" => TokenClass.Output,
        "reasoning" or "thinking" => TokenClass.Reasoning,
        "cacheread" or "cached" or "inputcached" or "cachedinput" => TokenClass.CacheRead,
        "cachewrite" or "cachecreation" => TokenClass.CacheWriteUnsplit,
        _ => null,
    };

    private static TokenClass? OfCache(string value) => Spelling.Fold(value) switch
    {
        "read" or "hit" or "cacheread" or "cached" => TokenClass.CacheRead,
        "write" or "creation" or "cachewrite" or "cachecreation" => TokenClass.CacheWriteUnsplit,
        "none" or "miss" or "uncached" => TokenClass.InputUncached,
        _ => null,
    };
}
