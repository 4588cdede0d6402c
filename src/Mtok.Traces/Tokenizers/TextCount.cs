using System.Text;

namespace Mtok.Traces;

/// <summary>The tokens that one tokenizer makes of a text.</summary>
/// <param name="Tokenizer">The tokenizer's name.</param>
/// <param name="Tokens">How many.</param>
/// <param name="Ratio">They / those of the first tokenizer: what <c>tokenizer_ratio</c> is where the workload counts by the first.</param>
public sealed record TokenCount(string Tokenizer, Tokens Tokens, Ratio Ratio);

/// <summary>A text counted by several tokenizers.</summary>
/// <param name="Characters">Its length in Unicode characters.</param>
/// <param name="Counts">Its tokens, in the order of the tokenizers.</param>
public sealed record TextCount(long Characters, IReadOnlyList<TokenCount> Counts)
{
    /// <summary>Texts of up to so many bytes, all together, are counted.</summary>
    public const long MostBytes = 100_000_000;

    /// <summary>Counts a text.</summary>
    /// <param name="text">The text; with one character at least.</param>
    /// <param name="tokenizers">What to count with; one at least.</param>
    public static TextCount Of(string text, IReadOnlyList<TextTokenizer> tokenizers)
    {
        var counts = tokenizers.Select(tokenizer => (tokenizer.Name, Tokens: tokenizer.Of(text))).ToList();
        return new(text.EnumerateRunes().LongCount(), [.. counts.Select(count => new TokenCount(count.Name, count.Tokens, count.Tokens / counts[0].Tokens))]);
    }

    /// <summary>Reads texts, one after the other, as UTF-8.</summary>
    /// <param name="paths">Their files; <c>-</c> for standard input.</param>
    /// <param name="problems">Where to report files that cannot be read, are no text, or are too long.</param>
    /// <returns>The text; null after an error.</returns>
    public static string? Read(IReadOnlyList<string> paths, Problems problems)
    {
        var (text, strict, left) = (new StringBuilder(), new UTF8Encoding(false, throwOnInvalidBytes: true), MostBytes);
        foreach (var path in paths)
        {
            try
            {
                using var file = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
                using var reader = new StreamReader(file, strict);
                var buffer = new char[1 << 16];
                for (int read; left >= 0 && (read = reader.Read(buffer)) > 0;)
                {
                    left -= read;
                    text.Append(buffer, 0, read);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                problems.Error(new(path, 0, 0), "unreadable-text", error is DecoderFallbackException ? "not a text in UTF-8" : error.Message);
            }
        }

        if (left < 0)
        {
            problems.Error(new(paths[^1], 0, 0), "text-too-long", $"more than {MostBytes / 1_000_000} million characters in all: a sample is enough");
        }
        else if (text.Length == 0 && !problems.HasErrors)
        {
            problems.Error(new(paths[0], 0, 0), "empty-text", "no text to count");
        }

        return problems.HasErrors ? null : text.ToString();
    }
}
