using static Mtok.Tracking.ExportedMetric;

namespace Mtok.Tracking;

/// <summary>
/// llama.cpp's server. Its prompt tokens are those it processed (<c>n_prompt_tokens_processed</c> of a slot, Sep 2026): tokens reused from a slot's
/// cache are not in them, so that all prompt tokens are unknown. It counts no requests and names no model.
/// </summary>
internal static class LlamaCpp
{
    public static Exporter Exporter { get; } = new(
        "llama.cpp",
        ["llamacpp:", "llamacpp_"],
        [
            Tokens("prompt_tokens", TokenClass.InputUncached),
            Tokens("tokens_predicted", TokenClass.Output),
            Waiting("requests_deferred"),
        ]);
}
