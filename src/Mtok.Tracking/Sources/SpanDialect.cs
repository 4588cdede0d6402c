using System.Globalization;

namespace Mtok.Tracking;

/// <summary>How spans spell tokens, in all revisions of the GenAI conventions and by OpenInference, OpenLLMetry and the AI SDK; read on 2026-11-27.</summary>
internal static class SpanDialect
{
    /// <summary>Libraries that never tell cached or reasoning tokens, so that their absence says nothing.</summary>
    private static readonly string[] SilentScopes = ["opentelemetry.instrumentation.openai_v2", "instrumentation-openai", "elastic"];

    private static readonly string[] Input =
    [
        "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "llm.usage.prompt_tokens", "ai.usage.inputTokens",
        "ai.usage.promptTokens",
    ];

    private static readonly string[] Output =
    [
        "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion", "llm.usage.completion_tokens",
        "ai.usage.outputTokens", "ai.usage.completionTokens",
    ];

    private static readonly string[] Read =
    [
        "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.input_cached_tokens",
        "gen_ai.usage.cached_input_tokens", "gen_ai.usage.input_tokens.cached", "gen_ai.usage.cached_tokens", "gen_ai.usage.details.cache_read_tokens",
        "gen_ai.usage.details.cached_tokens", "llm.token_count.prompt_details.cache_read", "llm.usage.cache_read_input_tokens", "ai.usage.cachedInputTokens",
    ];

    private static readonly string[] Written =
    [
        "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_write_input_tokens",
        "gen_ai.usage.cache_creation_input_tokens", "gen_ai.usage.input_cache_creation", "gen_ai.usage.details.cache_write_tokens",
        "llm.token_count.prompt_details.cache_write", "llm.usage.cache_creation_input_tokens",
    ];

    private static readonly string[] Reasoning =
    [
        "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens", "gen_ai.usage.reasoning_output_tokens", "gen_ai.usage.output_tokens.reasoning",
        "gen_ai.usage.details.reasoning_tokens", "llm.token_count.completion_details.reasoning", "llm.usage.reasoning_tokens", "ai.usage.reasoningTokens",
    ];

    private static readonly string[] Total = ["gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total", "ai.usage.totalTokens"];

    /// <summary>The names of prompt and output tokens, by which a file with spans is recognised.</summary>
    public static IEnumerable<string> Marks => Input.Concat(Output);

    /// <summary>The tokens of a span, and what is doubtful in them; null where it tells none.</summary>
    public static (TokenClasses Tokens, IReadOnlyList<string> Doubts)? Of(OtlpSpan span)
    {
        var doubts = new List<string>();
        var input = Told(span, Input, doubts);
        var output = Told(span, Output, doubts);
        if (input is null && output is null)
        {
            return null;
        }

        var isSilent = Array.Exists(SilentScopes, scope => span.Scope.Contains(scope, StringComparison.OrdinalIgnoreCase));
        var (read, written) = Cached(Told(span, Read, doubts), Told(span, Written, doubts), isSilent);
        var (all, uncached) = Prompt(input, read, written, output, Told(span, Total, []), doubts);
        var tokens = new TokenClasses(
            all, isSilent && read is null ? null : uncached, read, null, null, written, output ?? 0, Told(span, Reasoning, doubts) ?? (isSilent ? null : 0));
        doubts.AddRange(TokenDoubts.Of(tokens));
        return (tokens, doubts);
    }

    /// <summary>
    /// A library that tells neither has none to tell, unless it is known to be silent. One that tells a class of cached tokens and not the
    /// other leaves the other unknown (Microsoft.Extensions.AI drops written ones): those are in the uncached then.
    /// </summary>
    private static (long? Read, long? Written) Cached(long? read, long? written, bool isSilent) =>
        read is null && written is null && !isSilent ? (0, 0) : (read, written);

    /// <summary>
    /// The prompt holds cached tokens in the conventions, and not where a library copied Anthropic's own counts: then there are more cached
    /// tokens than prompt, or the total holds them beside it.
    /// </summary>
    private static (long? All, long? Uncached) Prompt(long? input, long? read, long? written, long? output, long? total, List<string> doubts)
    {
        var cached = (read ?? 0) + (written ?? 0);
        if (input is not { } count)
        {
            return (null, null);
        }

        var isBeside = cached > count || (cached > 0 && total == count + cached + (output ?? 0));
        if (isBeside)
        {
            doubts.Add($"{cached} cached tokens are read as beside the prompt's {count}");
        }

        return isBeside ? (count + cached, count) : (count, count - cached);
    }

    /// <summary>The first spelling counts: several are the same number reported again.</summary>
    private static long? Told(OtlpSpan span, string[] names, List<string> doubts)
    {
        long? first = null;
        foreach (var name in names)
        {
            if (span.Attributes.TryGetValue(name, out var text) && CountOf(text) is { } count)
            {
                if (first is not null && first != count)
                {
                    doubts.Add($"{name} is {count} where another spelling is {first}");
                }

                first ??= count;
            }
        }

        return first;
    }

    private static long? CountOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            && decimal.IsInteger(count) && Math.Abs(count) < 1_000_000_000_000_000m
            ? (long)count
            : null;
}
