namespace Mtok.Fitting;

/// <summary>
/// The month of an engine's release, which dates a run better than the document that prints it: a run was made in that month or soon
/// after. Months are from general knowledge of the three projects' releases, not from a file, and may be off by one (guess); a version
/// that is not listed keeps the document's date.
/// </summary>
internal static class EngineReleases
{
    private static readonly Dictionary<string, string> Months = new(StringComparer.Ordinal)
    {
        ["vLLM 0.9.1"] = "2025-06",
        ["vLLM 0.9.2"] = "2025-07",
        ["vLLM 0.10.2"] = "2025-09",
        ["vLLM 0.11.0"] = "2025-10",
        ["vLLM 0.17.1"] = "2026-03",
        ["SGLang 0.5.3"] = "2025-10",
        ["SGLang 0.5.4"] = "2025-10",
        ["SGLang 0.5.5"] = "2025-11",
        ["SGLang 0.5.6"] = "2025-12",
        ["SGLang 0.5.7"] = "2026-01",
        ["SGLang 0.5.8"] = "2026-01",
        ["SGLang 0.5.9"] = "2026-02",
        ["TensorRT-LLM 1.0.0"] = "2025-09",
        ["TensorRT-LLM 1.2.0"] = "2025-10",
    };

    /// <summary>The month of that version, without its suffix of a candidate or repair; else the document's own date.</summary>
    public static AsOf DateOf(string engine, string version, string document) =>
        AsOf.TryParse(Months.GetValueOrDefault($"{engine} {Plain(version)}") ?? document, out var date) ? date : throw new InvalidDataException($"{document}: not a date");

    private static string Plain(string version)
    {
        var parts = version.TrimEnd('+').Split('.').TakeWhile(part => char.IsAsciiDigit(part.FirstOrDefault()));
        return string.Join('.', parts.Select(part => string.Concat(part.TakeWhile(char.IsAsciiDigit))));
    }
}
