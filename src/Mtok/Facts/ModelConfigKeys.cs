using System.Text.Json;

namespace Mtok;

/// <summary>The keys of a <c>config.json</c>, with those of its text part before those of the whole; what is missing is reported.</summary>
internal sealed class ModelConfigKeys(string path, JsonElement root, Problems problems)
{
    private const int Largest = 100_000_000;

    private readonly JsonElement _text = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("text_config", out var text) ? text : root;

    public string Type => Text(_text, "model_type") ?? Text(root, "model_type") ?? "";

    public Tokens Context => Tokens.FromCount(Optional("max_position_embeddings") ?? Optional("seq_length") ?? Model.UnknownContext.Count);

    public Precision? Weights => (Quantized() ?? Text(_text, "dtype") ?? Text(_text, "torch_dtype") ?? Text(root, "dtype") ?? Text(root, "torch_dtype")) switch
    {
        "bfloat16" => Precision.Named("bf16"),
        "float16" => Precision.Named("fp16"),
        { } word when Precision.Bits.ContainsKey(word) => Precision.Named(word),
        _ => null,
    };

    public Location WhereIs(string key)
    {
        var lines = File.Exists(path) ? File.ReadLines(path).ToList() : [];
        var line = lines.FindIndex(text => text.Contains($"\"{key}\"", StringComparison.Ordinal));
        return new(path, line + 1, line < 0 ? 0 : lines[line].IndexOf('"', StringComparison.Ordinal) + 1);
    }

    private string? Quantized() =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("quantization_config", out var quantized) ? Text(quantized, "quant_method") : null;

    /// <summary>The number of the first of these keys that is there; the first is reported as missing if none is.</summary>
    public int Required(params ReadOnlySpan<string> keys)
    {
        if (Optional(keys) is { } number)
        {
            return number;
        }

        problems.Error(new(path, 0, 0), "missing-key", $"\"{keys[0]}\" is missing");
        return 0;
    }

    /// <summary>The number of the first of these keys that is there; null if none is.</summary>
    public int? Optional(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Number(key) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private int? Number(string key)
    {
        if (Find(key) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= Largest)
        {
            return number;
        }

        problems.Error(WhereIs(key), "bad-number", $"\"{key}\" must be a whole number, not {value.GetRawText()}");
        return 0;
    }

    /// <summary>A text; null if there is none.</summary>
    public string? Word(string key) => Find(key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The entries of a list of texts or numbers as text; null if there is no list.</summary>
    public IReadOnlyList<string>? List(string key) =>
        Find(key) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(entry => entry.ToString())] : null;

    /// <summary>The keys of a part; null if there is none.</summary>
    public ModelConfigKeys? Part(string key) => Find(key) is { ValueKind: JsonValueKind.Object } part ? new(path, part, problems) : null;

    /// <summary>Whether a key is true or false; null if it is not there.</summary>
    public bool? Flag(string key) => Find(key)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private JsonElement? Find(string key) =>
        _text.ValueKind == JsonValueKind.Object && _text.TryGetProperty(key, out var value) ? value
        : root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out value) ? value
        : null;

    private static string? Text(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
