namespace Mtok.Tracking;

/// <summary>Every dialect of usage, dated. The first that fits reads, so that the special stands before the general.</summary>
internal static class UsageDialects
{
    private static readonly DateOnly Read = new(2026, 11, 27);
    private static readonly TokenClass[] NoCache = [TokenClass.CacheRead, TokenClass.CacheWriteUnsplit, TokenClass.Output, TokenClass.Reasoning];

    private static readonly UsageDialect Gemini = new(
        "gemini", Read, ["promptTokenCount", "candidatesTokenCount", "totalTokenCount", "prompt_token_count", "total_token_count"],
        CachedTokens.InsidePrompt, ["promptTokenCount", "prompt_token_count"], ["candidatesTokenCount", "candidates_token_count", "responseTokenCount"],
        "thoughts are beside the candidates, the tools' prompt beside the prompt; a total of all four")
    {
        Read = ["cachedContentTokenCount", "cached_content_token_count"],
        Reasoning = ["thoughtsTokenCount", "thoughts_token_count"],
        ReasoningIsBeside = true,
        ToolPrompt = ["toolUsePromptTokenCount", "tool_use_prompt_token_count"],
        Total = ["totalTokenCount", "total_token_count"],
        AbsentIsZero = [TokenClass.CacheRead, TokenClass.Output, TokenClass.Reasoning],
    };

    private static readonly UsageDialect Cohere = new(
        "cohere", Read, ["tokens.input_tokens", "tokens.output_tokens"],
        CachedTokens.InsidePrompt, ["tokens.input_tokens"], ["tokens.output_tokens"],
        "tokens are those processed, billed_units those paid")
    {
        Read = ["cached_tokens"],
        BilledPrompt = ["billed_units.input_tokens"],
        BilledOutput = ["billed_units.output_tokens"],
        AbsentIsZero = [TokenClass.CacheRead],
    };

    private static readonly UsageDialect CohereEmbed = new(
        "cohere-embed", Read, ["billed_units.input_tokens", "billed_units.output_tokens"],
        CachedTokens.InsidePrompt, ["billed_units.input_tokens"], ["billed_units.output_tokens"],
        "an embedding or an old answer tells only what is paid")
    {
        AbsentIsZero = [TokenClass.Output],
    };

    private static readonly UsageDialect VercelSdk = new(
        "ai-sdk", Read, ["cachedInputTokens", "inputTokenDetails", "reasoningTokens"],
        CachedTokens.InsidePrompt, ["inputTokens"], ["outputTokens"],
        "the AI SDK brings every vendor's usage to one inclusive form")
    {
        Read = ["cachedInputTokens", "inputTokenDetails.cacheReadTokens"],
        Written = ["inputTokenDetails.cacheWriteTokens"],
        Reasoning = ["reasoningTokens", "outputTokenDetails.reasoningTokens"],
        Total = ["totalTokens"],
    };

    private static readonly UsageDialect Bedrock = new(
        "bedrock-converse", Read, ["inputTokens", "outputTokens"],
        CachedTokens.BesidePrompt, ["inputTokens"], ["outputTokens"],
        "the vendor's prompt-caching guide: total input is inputTokens + cacheReadInputTokens + cacheWriteInputTokens")
    {
        Read = ["cacheReadInputTokens", "cacheReadInputTokenCount"],
        Written = ["cacheWriteInputTokens", "cacheWriteInputTokenCount"],
        Total = ["totalTokens"],
        AbsentIsZero = [TokenClass.CacheRead, TokenClass.CacheWriteUnsplit],
    };

