using System.Text;
using Sylvan.Data.Csv;

namespace Mtok.Tracking;

/// <summary>Bills as CSV, one row in memory at a time.</summary>
internal static class CsvBill
{
    private const int Buffer = 64 * 1024;
    private const int LongestRow = 16 * 1024 * 1024;

    /// <summary>The source that reads a format of bills from CSV.</summary>
    public static Source SourceOf(BillFormat format) => new(
        format.Name,
        file => ColumnsOf(file) is { } columns && format.Fits(columns),
        (file, readings, problems) => Read(format, file, readings, problems));

    /// <summary>The columns that a file's first line names; null where it is no header.</summary>
    private static BillColumns? ColumnsOf(SourceFile file)
    {
        var header = file.HeadText.AsSpan().TrimStart().IndexOfAny('\n', '\r') is var end && end < 0 ? file.HeadText : file.HeadText.TrimStart()[..end];
        if (header.Length == 0 || header[0] is '{' or '[' || header.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var reader = CsvDataReader.Create(new StringReader(header), Options());
            return new(NamesOf(reader));
        }
        catch (Exception fault) when (IsOfFormat(fault))
        {
            return null;
        }
    }

    private static void Read(BillFormat format, SourceFile file, IReadings readings, Problems problems)
    {
        var reading = new BillReading(readings, problems);
        var line = 1;
        try
        {
            using var text = new StreamReader(file.Open(), Encoding.UTF8);
            using var reader = CsvDataReader.Create(text, Options());
            var names = NamesOf(reader);
            var columns = new BillColumns(names);
            if (!format.CostColumns.Any(columns.Has))
            {
                problems.Error(file.At(1), "missing-key", $"column \"{string.Join("\" or \"", format.CostColumns)}\" is missing");
                return;
            }

            line += names.Sum(name => name.Count(character => character == '\n'));
            while (reader.Read())
            {
                line++;
                ReadRow(format, file.At(line), reader, columns, reading, problems);
                line += BreaksIn(reader);
            }
        }
        catch (Exception fault) when (IsOfFormat(fault))
        {
            problems.Error(file.At(line + 1), "broken-csv", fault.Message);
        }

        reading.End(file);
    }

    /// <summary>Rows may be shorter than the header, as Azure's are where the last columns are empty; a longer one is an error.</summary>
    private static void ReadRow(BillFormat format, Location where, CsvDataReader reader, BillColumns columns, BillReading reading, Problems problems)
    {
        var count = reader.RowFieldCount;
        if (count > reader.FieldCount)
        {
            problems.Error(where, "field-count", $"{count} fields where the header has {reader.FieldCount}");
        }
        else if (count > 1 || reader.GetFieldSpan(0).Trim().Length > 0)
        {
            format.Read(new(where, column => columns.IndexOf(column) is var at && at >= 0 && at < count ? reader.GetString(at) : ""), reading);
        }
    }

    /// <summary>Line breaks inside the quoted fields of a row.</summary>
    private static int BreaksIn(CsvDataReader reader)
    {
        var breaks = 0;
        for (var field = 0; field < reader.RowFieldCount; field++)
        {
            breaks += reader.GetFieldSpan(field).Count('\n');
        }

        return breaks;
    }

    private static CsvDataReaderOptions Options() =>
        new() { HasHeaders = true, ResultSetMode = ResultSetMode.SingleResult, BufferSize = Buffer, MaxBufferSize = LongestRow };

    private static List<string> NamesOf(CsvDataReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];

    private static bool IsOfFormat(Exception fault) =>
        fault is CsvFormatException or CsvRecordTooLargeException or CsvMissingHeadersException or CsvConfigurationException or InvalidDataException;
}
