namespace Mtok.Reporting;

/// <summary>Counts with their nouns: "1 machine", "2,000 machines".</summary>
internal static class CountText
{
    /// <param name="count">Zero or more.</param>
    /// <param name="noun">The noun in the singular.</param>
    /// <param name="plural">Its plural; null for the noun and an s.</param>
    public static string Of(long count, string noun, string? plural = null) => $"{Of(count)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary><c>2,000</c>.</summary>
    public static string Of(long count) => count.Shown("#,##0");

    /// <summary>A factor: <c>0.75x</c>.</summary>
    public static string Times(Ratio factor) => factor.Value.Shown("0.##x");
}
