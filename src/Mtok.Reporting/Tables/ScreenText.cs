namespace Mtok.Reporting;

/// <summary>A line of a screen: a label at its beginning, which stands out, and the rest.</summary>
/// <param name="Label">The label, with the blanks that fill its column; empty where the line goes on.</param>
/// <param name="Text">The rest.</param>
internal readonly record struct ScreenLine(string Label, string Text)
{
    /// <summary>How long it is.</summary>
    public int Length => Label.Length + Text.Length;
}

/// <summary>Facts and compact tables in lines of a width. Lines are broken at blanks only, so that every name stays whole.</summary>
internal static class ScreenText
{
    private const int Margin = 2;
    private const int Between = 2;

    /// <summary>What a column of text should have before a column beside it is shown.</summary>
    private const int EnoughText = 34;

    /// <summary>Facts with their labels in one column, the lines of each beside it.</summary>
    public static IEnumerable<ScreenLine> Of(Block.Facts facts, int width)
    {
        var column = facts.All.Max(fact => fact.Label.Length) + Between;
        foreach (var fact in facts.All)
        {
            var lines = fact.Lines.SelectMany(line => Lines(line, width - column)).ToList();
            foreach (var (at, line) in lines.Index())
            {
                yield return new((at == 0 ? fact.Label : "").PadRight(column), line);
            }
        }
    }

    /// <summary>A table without rules, its headings first.</summary>
    public static IEnumerable<ScreenLine> Of(Table table, int width)
    {
        var shown = Shown(table, width, out var widths);
        IReadOnlyList<string> titles = [.. table.Columns.Select(column => column.Title)];
        return Row(table, shown, widths, titles).Select(line => new ScreenLine(line, ""))
            .Concat(table.Rows.SelectMany(row => Row(table, shown, widths, row)).Select(line => new ScreenLine("", line)));
    }

    /// <summary>The text in lines of that width, broken at blanks; a word that is longer than a line is broken after its signs.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => Parts(word, width)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        yield return line;
    }

    /// <summary>The longest column of text takes what the others leave; wide columns are left out from the right until that is enough.</summary>
    private static List<int> Shown(Table table, int width, out List<int> widths)
    {
        var all = table.Columns.Select((column, at) => table.Rows.Select(row => row[at].Length).Append(column.Title.Length).Max()).ToList();
        var shown = Enumerable.Range(0, all.Count).ToList();
        var text = shown.Where(at => !table.Columns[at].Numbers).MaxBy(at => all[at]);
        while (Room() < Math.Min(EnoughText, all[text]) && shown.FindLast(at => table.Columns[at].Wide) is > 0 and var last)
        {
            shown.Remove(last);
        }

        all[text] = Math.Clamp(Room(), 1, all[text]);
        widths = all;
        return shown;

        int Room() => width - Margin - (Between * (shown.Count - 1)) - shown.Where(at => at != text).Sum(at => all[at]);
    }

    private static IEnumerable<string> Row(Table table, List<int> shown, List<int> widths, IReadOnlyList<string> row)
    {
        var cells = shown.ConvertAll(at => Lines(row[at], Math.Max(1, widths[at])).ToList());
        for (var line = 0; line < cells.Max(cell => cell.Count); line++)
        {
            yield return (new string(' ', Margin) + string.Join(new string(' ', Between), shown.Zip(cells, Cell))).TrimEnd();

            string Cell(int at, List<string> lines)
            {
                var text = line < lines.Count ? lines[line] : "";
                return table.Columns[at].Numbers ? text.PadLeft(widths[at]) : text.PadRight(widths[at]);
            }
        }
    }

    /// <summary>A word that is wider than the column, in parts.</summary>
    private static IEnumerable<string> Parts(string word, int width) =>
        word.Length <= width ? [word] : ColumnWidths.Broken(word, Math.Max(1, width)).Split('\n');
}
