using System.Text;

namespace Mtok.Reporting;

/// <summary>
/// Cells broken where a reader would break them, for tables that are wider than the terminal: between words, or after a sign within a
/// long name (<c>meta-llama/</c>). Numbers stay whole.
/// </summary>
internal static class ColumnWidths
{
    /// <summary>With fewer letters a column of text cannot be read.</summary>
    private const int LeastText = 8;

    /// <summary>Between columns, and at both ends of a row.</summary>
    private const int Between = 3;

    /// <summary>The table as it fits, columns and rows; the same where it fits as it is, null where it does not fit at all.</summary>
    public static (IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)? Fit(
        IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        var natural = Widths(columns, rows, LongestLine, LongestLine);
        var isText = columns.Select(column => !column.Numbers).ToList();
        var texts = natural.Where((_, at) => isText[at]).ToList();
        var words = Widths(columns, rows, LongestWord, LongestWord).Where((_, at) => isText[at]).ToList();
        var free = width - (Between * columns.Count) - 1;
        var room = free - natural.Where((_, at) => !isText[at]).Sum();
        if (texts.Sum() <= room || words.All(word => word <= Level(texts, room)))
        {
            return (columns, rows);
        }

        var numbers = Widths(columns, rows, LongestWord, LongestLine);
        room = free - numbers.Where((_, at) => !isText[at]).Sum();
        var level = Level(words, room);
        if (texts.Count == 0 || level < Math.Min(LeastText, words.Max()))
        {
            return null;
        }

        var widths = Enumerable.Range(0, columns.Count).Select(at => isText[at] ? TextWidth(at) : numbers[at]).ToList();
        return (
            [.. columns.Select((column, at) => column with { Title = Broken(column.Title, widths[at]) })],
            [.. rows.Select(row => row.Select((cell, at) => isText[at] ? Broken(cell, widths[at]) : cell).ToArray())]);

        int TextWidth(int at)
        {
            var least = words.Select(word => Math.Min(word, level)).ToList();
            var own = isText.Take(at).Count(text => text);
            var needy = texts.Zip(least).Count(column => column.First > column.Second);
            return texts[own] <= least[own] ? least[own] : Math.Min(texts[own], least[own] + ((room - least.Sum()) / needy));
        }
    }

    /// <summary>The text in lines of that width.</summary>
    public static string Broken(string text, int width)
    {
        var (all, line) = (new StringBuilder(), 0);
        foreach (var piece in Pieces(text).SelectMany(piece => piece.Chunk(width).Select(part => new string(part))))
        {
            var length = piece.TrimEnd().Length;
            if (line > 0 && line + length > width)
            {
                all.Append('\n');
                line = 0;
            }

            all.Append(piece);
            line += piece.Length;
        }

        return string.Join('\n', all.ToString().Split('\n').Select(part => part.TrimEnd()));
    }

    /// <summary>Words, and parts of names up to a sign after which they may be broken.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is ' ' or '/' or '-' or '_' or ':' or '@' or ',' or '.' && at + 1 < text.Length && text[at + 1] != ' ')
            {
                yield return text[from..(at + 1)];
                from = at + 1;
            }
        }

        yield return text[from..];
    }

    private static List<int> Widths(
        IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, Func<string, int> ofTitle, Func<string, int> ofCell) =>
        [.. columns.Select((column, at) => rows.Select(row => ofCell(row[at])).Append(ofTitle(column.Title)).Max())];

    private static int LongestLine(string text) => text.Split('\n').Max(line => line.Length);

    private static int LongestWord(string text) => text.Split(' ', '\n').Max(word => word.Length);

    /// <summary>The width that the widest columns share where all of them together have that much room; 0 where there is none.</summary>
    private static int Level(IReadOnlyList<int> widths, int room) =>
        Enumerable.Range(1, Math.Max(1, room)).LastOrDefault(level => widths.Sum(each => Math.Min(each, level)) <= room);
}
