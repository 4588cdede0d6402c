namespace Mtok.Tracking;

/// <summary>The formats that tell usage request by request or bucket by bucket.</summary>
internal static class UsageSources
{
    /// <summary>Those that grow line by line, the special before the general.</summary>
    public static IReadOnlyList<Source> Logs { get; } =
        [LiteLlmSpend.Source, OtlpExports.Spans, AnswerEvents.Source, AnswerLog.Source, UsageLog.Source];

    /// <summary>Every one, the special before the general.</summary>
    public static IReadOnlyList<Source> All { get; } =
    [
        OtlpExports.Json,
        OtlpExports.Proto,
        OtlpGrpc.Source,
        OpenAiUsage.Source,
        AnthropicUsage.Source,
        .. Logs,
    ];
}
