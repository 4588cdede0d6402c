using Sylvan.Data.Csv;

namespace Mtok.Imports;

/// <summary>A CSV of prices, streamed: files of 100 MB are read in a few MB, since most of their rows are dropped.</summary>
internal sealed class PriceCsv(CsvDataReader reader, Quotes quotes)
{
    private readonly Dictionary<string, int> _columns = Enumerable.Range(0, reader.FieldCount)
        .GroupBy(field => reader.GetName(field).Trim()).ToDictionary(fields => fields.Key, fields => fields.First(), StringComparer.OrdinalIgnoreCase);

    private readonly PriceReasons.Reason _short = quotes.Reason("field-count", "lines with fewer fields than the header");
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _texts =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public int Line => reader.RowNumber + 1;

    /// <summary>
    /// The next line; lines with too few fields are counted and skipped. From lines with too many, caused by an unquoted comma in the
    /// last column, the columns of the header are read, and a note is added.
    /// </summary>
    public bool Next()
    {
        while (reader.Read())
        {
            if (reader.RowFieldCount > reader.FieldCount)
            {
                quotes.Note("extra-fields", "lines with more fields than the header; the last column is assumed to contain a comma", Line, Text(0));
            }

            if (reader.RowFieldCount >= reader.FieldCount)
            {
                return true;
            }

            if (reader.RowFieldCount > 1 || reader.GetFieldSpan(0).Trim().Length > 0)
            {
                _short.Add(Line, reader.GetFieldSpan(0));
            }
        }

        return false;
    }

    /// <summary>The index of a column; -1 if it is missing.</summary>
    public int Column(string name) => _columns.GetValueOrDefault(name, -1);

    /// <summary>A field, trimmed; empty if the column is missing. Valid until the next line.</summary>
    public ReadOnlySpan<char> Span(int column) => column < 0 ? default : reader.GetFieldSpan(column).Trim();

    /// <summary>A field as text; equal texts share one string.</summary>
    public string Text(int column)
    {
        var span = Span(column);
        if (!_texts.TryGetValue(span, out var text))
        {
            text = span.ToString();
            _texts.TryAdd(span, text);
        }

        return text;
    }

    /// <summary>A field as a number; null if it is blank or invalid.</summary>
    public decimal? Number(int column) => JsonRow.NumberOf(Span(column));
}
