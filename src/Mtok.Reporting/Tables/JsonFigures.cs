using System.Globalization;
using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Figures as JSON numbers, without the noise of binary fractions.</summary>
internal static class JsonFigures
{
    /// <summary>Twelve significant digits; null where it is not finite.</summary>
    public static JsonNode? Of(double? value) =>
        value is { } number && double.IsFinite(number)
            ? JsonValue.Create(
                decimal.TryParse(number.ToString("G12", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                    ? Trimmed(exact)
                    : (decimal)0)
            : null;

    /// <summary>Money to a millionth of a dollar, or to ten significant digits where that is finer.</summary>
    public static JsonNode? Of(decimal? value) => value is { } number ? JsonValue.Create(Trimmed(Rounded(number))) : null;

    private static decimal Rounded(decimal value) =>
        value == 0 ? 0 : Math.Round(value, Math.Clamp(9 - (int)Math.Floor(Math.Log10((double)Math.Abs(value))), 6, 20));

    /// <summary>Without trailing zeros, and without the sign of a zero.</summary>
    private static decimal Trimmed(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

    /// <summary>Texts as an array.</summary>
    public static JsonArray Of(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    /// <summary>Objects of the same shape as a table, a column for each key, for spreadsheets; lists within are joined.</summary>
    public static Table Rows(JsonArray objects)
    {
        var keys = objects.Count == 0
            ? []
            : ((JsonObject)objects[0]!).Select(entry => entry.Key).Where(key => !objects.Any(row => HasObjects(row![key]))).ToList();
        return new("", [.. keys.Select(key => new Column(key))], [.. objects.Select(row => keys.Select(key => Plain(row![key])).ToArray())]);
    }

    /// <summary>One object as a table of one row.</summary>
    public static Table Row(JsonObject figures) => Rows([figures.DeepClone()]);

    /// <summary>Whether a value is more than a cell holds.</summary>
    private static bool HasObjects(JsonNode? value) => value is JsonObject || (value is JsonArray list && list.Any(HasObjects));

    private static string Plain(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join("; ", list.Select(Plain)),
        _ => value.ToString(),
    };

    /// <summary>The words JSON uses for evidence.</summary>
    public static string Word(Evidence evidence) => evidence switch
    {
        Evidence.Measured => "measured",
        Evidence.Interpolated => "interpolated",
        Evidence.Modelled => "modelled",
        _ => "assumed",
    };
}