    private static readonly UsageDialect Anthropic = new(
        "anthropic", Read,
        ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "iterations", "server_tool_use", "output_tokens_details.thinking_tokens"],
        CachedTokens.BesidePrompt, ["input_tokens"], ["output_tokens"],
        "input_tokens are those after the last cache breakpoint; thinking is inside the output")
    {
        Without = ["prompt_tokens", "completion_tokens"],
        Read = ["cache_read_input_tokens"],
        Written = ["cache_creation_input_tokens"],
        Written5m = ["cache_creation.ephemeral_5m_input_tokens"],
        Written1h = ["cache_creation.ephemeral_1h_input_tokens"],
        Reasoning = ["output_tokens_details.thinking_tokens"],
        AbsentIsZero = [TokenClass.CacheRead, TokenClass.CacheWrite5m, TokenClass.CacheWrite1h, TokenClass.CacheWriteUnsplit, TokenClass.Reasoning],
    };

    private static readonly UsageDialect Responses = new(
        "openai-responses", Read, ["input_tokens", "output_tokens"],
        CachedTokens.InsidePrompt, ["input_tokens"], ["output_tokens"],
        "cached and written tokens are details of input_tokens; reasoning of output_tokens")
    {
        Read = ["input_tokens_details.cached_tokens", "cached_tokens"],
        Written = ["input_tokens_details.cache_write_tokens"],
        Reasoning = ["output_tokens_details.reasoning_tokens"],
        Total = ["total_tokens"],
        AbsentIsZero = NoCache,
    };

    private static readonly UsageDialect Chat = new(
        "openai-chat", Read, ["prompt_tokens", "completion_tokens"],
        CachedTokens.InsidePrompt, ["prompt_tokens"], ["completion_tokens"],
        "cached and written tokens are details of prompt_tokens; reasoning of completion_tokens. Gateways that add Anthropic's names keep the prompt inclusive")
    {
        Read = ["prompt_tokens_details.cached_tokens", "cache_read_input_tokens", "cached_tokens"],
        Written = ["prompt_tokens_details.cache_write_tokens", "cache_creation_input_tokens", "prompt_tokens_details.cache_creation_tokens"],
        Written5m = ["prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens", "cache_creation.ephemeral_5m_input_tokens"],
        Written1h = ["prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens", "cache_creation.ephemeral_1h_input_tokens"],
        Reasoning = ["completion_tokens_details.reasoning_tokens"],
        Total = ["total_tokens"],
        AbsentIsZero = NoCache,
    };

    private static readonly UsageDialect Short = new(
        "short-names", Read, ["input", "output"],
        CachedTokens.BesidePrompt, ["input"], ["output"],
        "a client's own record (opencode): input is what remains beside the cache, total the sum of all")
    {
        Read = ["cache_read", "cache.read"],
        Written = ["cache_write", "cache.write"],
        Reasoning = ["reasoning"],
        Total = ["total"],
    };

    /// <summary>Every dialect, the special first.</summary>
    public static IReadOnlyList<UsageDialect> All { get; } =
    [
        Gemini,
        Cohere,
        CohereEmbed,
        VercelSdk,
        Bedrock with
        {
            Name = "bedrock-converse of OpenAI models",
            Model = "openai.",
            Cached = CachedTokens.InsideIfTheyFit,
            IsDoubtful = true,
            Reason = "opencode 47296, bifrost 6942 (Sep 2026): streamed answers count the cache inside inputTokens (4995 with 4993 written), others beside (2)",
        },
        Bedrock,
        Anthropic with
        {
            Name = "anthropic of Qianfan until 4 Jun 2026",
            Provider = "qianfan",
            Until = new(2026, 6, 4, 12, 0, 0, TimeSpan.Zero),
            Cached = CachedTokens.InsidePrompt,
            Reason = "vendor's notice of 2026-05-26: input_tokens holds the cached tokens until 2026-06-04 20:00 (UTC+8), not after",
        },
        Anthropic,
        Responses,
        Chat with
        {
            Name = "deepseek",
            Marks = ["prompt_cache_hit_tokens", "prompt_cache_miss_tokens"],
            Read = ["prompt_cache_hit_tokens", .. Chat.Read],
            Reason = "hit and miss add up to prompt_tokens",
        },
        Chat with
        {
            Name = "mistral",
            Marks = ["num_cached_tokens"],
            Read = ["num_cached_tokens", .. Chat.Read],
            Reason = "cached tokens are inside prompt_tokens",
        },
        Chat with
        {
            Name = "openrouter",
            Marks = ["is_byok", "cost_details"],
            Reason = "as OpenAI's; cost is what the gateway charges, with a key of your own the upstream charges too",
        },
        Chat with { Name = "flat-cached", Marks = ["cached_tokens"], Reason = "cached_tokens beside prompt_tokens is a part of it" },
        Chat,
        Short with
        {
            Name = "short names, OpenAI models on Bedrock",
            Model = "openai.",
            Cached = CachedTokens.InsideIfTheyFit,
            IsDoubtful = true,
            Reason = "opencode 47296 (Sep 2026): what remains beside the cache still holds it",
        },
        Short,
    ];

    /// <summary>The dialect of a usage object; null where it has none of their fields.</summary>
    public static UsageDialect? Of(JsonFields usage, UsageContext context) => All.FirstOrDefault(dialect => dialect.Fits(usage, context));
}
