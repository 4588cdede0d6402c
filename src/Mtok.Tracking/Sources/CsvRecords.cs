using System.Text;
using Sylvan.Data.Csv;

namespace Mtok.Tracking;

/// <summary>The rows of a CSV file with a header, one in memory at a time; commas, semicolons and tabs alike.</summary>
internal static class CsvRecords
{
    private const int LongestRow = 16 * 1024 * 1024;

    /// <summary>The names in the first line; none where it is no text.</summary>
    public static IReadOnlyList<string> Header(SourceFile file)
    {
        var line = file.HeadText.AsSpan().TrimStart().ToString().Split('\n')[0].TrimEnd('\r');
        return line.Contains('\0', StringComparison.Ordinal) ? [] : [.. line.Split([',', ';', '\t', '|']).Select(name => name.Trim().Trim('"').Trim())];
    }

    /// <summary>Reads each row with its line; a row with another number of fields than the header is reported.</summary>
    public static void Read(SourceFile file, Problems problems, Action<CsvDataReader, Location> read)
    {
        var row = 0;
        try
        {
            using var text = new StreamReader(file.Open(), Encoding.UTF8);
            var options = new CsvDataReaderOptions { HasHeaders = true, ResultSetMode = ResultSetMode.SingleResult, MaxBufferSize = LongestRow };
            using var reader = CsvDataReader.Create(text, options);
            while (reader.Read())
            {
                row = reader.RowNumber;
                var where = file.At(row + 1);
                if (reader.RowFieldCount == 1 && reader.GetString(0).Trim().Length == 0)
                {
                    continue;
                }

                if (reader.RowFieldCount != reader.FieldCount)
                {
                    problems.Error(where, "field-count", $"{reader.RowFieldCount} fields where the header has {reader.FieldCount}");
                    continue;
                }

                read(reader, where);
            }
        }
        catch (CsvMissingHeadersException)
        {
            problems.Error(file.At(1), "empty-file", "the file is empty; it needs a header line");
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException)
        {
            problems.Error(file.At(row + 2), "broken-csv", exception.Message);
        }
    }
}
