namespace Mtok.Tracking;

/// <summary>The formats that tell usage request by request or bucket by bucket.</summary>
internal static class UsageSources
{
    /// <summary>Every one, the special before the general.</summary>
    public static IReadOnlyList<Source> All { get; } =
    [
        OtlpExports.Json,
        OtlpExports.Proto,
        OtlpGrpc.Source,
        OpenAiUsage.Source,
        AnthropicUsage.Source,
        LiteLlmSpend.Source,
        OtlpExports.Spans,
        AnswerEvents.Source,
        AnswerLog.Source,
        UsageLog.Source,
    ];
}
