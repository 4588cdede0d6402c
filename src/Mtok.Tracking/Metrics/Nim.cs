using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>NVIDIA NIM. Its names have no prefix, so they are its own only beside <c>num_request_max</c>, which nobody else has.</summary>
internal static class Nim
{
    public static Exporter Exporter { get; } = new(
        "NIM",
        [""],
        [
            Tokens("prompt_tokens", TokenClass.Input),
            Tokens("request_prompt_tokens_sum", TokenClass.Input, rank: 1),
            Tokens("generation_tokens", TokenClass.Output),
            Tokens("request_generation_tokens_sum", TokenClass.Output, rank: 1),
            Requests("request_finish"),
            Requests("request_success", rank: 1),
            Requests("request_failure", rank: 1),
            Failed("request_failure"),
            Waiting("num_requests_waiting"),
        ])
    {
        OnlyBeside = "num_request_max",
    };
}
