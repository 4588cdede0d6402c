using System.Text;

namespace Mtok.Reporting;

/// <summary>
/// Cells broken where a reader would break them, for tables that are wider than the terminal: between words, or after a sign within a
/// long name (<c>meta-llama/</c>), never elsewhere. Numbers and dates stay whole.
/// </summary>
internal static class ColumnWidths
{
    /// <summary>With fewer letters a column of text cannot be read.</summary>
    private const int LeastText = 8;

    /// <summary>Blanks between columns.</summary>
    public const int Between = 3;

    /// <summary>Blanks between columns where that makes the table fit.</summary>
    public const int Narrow = 2;

    /// <summary>The table as it fits, columns and rows; the same where it fits as it is, null where it does not fit at all.</summary>
    public static (IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)? Fit(
        IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, int width, int between = Between)
    {
        var natural = Widths(columns, rows, LongestLine, LongestLine);
        var isText = columns.Select(column => !column.Numbers).ToList();
        var texts = natural.Where((_, at) => isText[at]).ToList();
        var words = Widths(columns, rows, LongestWord, LongestWord).Where((_, at) => isText[at]).ToList();
        var free = width - (between * columns.Count) - 1;
        var room = free - natural.Where((_, at) => !isText[at]).Sum();
        if (texts.Sum() <= room || (texts.Count > 0 && words.All(word => word <= Level(texts, room))))
        {
            return (columns, rows);
        }

        var numbers = Widths(columns, rows, LongestWord, LongestLine);
        room = free - numbers.Where((_, at) => !isText[at]).Sum();
        var pieces = Widths(columns, rows, LongestPiece, LongestPiece).Where((_, at) => isText[at]).ToList();
        var level = Level(words, room, pieces);
        if (room < 0 || level < Math.Min(LeastText, words.Append(0).Max()))
        {
            return null;
        }

        var widths = Enumerable.Range(0, columns.Count).Select(at => isText[at] ? TextWidth(at) : numbers[at]).ToList();
        return (
            [.. columns.Select((column, at) => column with { Title = Broken(column.Title, widths[at]) })],
            [.. rows.Select(row => row.Select((cell, at) => isText[at] ? Broken(cell, widths[at]) : cell).ToArray())]);

        int TextWidth(int at)
        {
            var least = words.Zip(pieces, (word, piece) => Math.Max(piece, Math.Min(word, level))).ToList();
            var own = isText.Take(at).Count(text => text);
            var needy = texts.Zip(least).Count(column => column.First > column.Second);
            return texts[own] <= least[own] ? least[own] : Math.Min(texts[own], least[own] + ((room - least.Sum()) / needy));
        }
    }

    /// <summary>
    /// The text in lines of that width: a word that has no room in a line has one in the next, and one that is wider than all lines is broken after
    /// its signs. Only what has no sign and is wider still is cut.
    /// </summary>
    public static string Broken(string text, int width) => string.Join('\n', text.Split('\n').Select(line => BrokenLine(line, width)));

    private static string BrokenLine(string text, int width)
    {
        var (all, line) = (new StringBuilder(), 0);
        foreach (var (at, word) in text.Split(' ').Index())
        {
            var blank = at > 0 ? 1 : 0;
            if (line > 0 && line + blank + word.Length > width && (word.Length <= width || line + blank + Pieces(word).First().Length > width))
            {
                all.Append('\n');
                line = 0;
            }
            else
            {
                all.Append(' ', blank);
                line += blank;
            }

            foreach (var piece in word.Length <= width ? [word] : Pieces(word).SelectMany(piece => piece.Chunk(width).Select(part => new string(part))))
            {
                if (line > 0 && line + piece.Length > width)
                {
                    all.Append('\n');
                    line = 0;
                }

                all.Append(piece);
                line += piece.Length;
            }
        }

        return all.ToString();
    }

    /// <summary>A word's parts up to a sign after which it may be broken.</summary>
    public static IEnumerable<string> Pieces(string word)
    {
        var from = 0;
        for (var at = 0; at < word.Length - 1; at++)
        {
            if (word[at] is '/' or '-' or '_' or ':' or '@' or ',' or '.' && !IsWithinNumber(word, at))
            {
                yield return word[from..(at + 1)];
                from = at + 1;
            }
        }

        yield return word[from..];
    }

    /// <summary>Dates, times and versions are read as one.</summary>
    private static bool IsWithinNumber(string word, int at) => at > 0 && char.IsAsciiDigit(word[at - 1]) && char.IsAsciiDigit(word[at + 1]);

    private static List<int> Widths(
        IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, Func<string, int> ofTitle, Func<string, int> ofCell) =>
        [.. columns.Select((column, at) => rows.Select(row => ofCell(row[at])).Append(ofTitle(column.Title)).Max())];

    private static int LongestLine(string text) => text.Split('\n').Max(line => line.Length);

    private static int LongestWord(string text) => text.Split(' ', '\n').Max(word => word.Length);

    private static int LongestPiece(string text) => text.Split(' ', '\n').SelectMany(Pieces).Max(piece => piece.Length);

    /// <summary>The width that the widest columns share where all of them together have that much room; 0 where there is none.</summary>
    private static int Level(IReadOnlyList<int> widths, int room, IReadOnlyList<int>? least = null) =>
        Enumerable.Range(1, Math.Max(1, room))
            .LastOrDefault(level => widths.Select((each, at) => Math.Max(least?[at] ?? 0, Math.Min(each, level))).Sum() <= room);
}
