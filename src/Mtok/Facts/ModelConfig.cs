using System.Text.Json;

namespace Mtok;

/// <summary>A model described by a local Hugging Face <c>config.json</c>: a fine-tune or a model of one's own.</summary>
public static class ModelConfig
{
    private static readonly HashSet<string> Known =
    [
        "llama", "mistral", "mistral3", "mixtral", "qwen2", "qwen2_moe", "qwen3", "qwen3_moe", "qwen3_vl", "qwen3_vl_moe", "deepseek_v2", "deepseek_v3",
        "kimi_k2", "kimi_k25", "glm", "glm4", "glm4_moe", "glm4_moe_lite", "gpt_oss", "gemma", "gemma2", "gemma3", "gemma3_text", "phi3", "phi", "minimax_m2",
        "granite", "olmo2", "olmo3", "cohere", "cohere2", "stablelm", "yi", "internlm2", "mistral4", "llama4", "llama4_text",
        "qwen3_next", "qwen3_5", "qwen3_5_text", "qwen3_5_moe", "qwen3_5_moe_text", "nemotron_h", "kimi_linear", "deepseek_v32", "deepseek_v4",
        "glm_moe_dsa", "gemma4", "gemma4_text", "mimo_v2_flash", "step3p5",
    ];

    /// <summary>Model types whose embeddings are one table unless the file says otherwise.</summary>
    private static readonly HashSet<string> Tied = ["gemma", "gemma2", "gemma3", "gemma3_text", "gemma4", "gemma4_text", "cohere", "cohere2"];

    /// <summary>Whether a name is that of a file of configuration rather than of a model.</summary>
    /// <param name="name">What the user named as a model.</param>
    public static bool IsFile(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The model of a file; null if it cannot be read (every problem is reported).</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="id">Its id; null for the name of its folder, or of the file where that is not <c>config.json</c>.</param>
    public static Model? Read(string path, Problems problems, string? id = null)
    {
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(path, document.RootElement, problems, id ?? IdOf(path));
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            problems.Error(
                new(path, JsonFault.LineOf(exception) + 1, JsonFault.ColumnOf(exception) + 1), "broken-json", "invalid JSON from here on");
            return null;
        }
    }

    private static Model? Read(string path, JsonElement root, Problems problems, string id)
    {
        var own = new Problems();
        var keys = new ModelConfigKeys(path, root, own);
        if (!Known.Contains(keys.Type))
        {
            own.Error(
                keys.WhereIs("model_type"),
                "unknown-model-type",
                $"model_type \"{keys.Type}\" is not modelled; known are {string.Join(", ", Known.Order(StringComparer.Ordinal))}");
        }

        var network = new NetworkConfig(keys, own).Read(Tied.Contains(keys.Type));
        foreach (var problem in own.All)
        {
            problems.Error(problem.Where, problem.Rule, problem.Message);
        }

        return own.HasErrors
            ? null
            : new(
                id, id, "own", [], keys.Context, network.CountParameters(), null, keys.Weights, network, new(AsOf.Undated, path, new(path, 1, 1)))
            {
                Fp8Block = keys.Fp8Block,
                KvPrecision = keys.KvCache,
            };
    }

    private static string IdOf(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var name = file == "config" ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "") : file;
        var letters = name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' ? letter : '-');
        return string.Concat(letters).Trim('-', '.') is { Length: > 0 } id ? id : "model";
    }
}
