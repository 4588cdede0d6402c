using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>SGLang. Prompt tokens hold the cached ones; cached tokens are distinguished by where they were kept, and add up.</summary>
internal static class Sglang
{
    public static Exporter Exporter { get; } = new(
        "SGLang",
        ["sglang:", "ray_sglang_", "sglang_"],
        [
            Tokens("prompt_tokens", TokenClass.Input),
            Tokens("prompt_tokens_histogram_sum", TokenClass.Input, rank: 1),
            Tokens("cached_tokens", TokenClass.CacheRead) with { When = labels => labels["cache_source"] != "total" },
            Tokens("generation_tokens", TokenClass.Output),
            Tokens("generation_tokens_histogram_sum", TokenClass.Output, rank: 1),
            Requests("num_requests"),
            Failed("num_aborted_requests"),
            Waiting("num_queue_reqs"),
        ]);
}
