using Microsoft.ML.Tokenizers;

namespace Mtok.Traces;

/// <summary>Counts the tokens that models make of a text.</summary>
/// <param name="name">Its name, or its file.</param>
/// <param name="count">Counts the tokens of a text, without those that a chat template adds.</param>
public sealed class TextTokenizer(string name, Func<string, int> count)
{
    private static readonly Dictionary<string, string> Encodings = new(StringComparer.Ordinal) { ["o200k"] = "o200k_base", ["cl100k"] = "cl100k_base" };

    /// <summary>The names of those that need no file: OpenAI's since GPT-4o, and before.</summary>
    public static IReadOnlyCollection<string> Names => Encodings.Keys;

    /// <summary>Its name, or its file.</summary>
    public string Name { get; } = name;

    /// <summary>Opens one.</summary>
    /// <param name="name">One of <see cref="Names"/>, or the path of a model's tokenizer.json.</param>
    /// <param name="problems">Where to report that there is none, or that it is of a kind that is not read.</param>
    /// <returns>The tokenizer; null after an error.</returns>
    public static TextTokenizer? Open(string name, Problems problems) => Encodings.TryGetValue(name, out var encoding)
        ? new(name, text => TiktokenTokenizer.CreateForEncoding(encoding).CountTokens(text))
        : TokenizerFile.Read(name, problems) is { } read ? new(name, read) : null;

    /// <summary>The tokens of a text.</summary>
    public Tokens Of(string text) => Tokens.FromCount(count(text));
}
