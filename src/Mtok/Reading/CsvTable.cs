using Sylvan.Data.Csv;

namespace Mtok;

/// <summary>
/// A CSV file with a header, read by column name. Unknown and missing columns are reported once, with the header's line;
/// an invalid value is reported with its line and column.
/// </summary>
public sealed class CsvTable
{
    private const string TooLong = "a row that is longer than any of such a file; is a quotation mark missing?";
    private readonly string _file;
    private readonly string _text;
    private readonly Problems _problems;
    private string[]? _lines;

    /// <summary>Takes the file's name, its text and where to report problems.</summary>
    public CsvTable(string file, string text, Problems problems)
    {
        _file = file;
        _text = text;
        _problems = problems;
    }

    /// <summary>The rows in order; each is valid only until the next is read.</summary>
    /// <param name="required">Columns that must be present.</param>
    /// <param name="optional">Columns that may be present.</param>
    public IEnumerable<CsvRow> Rows(IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        using var text = new StringReader(_text);
        var options = new CsvDataReaderOptions { Delimiter = ',', HasHeaders = true, ResultSetMode = ResultSetMode.SingleResult };
        using var reader = Open(text, options);
        if (reader is null)
        {
            yield break;
        }

        var columns = Columns(reader, required, optional);
        while (Next(reader))
        {
            var line = reader.RowNumber + 1;
            if (reader.RowFieldCount == 1 && reader.GetString(0).Trim().Length == 0)
            {
                continue;
            }

            if (reader.RowFieldCount != reader.FieldCount)
            {
                _problems.Error(new(_file, line, 1), "field-count", $"{reader.RowFieldCount} fields where the header has {reader.FieldCount}");
                continue;
            }

            yield return new CsvRow(this, reader, columns, line, _problems);
        }
    }

    /// <summary>What is wrong with the form of a file, in our words.</summary>
    /// <param name="exception">What the reader of CSV says.</param>
    public static string Words(Exception exception) => exception.Message.Contains("too large", StringComparison.Ordinal) ? TooLong : exception.Message;

    internal Location At(int line, int field) => new(_file, line, field < 0 ? 1 : ColumnOf(line, field));

    private CsvDataReader? Open(TextReader text, CsvDataReaderOptions options)
    {
        try
        {
            return CsvDataReader.Create(text, options);
        }
        catch (CsvMissingHeadersException)
        {
            _problems.Error(new(_file, 1, 1), "empty-file", "the file is empty; it needs a header line");
            return null;
        }
        catch (CsvRecordTooLargeException exception)
        {
            _problems.Error(new(_file, exception.RowNumber + 1, 1), "broken-csv", TooLong);
            return null;
        }
        catch (CsvFormatException exception)
        {
            _problems.Error(new(_file, exception.RowNumber + 1, 1), "broken-csv", Words(exception));
            return null;
        }
    }

    private bool Next(CsvDataReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvRecordTooLargeException exception)
        {
            _problems.Error(new(_file, exception.RowNumber + 1, 1), "broken-csv", TooLong);
            return false;
        }
        catch (CsvFormatException exception)
        {
            _problems.Error(new(_file, exception.RowNumber + 1, 1), "broken-csv", Words(exception));
            return false;
        }
    }

    private Dictionary<string, int> Columns(CsvDataReader reader, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        var known = required.Concat(optional).ToList();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var field = 0; field < reader.FieldCount; field++)
        {
            var name = reader.GetName(field).Trim();
            if (!known.Contains(name))
            {
                _problems.Error(At(1, field), "unknown-key", $"unknown column \"{name}\"{Spelling.DidYouMean(name, known)}");
            }
            else if (!columns.TryAdd(name, field))
            {
                _problems.Error(At(1, field), "duplicate-key", $"column \"{name}\" is given twice");
            }
        }

        foreach (var name in required.Where(name => !columns.ContainsKey(name)))
        {
            _problems.Error(new(_file, 1, 1), "missing-key", $"column \"{name}\" is missing");
        }

        return columns;
    }

    /// <summary>Where the n-th field of a line begins; only computed when there is a problem to report.</summary>
    private int ColumnOf(int line, int field)
    {
        _lines ??= _text.Split('\n');
        var text = _lines.ElementAtOrDefault(line - 1) ?? "";
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (field == 0)
            {
                return at + 1;
            }

            quoted ^= text[at] == '"';
            field -= text[at] == ',' && !quoted ? 1 : 0;
        }

        return text.Length + 1;
    }
}
