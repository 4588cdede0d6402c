using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>
/// NVIDIA Dynamo's frontend. Its output counter moves while an answer streams, its histograms only when it ends. The router and the components
/// behind it count the same requests again.
/// </summary>
internal static class Dynamo
{
    private const string Repeats = "repeats what the frontend counts";

    public static Exporter Exporter { get; } = new(
        "Dynamo",
        ["dynamo_"],
        [
            Tokens("frontend_input_sequence_tokens_sum", TokenClass.Input),
            Tokens("frontend_cached_tokens_sum", TokenClass.CacheRead),
            Tokens("frontend_output_tokens", TokenClass.Output),
            Tokens("frontend_output_sequence_tokens_sum", TokenClass.Output, rank: 1),
            Requests("frontend_requests"),
            Failed("frontend_requests") with { When = labels => labels["status"] == "error" },
            Unused("component_router_input_sequence_tokens_sum", Repeats),
            Unused("component_router_output_sequence_tokens_sum", Repeats),
            Unused("component_router_input_sequence_tokens_count", Repeats),
            Unused("component_router_output_sequence_tokens_count", Repeats),
            Unused("component_router_requests", Repeats),
            Unused("component_requests", Repeats),
        ]);
}
