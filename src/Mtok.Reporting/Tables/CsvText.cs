using System.Text.RegularExpressions;

namespace Mtok.Reporting;

/// <summary>
/// A table as CSV for spreadsheets, which run a text as a formula where its first letter says so: names come from logs and price lists of others.
/// </summary>
internal static partial class CsvText
{
    /// <summary>First letters of formulas, also as East Asian keyboards write them; spreadsheets pass over tabs and line ends before them.</summary>
    private const string Formulas = "=+-@\t\r\n＝＋－＠";

    /// <summary>Writes the table, its headings first.</summary>
    /// <param name="table">The table.</param>
    /// <param name="writer">Where to write.</param>
    /// <param name="raw">Whether texts that look like formulas stay as they are.</param>
    public static void Write(Table table, TextWriter writer, bool raw)
    {
        Write(table.Columns.Select(column => column.Title));
        foreach (var row in table.Rows)
        {
            Write(row.Select((cell, at) => table.Columns[at].Numbers ? WithoutThousands(cell) : cell));
        }

        void Write(IEnumerable<string> cells) => writer.WriteLine(string.Join(',', cells.Select(cell => Quoted(raw ? cell : Safe(cell)))));
    }

    /// <summary>The cell, after an apostrophe where it is a text that would be a formula; numbers stay numbers, whatever their sign.</summary>
    public static string Safe(string cell) =>
        cell.Length > 1 && Formulas.Contains(cell[0], StringComparison.Ordinal) && !Number().IsMatch(cell) ? "'" + cell : cell;

    private static string WithoutThousands(string number) => number.Replace(",", "", StringComparison.Ordinal);

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[+-]\$?[0-9][0-9,]*(\.[0-9]+)?([eE][+-]?[0-9]+)?( ?%)?\z")]
    private static partial Regex Number();
}
