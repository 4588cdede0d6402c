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
            NetworkText.Write(network, text);
        }

        return text.ToString();

        void Line(string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key} = {value}\n");
    }

    private static string Number(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
