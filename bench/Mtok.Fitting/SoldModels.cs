using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mtok.Fitting;

/// <summary>Writes the models that the carried prices name and the catalog does not describe elsewhere.</summary>
internal static class SoldModels
{
    private const string Header = "id,name,maker,context_tokens,as_of,source\n";

    public static string Text(IReadOnlyList<ApiPrice> rows, Catalog catalog, string folder)
    {
        var named = Names(Path.Combine(folder, PriceList.All.First(list => list.Source == PriceList.ModelsDev).File), catalog);
        var text = new StringBuilder(Header);
        var sold = rows.Where(row => catalog.FindModel(row.ModelId) is null).GroupBy(row => row.ModelId).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var model in sold)
        {
            var (name, released) = named.GetValueOrDefault(Spelling.Fold(model.Key), (model.Key, "undated"));
            var maker = model.Select(row => catalog.Naming.Of(row.ProviderModel, row.Provider).Maker).FirstOrDefault(maker => maker.Length > 0) ?? "";
            var context = model.Select(row => row.Context?.Count).OfType<double>().GroupBy(count => count)
                .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).Select(group => (double?)group.Key).FirstOrDefault();
            text.Append(CultureInfo.InvariantCulture, $"{model.Key},{Field(name)},{Field(maker)},{context:0},{released},{Source(model)}\n");
        }

        return text.ToString();
    }

    private static string Source(IEnumerable<ApiPrice> rows) =>
        string.Join("; ", rows.SelectMany(row => row.Provenance.Source.Split("; ")).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The name by which most entries of a list call a model, and the day of its release.</summary>
    private static Dictionary<string, (string Name, string Released)> Names(string file, Catalog catalog)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.EnumerateObject()
            .SelectMany(provider => provider.Value.GetProperty("models").EnumerateObject())
            .GroupBy(model => Spelling.Fold(catalog.Naming.Of(model.Name).Id))
            .ToDictionary(
                group => group.Key,
                group => (MostFrequent(group, "name"), MostFrequent(group, "release_date")),
                StringComparer.Ordinal);
    }

    private static string MostFrequent(IEnumerable<JsonProperty> models, string key) =>
        models.Select(model => model.Value.GetProperty(key).GetString()!.Replace(" (latest)", "", StringComparison.Ordinal).Trim())
            .GroupBy(text => text)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Length).ThenBy(group => group.Key, StringComparer.Ordinal)
            .First().Key;

    private static string Field(string text) => text.AsSpan().IndexOfAny(",\"") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
