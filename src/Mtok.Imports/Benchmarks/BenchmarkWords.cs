using System.Globalization;

namespace Mtok.Imports;

/// <summary>Maps the words of benchmark tools to the catalog's; null if a word is ambiguous or unknown.</summary>
internal static class BenchmarkWords
{
    private static readonly (string Part, string Engine)[] Engines =
        [("sglang", "SGLang"), ("vllm", "vLLM"), ("tensorrt", "TensorRT-LLM"), ("trt", "TensorRT-LLM"), ("lmdeploy", "LMDeploy"), ("atom", "ATOM")];

    private static readonly string[] CheckpointEndings = ["-FP8-dynamic", "-FP8-KV", "-FP8", "-NVFP4", "-FP4", "-MXFP4", "-AWQ", "-GPTQ"];

    private static readonly Dictionary<string, string> Precisions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bfloat16"] = "bf16",
        ["float16"] = "fp16",
        ["nvfp4"] = "fp4",
        ["fp8_block_scales"] = "fp8",
        ["w4a8_mxfp4_mxfp8"] = "mxfp4",
    };

    /// <summary>The engine in a text such as <c>dynamo-trt</c> or <c>sglang-oai-chat</c>.</summary>
    public static string? Engine(string? text) =>
        Array.Find(Engines, engine => text?.Contains(engine.Part, StringComparison.OrdinalIgnoreCase) == true).Engine;

    /// <summary>The catalog's precision.</summary>
    public static string? Precision(string? text) =>
        text is null ? null : Precisions.GetValueOrDefault(text) ?? (Mtok.Precision.Bits.ContainsKey(text.ToLowerInvariant()) ? text.ToLowerInvariant() : null);

    /// <summary>A model's path, its last part, and that without the checkpoint's precision, which does not determine the arithmetic.</summary>
    public static IReadOnlyList<string> Models(string? name)
    {
        if (name is null)
        {
            return [];
        }

        var last = name.TrimEnd('/').Split('/')[^1];
        var bare = CheckpointEndings
            .Where(ending => last.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .Select(ending => last[..^ending.Length]);
        return [.. bare.Prepend(last).Prepend(name).Distinct()];
    }

    /// <summary>The day of a date such as <c>20260520-101500</c>, <c>2026-05-20T10:15:00Z</c>, or of seconds since 1970.</summary>
    public static string? Day(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 1e9 and < 1e10)
        {
            return DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return text.Length >= 8 && DateOnly.TryParseExact(text[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || text.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The rate of an option that may say infinite; null if it does, or is missing.</summary>
    public static RequestsPerSecond? SentRate(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate) && rate > 0
            ? RequestsPerSecond.FromPerSecond(rate)
            : null;

    public static Tokens? Tokens(double? count) => count is { } value ? Mtok.Tokens.FromCount(value) : null;

    public static TokensPerSecond? Rate(double? perSecond) => perSecond is { } value ? TokensPerSecond.FromPerSecond(value) : null;

    public static RequestsPerSecond? Requests(double? perSecond) => perSecond is { } value ? RequestsPerSecond.FromPerSecond(value) : null;

    public static Duration? Milliseconds(double? time) => time is { } value ? Duration.FromMilliseconds(value) : null;

    public static Duration? Seconds(double? time) => time is { } value ? Duration.FromSeconds(value) : null;
}
