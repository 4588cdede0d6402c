using System.Text;

namespace Mtok.Reporting;

/// <summary>
/// Cells broken where a reader would break them, for tables that are wider than the terminal: between words, or after a sign within a
/// long name (<c>meta-llama/</c>). Numbers stay whole.
/// </summary>
internal static class ColumnWidths
{
    /// <summary>With fewer letters a column of text cannot be read.</summary>
    private const int LeastText = 10;

    /// <summary>Between columns, and at both ends of a row.</summary>
    private const int Between = 3;

    /// <summary>The rows as they fit; the same rows where they fit as they are, null where they do not fit at all.</summary>
    public static IReadOnlyList<IReadOnlyList<string>>? Fit(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        var natural = Widths(columns, rows, cell => cell.Split('\n').Max(line => line.Length));
        var words = Widths(columns, rows, LongestWord);
        var isText = columns.Select(column => !column.Numbers).ToList();
        var room = width - (Between * columns.Count) - 1 - natural.Where((_, at) => !isText[at]).Sum();
        var texts = natural.Where((_, at) => isText[at]).ToList();
        if (texts.Sum() <= room || words.Where((_, at) => isText[at]).All(word => word <= Level(texts, room)))
        {
            return rows;
        }

        var level = Level([.. words.Where((_, at) => isText[at])], room);
        if (texts.Count == 0 || level < Math.Min(LeastText, texts.Max()))
        {
            return null;
        }

        var widths = words.Select(word => Math.Min(word, level)).ToList();
        var left = room - widths.Where((_, at) => isText[at]).Sum();
        var needy = natural.Index().Where(column => isText[column.Index] && column.Item > widths[column.Index]).ToList();
        needy.ForEach(column => widths[column.Index] = Math.Min(column.Item, widths[column.Index] + (left / needy.Count)));
        return [.. rows.Select(row => row.Select((cell, at) => isText[at] ? Broken(cell, widths[at]) : cell).ToArray())];
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

    private static List<int> Widths(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, Func<string, int> of) =>
        [.. columns.Select((column, at) => rows.Select(row => of(row[at])).Append(of(column.Title)).Max())];

    private static int LongestWord(string cell) => cell.Split(' ', '\n').Max(word => word.Length);

    /// <summary>The width that the widest columns share where all of them together have that much room; 0 where there is none.</summary>
    private static int Level(IReadOnlyList<int> widths, int room) =>
        Enumerable.Range(1, Math.Max(1, room)).LastOrDefault(level => widths.Sum(each => Math.Min(each, level)) <= room);
}
