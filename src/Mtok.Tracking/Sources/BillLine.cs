using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>One row of a bill, read by column name; null and missing columns are empty.</summary>
/// <param name="where">The file and line.</param>
/// <param name="read">The field of a column, by its <see cref="BillColumns"/> key.</param>
internal sealed class BillLine(Location where, Func<string, string> read)
{
    /// <summary>The file and line.</summary>
    public Location Where { get; } = where;

    /// <summary>The first of the columns that states something; empty where none does.</summary>
    public string Text(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            var text = read(column).Trim();
            if (!BillText.IsNull(text))
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>The keys and values of a column of JSON: an object, its inside without the braces, or an array of keys and values; by folded key.</summary>
    public IReadOnlyDictionary<string, string> Details(string column)
    {
        var details = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Text(column) is { Length: > 0 } text && (Json(text) ?? Json("{" + text + "}")) is { } json)
        {
            using (json)
            {
                AddAll(details, json.RootElement);
            }
        }

        return details;
    }

    private static JsonDocument? Json(string text)
    {
        if (!JsonText.IsUnicode(text))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void AddAll(Dictionary<string, string> details, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                details.TryAdd(BillColumns.Fold(member.Name), member.Value.ToString());
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
            {
                AddPair(details, item);
            }
        }
    }

    /// <summary>An item of a list of tags: <c>{"key": "team", "value": "search"}</c>.</summary>
    private static void AddPair(Dictionary<string, string> details, JsonElement item)
    {
        var members = item.EnumerateObject().ToLookup(member => BillColumns.Fold(member.Name), member => member.Value, StringComparer.OrdinalIgnoreCase);
        if (members["key"].Cast<JsonElement?>().FirstOrDefault() is { } key && members["value"].Cast<JsonElement?>().FirstOrDefault() is { } value)
        {
            details.TryAdd(BillColumns.Fold(key.ToString()), value.ToString());
        }
    }
}
