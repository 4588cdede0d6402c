namespace Mtok;

/// <summary>Who measured a row: rows of one publication were measured the same way and share what it does not state, so they are left out together.</summary>
public static class Publication
{
    /// <summary>What separates the name of a publication from its version, page or place.</summary>
    private static readonly string[] Ends =
        [" (", " @", "@", " through ", " snapshot", " v0", " v1", " v2", " v3", " v4", " v5", " v6", " v7", " v8", " v9", ","];

    /// <summary>
    /// The publication of a source: its name without version, commit and page. All InferenceX dumps are one, all versions of one overview too.
    /// </summary>
    public static string Of(string source)
    {
        var end = Ends.Select(mark => source.IndexOf(mark, StringComparison.Ordinal)).Where(at => at > 0).DefaultIfEmpty(source.Length).Min();
        return source[..end];
    }

    /// <summary>The publication of a measurement.</summary>
    public static string Of(Measurement row) => Of(row.Provenance.Source);
}
