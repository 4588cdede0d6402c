using System.Globalization;
using Sylvan.Data.Csv;

namespace Mtok.Fitting;

/// <summary>One row of a shared table of published runs, read by column name.</summary>
internal sealed class PublishedRow(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>The rows of a table.</summary>
    public static IReadOnlyList<PublishedRow> Read(string path)
    {
        var rows = new List<PublishedRow>();
        using var reader = CsvDataReader.Create(path);
        while (reader.Read())
        {
            rows.Add(new(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString, StringComparer.Ordinal)));
        }

        return rows;
    }

    /// <summary>The field's text; blank if the table has no such column.</summary>
    public string Text(string column) => fields.GetValueOrDefault(column, "");

    /// <summary>The field's number; null if blank or no number (<c>inf</c>, <c>N/A</c>).</summary>
    public double? Number(string column) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The field's whole number; null if blank.</summary>
    public int? Count(string column) => Number(column) is { } number ? (int)number : null;

    /// <summary>A time in milliseconds; null if blank or 0, which stands for a time that was not recorded.</summary>
    public Duration? Milliseconds(string column) => Number(column) is > 0 and var number ? Duration.FromMilliseconds(number) : null;
}
