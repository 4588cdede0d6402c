namespace Mtok.Reporting;

/// <summary>The cost of input, cached input and output apart (C8), in words.</summary>
internal static class ApartWords
{
    /// <summary>As a sentence: <c>$0.12 in, $0.01 cached, $0.40 out</c>.</summary>
    public static string Of(TokenSplit split) => string.Join(", ", new[]
    {
        split.Input is { } input ? $"{input} in" : "",
        split.Cached is { } cached ? $"{cached} cached" : "",
        split.Output is { } output ? $"{output} out" : "",
    }.Where(part => part.Length > 0));
}
