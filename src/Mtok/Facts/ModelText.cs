using System.Globalization;
using System.Text;

namespace Mtok;

/// <summary>Writes a model with its network as a <c>models/*.toml</c> catalog file.</summary>
public static class ModelText
{
    /// <summary>The file's text.</summary>
    /// <param name="model">A model that has a network.</param>
    /// <param name="source">Where its facts come from.</param>
    public static string Write(Model model, string source)
    {
        var text = new StringBuilder("[[model]]\n");
        Line("id", Quoted(model.Id));
        Line("name", Quoted(model.Name));
        Line("maker", Quoted(model.Maker));
        Line("context_tokens", Number(model.Context.Count));
        Line("parameters_billion", Number((model.Parameters ?? 0) / 1e9));
        Line("as_of", Quoted(model.Provenance.AsOf.ToString()));
        Line("sources", $"[{Quoted(source)}]");
        if (model.WeightsPrecision is { } precision)
        {
            Line("weights_precision", Quoted(precision.Id));
        }

        if (model.Network is { } network)
        {
            text.Append("\n[model.network]\n");
            foreach (var (key, value) in Keys(network))
            {
                Line(key, value);
            }

            if (network.Latent is { } latent)
            {
                text.Append("\n[model.network.latent]\n");
                Line("kv_rank", Number(latent.KvRank));
                Line("query_rank", Number(latent.QueryRank));
                Line("rope", Number(latent.Rope));
                Line("nope", Number(latent.Nope));
                Line("value", Number(latent.Value));
            }
        }

        return text.ToString();

        void Line(string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key} = {value}\n");
    }

    private static IEnumerable<(string Key, string Value)> Keys(Network network)
    {
        yield return ("layers", Number(network.Layers));
        yield return ("hidden", Number(network.Hidden));
        yield return ("heads", Number(network.Heads));
        yield return ("kv_heads", Number(network.KvHeads));
        yield return ("head_size", Number(network.HeadSize));
        yield return ("vocabulary", Number(network.Vocabulary));
        yield return ("tied_embeddings", network.TiedEmbeddings ? "true" : "false");
        if (network.Ffn > 0)
        {
            yield return ("ffn", Number(network.Ffn));
        }

        if (network.Experts is { } experts)
        {
            yield return ("experts", Number(experts.Count));
            yield return ("experts_per_token", Number(experts.PerToken));
            yield return ("expert_ffn", Number(experts.Ffn));
            yield return ("shared_experts", Number(experts.Shared));
            yield return ("shared_expert_ffn", Number(experts.SharedFfn));
            yield return ("dense_layers", Number(experts.DenseLayers));
        }

        if (network.Window is { } window)
        {
            yield return ("window_tokens", Number(window.Span.Count));
            yield return ("window_layers", Number(window.Layers));
        }
    }

    private static string Number(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
