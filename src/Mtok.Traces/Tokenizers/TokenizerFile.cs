using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Mtok.Traces;

/// <summary>
/// Reads the tokenizer.json that models are published with: byte-level BPE, which Llama 3, Qwen, DeepSeek, Mistral since NeMo and gpt-oss use. Texts count
/// as they stand: accents apart from their letters, which some models compose first (NFC), stay apart.
/// </summary>
internal static class TokenizerFile
{
    private const string Code = "unknown-tokenizer";

    /// <summary>How GPT-2 splits a text, which a byte level without a pattern of its own does too.</summary>
    private const string UsualPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>What counts the tokens of a text; null after an error.</summary>
    public static Func<string, int>? Read(string path, Problems problems)
    {
        if (!File.Exists(path))
        {
            problems.Error(new(path, 0, 0), Code, $"no such file, nor one of {string.Join(", ", TextTokenizer.Names)}");
            return null;
        }

        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(file.RootElement)
                ?? throw new NotSupportedException("only byte-level BPE is read (model.type \"BPE\" with a ByteLevel pre-tokenizer)");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or NotSupportedException
            or FormatException or OverflowException or IndexOutOfRangeException or IOException or UnauthorizedAccessException)
        {
            problems.Error(new(path, 0, 0), Code, $"not a tokenizer.json that is read: {error.Message}");
            return null;
        }
    }

    private static Func<string, int>? Read(JsonElement root)
    {
        var model = root.GetProperty("model");
        var steps = root.TryGetProperty("pre_tokenizer", out var split) && split.ValueKind == JsonValueKind.Object ? Steps(split).ToList() : [];
        if (model.GetProperty("type").GetString() != "BPE" || !steps.Exists(step => TypeOf(step) == "ByteLevel"))
        {
            return null;
        }

        var patterns = steps.Select(PatternOf).OfType<string>().Select(pattern => new RegexPreTokenizer(new Regex(pattern), null)).ToList();
        var tokenizer = BpeTokenizer.Create(new BpeOptions(Vocabulary(model.GetProperty("vocab")))
        {
            Merges = Merges(model.GetProperty("merges")),
            ByteLevel = true,
            PreTokenizer = patterns.Count == 1 ? patterns[0] : new CompositePreTokenizer(patterns),
        });
        return text => tokenizer.CountTokens(text);
    }

    private static IEnumerable<JsonElement> Steps(JsonElement step) =>
        TypeOf(step) == "Sequence" ? step.GetProperty("pretokenizers").EnumerateArray().SelectMany(Steps) : [step];

    private static string? TypeOf(JsonElement step) => step.GetProperty("type").GetString();

    private static string? PatternOf(JsonElement step) => TypeOf(step) switch
    {
        "Split" => step.GetProperty("pattern").GetProperty("Regex").GetString(),
        "ByteLevel" => step.TryGetProperty("use_regex", out var use) && !use.GetBoolean() ? null : UsualPattern,
        "Digits" => step.TryGetProperty("individual_digits", out var each) && each.GetBoolean() ? @"\p{N}" : @"\p{N}+",
        var other => throw new NotSupportedException($"a pre-tokenizer of type {other}"),
    };

    private static IEnumerable<KeyValuePair<string, int>> Vocabulary(JsonElement vocabulary)
    {
        foreach (var entry in vocabulary.EnumerateObject())
        {
            yield return new(entry.Name, entry.Value.GetInt32());
        }
    }

    /// <summary>Pairs, as two words in one string or as two strings.</summary>
    private static IEnumerable<string> Merges(JsonElement merges)
    {
        foreach (var merge in merges.EnumerateArray())
        {
            yield return merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";
        }
    }
}
