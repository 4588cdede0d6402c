using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>
/// vLLM, three generations: V0 (<c>gpu_*</c> names), V1, and 0.28 (Sep 2026), which tells prompt tokens by source. Under Ray Serve its names begin
/// with <c>ray_vllm:</c>, newer ones with <c>ray_vllm_</c>, since Ray allows no colon.
/// </summary>
internal static class Vllm
{
    private const string Recounted = "prefix cache hits count tokens again while a request waits";
    private const string Finished = "counted when a request ends: what is in flight is missing";

    public static Exporter Exporter { get; } = new(
        "vLLM",
        ["vllm:", "ray_vllm:", "ray_vllm_", "vllm_"],
        [
            Tokens("prompt_tokens", TokenClass.Input),
            Tokens("request_prompt_tokens_sum", TokenClass.Input, rank: 1, Finished),
            Tokens("prompt_tokens_by_source", TokenClass.InputUncached) with { When = labels => labels["source"] == "local_compute" },
            Tokens("prompt_tokens_by_source", TokenClass.CacheRead) with { When = IsCached },
            Unused("prompt_tokens_by_source", "prompt tokens of an unknown source") with { When = labels => !IsKnown(labels) },
            Tokens("prompt_tokens_cached", TokenClass.CacheRead, rank: 1),
            Tokens("prefix_cache_hits", TokenClass.CacheRead, rank: 2, Recounted),
            Tokens("external_prefix_cache_hits", TokenClass.CacheRead, rank: 2, Recounted),
            Tokens("gpu_prefix_cache_hits", TokenClass.CacheRead, rank: 3, Recounted),
            Tokens("generation_tokens", TokenClass.Output),
            Tokens("request_generation_tokens_sum", TokenClass.Output, rank: 1, Finished),
            Requests("request_success"),
            Failed("request_success") with { When = labels => labels["finished_reason"] is "abort" or "error" },
            Requests("request_failure"),
            Failed("request_failure"),
            Requests("request_prompt_tokens_count", rank: 1),
            Waiting("num_requests_waiting"),
        ]);

    private static bool IsCached(Labels labels) => labels["source"] is "local_cache_hit" or "external_kv_transfer";

    private static bool IsKnown(Labels labels) => labels["source"] == "local_compute" || IsCached(labels);
}
