using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>
/// Triton with the TensorRT-LLM backend. The backend's token figures are of one iteration; totals are only in the newer length histograms.
/// The stages of an ensemble count each request again.
/// </summary>
internal static class Triton
{
    public static Exporter Exporter { get; } = new(
        "Triton",
        ["nv_"],
        [
            Tokens("llm_input_token_len_sum", TokenClass.Input),
            Tokens("llm_output_token_len_sum", TokenClass.Output),
            Unused("trt_llm_v1_metrics", "of one iteration: not a total"),
            Unused("trt_llm_inflight_batcher_metrics", "of one iteration: not a total"),
            Requests("inference_request_success") with { When = IsWhole },
            Requests("inference_request_failure") with { When = IsWhole },
            Failed("inference_request_failure") with { When = IsWhole },
            Unused("inference_request_success", "a stage of an ensemble") with { When = labels => !IsWhole(labels) },
            Unused("inference_request_failure", "a stage of an ensemble") with { When = labels => !IsWhole(labels) },
        ]);

    private static bool IsWhole(Labels labels) => labels["model"] is not ("preprocessing" or "postprocessing" or "ensemble");
}
