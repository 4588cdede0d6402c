using System.Globalization;
using Sylvan.Data.Csv;

namespace Mtok;

/// <summary>One row of a <see cref="CsvTable"/>.</summary>
public sealed class CsvRow
{
    private readonly CsvTable _table;
    private readonly CsvDataReader _reader;
    private readonly Dictionary<string, int> _columns;
    private readonly int _line;
    private readonly Problems _problems;

    internal CsvRow(CsvTable table, CsvDataReader reader, Dictionary<string, int> columns, int line, Problems problems)
    {
        _table = table;
        _reader = reader;
        _columns = columns;
        _line = line;
        _problems = problems;
    }

    /// <summary>Where the row begins.</summary>
    public Location Where => _table.At(_line, -1);

    /// <summary>Where a field of the row begins.</summary>
    public Location WhereIs(string column) => _table.At(_line, _columns.GetValueOrDefault(column, -1));

    /// <summary>The field's text, empty if the column is missing or the field blank.</summary>
    public string Text(string column) => _columns.TryGetValue(column, out var field) ? _reader.GetString(field).Trim() : "";

    /// <summary>The field's text, which must not be blank.</summary>
    public string RequiredText(string column)
    {
        var text = Text(column);
        if (text.Length == 0 && _columns.ContainsKey(column))
        {
            _problems.Error(WhereIs(column), "blank-" + column.Replace('_', '-'), $"\"{column}\" is blank");
        }

        return text;
    }

    /// <summary>A quantity; null if the field is blank, not a number, or outside the limits (the last two are reported).</summary>
    public T? Quantity<T>(string column, Limits<T> limits)
        where T : struct, IQuantity<T>
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        var isNumber = T.TryParse(text, out var value);
        if (!isNumber && !HugeNumber.Is(text))
        {
            _problems.Error(WhereIs(column), "bad-number", $"\"{column}\" must be {T.Expected}, not \"{text}\"");
            return null;
        }

        if (isNumber && limits.Hold(value))
        {
            return value;
        }

        _problems.Error(WhereIs(column), "out-of-range", $"\"{column}\" is {text}; it must be {limits}");
        return null;
    }

    /// <summary>A whole number; null if the field is blank, not a whole number, or outside the limits (the last two are reported).</summary>
    public int? Count(string column, Limits<int> limits)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && limits.Hold(count))
        {
            return count;
        }

        _problems.Error(WhereIs(column), "out-of-range", $"\"{column}\" must be a whole number, {limits}, not \"{text}\"");
        return null;
    }
}
