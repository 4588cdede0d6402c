using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>TensorRT-LLM's own server (<c>trtllm-serve</c>), also behind Dynamo. Before 1.2 it has no token counters.</summary>
internal static class TensorRtLlm
{
    public static Exporter Exporter { get; } = new(
        "TensorRT-LLM",
        ["trtllm_", "trtllm:"],
        [
            Tokens("prompt_tokens", TokenClass.Input),
            Tokens("prompt_cached_tokens", TokenClass.CacheRead),
            Tokens("prompt_cached_tokens_sum", TokenClass.CacheRead, rank: 1),
            Tokens("generation_tokens", TokenClass.Output),
            Requests("request_success"),
            Failed("request_success") with { When = labels => labels["finished_reason"] is "cancelled" or "error" or "timeout" },
            Waiting("num_requests_waiting"),
        ]);
}
