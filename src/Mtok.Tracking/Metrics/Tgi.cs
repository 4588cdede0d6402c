using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>
/// Text Generation Inference. Its counters have no <c>_total</c> and no model. Prompt tokens are counted also for requests that fail after the
/// prefill.
/// </summary>
internal static class Tgi
{
    public static Exporter Exporter { get; } = new(
        "TGI",
        ["tgi_"],
        [
            Tokens("request_input_length_sum", TokenClass.Input),
            Tokens("request_generated_tokens_sum", TokenClass.Output),
            Requests("request_count"),
            Requests("request_success", rank: 1),
            Failed("request_failure"),
            Waiting("queue_size"),
        ]);
}
