using System.Text.Json;

namespace Mtok;

/// <summary>The keys of a <c>config.json</c>, with those of its text part before those of the whole; what is missing is reported.</summary>
internal sealed class ModelConfigKeys(string path, JsonElement root, Problems problems)
{
    private const int Largest = 100_000_000;

    /// <summary>Kinds of attention in <c>layer_types</c> that are modelled.</summary>
    private static readonly string[] Modelled = ["full_attention", "sliding_attention", "chunked_attention"];

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

    public Network Network(bool isTied)
    {
        var layers = Required("num_hidden_layers");
        var hidden = Required("hidden_size");
        var heads = Required("num_attention_heads");
        var latent = Optional("kv_lora_rank") is { } rank ? Latent(rank) : null;
        var experts = Optional("n_routed_experts") ?? Optional("num_local_experts") ?? Optional("num_experts");
        return new(
            layers,
            hidden,
            heads,
            Optional("num_key_value_heads") ?? heads,
            latent is null ? Optional("head_dim") ?? (heads > 0 ? hidden / heads : 0) : latent.Nope + latent.Rope,
            experts is null || Optional("moe_intermediate_size") is not null ? Required("intermediate_size") : 0,
            Required("vocab_size"),
            Flag("tie_word_embeddings") ?? isTied,
            experts is { } count and > 0 ? Experts(count) : null,
            Window(layers),
            latent);
    }

    private Experts Experts(int count)
    {
        var ffn = Optional("moe_intermediate_size") ?? Required("intermediate_size");
        var shared = Optional("n_shared_experts") ?? (Optional("shared_expert_intermediate_size") is > 0 ? 1 : 0);
        return new(
            count,
            Optional("num_experts_per_tok") ?? Optional("experts_per_token") ?? Required("num_experts_per_tok"),
            ffn,
            shared,
            Optional("shared_expert_intermediate_size") ?? ffn,
            Optional("first_k_dense_replace") ?? 0);
    }

    private LatentAttention Latent(int rank) =>
        new(rank, Optional("q_lora_rank") ?? 0, Required("qk_rope_head_dim"), Required("qk_nope_head_dim"), Required("v_head_dim"));

    /// <summary>The sliding window, and how many layers have it: those that <c>layer_types</c> names, else all but each n-th, else all.</summary>
    private AttentionWindow? Window(int layers)
    {
        var kinds = _text.ValueKind == JsonValueKind.Object && _text.TryGetProperty("layer_types", out var types) && types.ValueKind == JsonValueKind.Array
            ? types.EnumerateArray().Select(kind => kind.ValueKind == JsonValueKind.String ? kind.GetString()! : "").ToList()
            : [];
        foreach (var kind in kinds.Except(Modelled).Distinct())
        {
            problems.Error(WhereIs("layer_types"), "unmodelled-layers", $"{kinds.Count(other => other == kind)} layers of {kind} are not modelled");
        }

        var span = Optional("sliding_window");
        var windowed = kinds.Count > 0 ? kinds.Count(kind => kind == "sliding_attention")
            : Optional("sliding_window_pattern") is { } pattern and > 1 ? layers - (layers / pattern)
            : layers;
        return span is null || windowed == 0 || Flag("use_sliding_window") == false ? null : new(Tokens.FromCount(span.Value), windowed);
    }

    /// <summary>The side of the blocks of weights that share a scale; null where they have none.</summary>
    public int? Fp8Block =>
        Quantization is { } quantized && quantized.TryGetProperty("weight_block_size", out var sides) && sides.ValueKind == JsonValueKind.Array
        && sides.GetArrayLength() > 0 && sides[0].TryGetInt32(out var side) && side is > 0 and <= Largest
            ? side
            : null;

    /// <summary>The precision of keys and values that the checkpoint asks for: of 8 bits, or null.</summary>
    public Precision? KvCache => Quantization is not { } quantized ? null
        : quantized.TryGetProperty("kv_cache_scheme", out var scheme) && scheme.ValueKind == JsonValueKind.Object
            ? Mtok.Precision.Named(Text(scheme, "type") == "int" ? "int8" : "fp8")
        : Text(quantized, "kv_cache_quant_algo") is "FP8" ? Mtok.Precision.Named("fp8")
        : null;

    private JsonElement? Quantization =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("quantization_config", out var quantized) && quantized.ValueKind == JsonValueKind.Object
            ? quantized
            : null;

    private string? Quantized() => Quantization is { } quantized ? Text(quantized, "quant_method") : null;

    private int Required(string key)
    {
        if (Optional(key) is { } number)
        {
            return number;
        }

        problems.Error(new(path, 0, 0), "missing-key", $"\"{key}\" is missing");
        return 0;
    }

    private int? Optional(string key)
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

    private bool? Flag(string key) => Find(key)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private JsonElement? Find(string key) =>
        _text.ValueKind == JsonValueKind.Object && _text.TryGetProperty(key, out var value) ? value
        : root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out value) ? value
        : null;

    private static string? Text(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
