using Spectre.Console;

namespace Mtok.Reporting;

/// <summary>Draws a report on a console, in colour where the console has it.</summary>
public static class TerminalText
{
    /// <summary>Below this many columns the wide columns are left out.</summary>
    private const int NarrowBelow = 110;

    /// <summary>With no more letters than this for each column a table cannot be read, and soon not drawn: rows are listed instead.</summary>
    private const int LettersPerColumn = 8;

    /// <summary>Draws the report.</summary>
    public static void Write(Report report, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(Printable.Text(report.Title))}[/]");
        foreach (var block in report.Blocks)
        {
            console.WriteLine();
            Write(Printed(block), console);
        }
    }

    /// <summary>What anybody wrote, without what a terminal would take for a command.</summary>
    private static Block Printed(Block block) => block switch
    {
        Block.Line line => line with { Text = Printable.Text(line.Text) },
        Block.List list => list with { Title = Printable.Text(list.Title), Lines = Printed(list.Lines) },
        Block.Rows rows => rows with { Table = Printed(rows.Table) },
        Block.Facts facts => facts with { All = [.. facts.All.Select(fact => new Fact(Printable.Text(fact.Label), Printed(fact.Lines)))] },
        _ => block,
    };

    private static Table Printed(Table table) => table with
    {
        Title = Printable.Text(table.Title),
        Columns = [.. table.Columns.Select(column => column with { Title = Printable.Text(column.Title) })],
        Rows = [.. table.Rows.Select(Printed)],
    };

    private static IReadOnlyList<string> Printed(IReadOnlyList<string> texts) => [.. texts.Select(Printable.Text)];

    private static void Write(Block block, IAnsiConsole console)
    {
        switch (block)
        {
            case Block.Line line:
                var text = Markup.Escape(Fitting(line.Text, console.Profile.Width));
                console.MarkupLine(line.Strong ? $"[bold green]{text}[/]" : text);
                break;
            case Block.List list:
                Write(list, console);
                break;
            case Block.Rows { Table.Compact: true } rows:
                Write(ScreenText.Of(rows.Table, console.Profile.Width), console);
                break;
            case Block.Rows rows:
                Write(rows.Table, console);
                break;
            case Block.Facts facts:
                Write(ScreenText.Of(facts, console.Profile.Width), console);
                break;
        }
    }

    private static void Write(IEnumerable<ScreenLine> lines, IAnsiConsole console)
    {
        foreach (var line in lines)
        {
            console.MarkupLine($"[bold]{Markup.Escape(line.Label)}[/]{Markup.Escape(line.Text)}");
        }
    }

    /// <summary>A hanging indent, so that a long line stays one item.</summary>
    private static void Write(Block.List list, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(list.Title)}[/]");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var text in list.Lines)
        {
            grid.AddRow(new Text("-"), new Text(Fitting(text, console.Profile.Width - "  - ".Length)));
        }

        console.Write(grid);
    }

    private static void Write(Table table, IAnsiConsole console)
    {
        if (table.Title.Length > 0)
        {
            console.MarkupLine($"[bold]{Markup.Escape(table.Title)}[/]");
        }

        var shown = table.Columns.Select((column, index) => (Column: column, Index: index))
            .Where(pair => console.Profile.Width >= NarrowBelow || !pair.Column.Wide)
            .ToList();
        IReadOnlyList<IReadOnlyList<string>> cells = [.. table.Rows.Select(row => shown.Select(pair => row[pair.Index]).ToArray())];
        var isHopeless = shown.Count * LettersPerColumn >= console.Profile.Width;
        var isRoomy = !isHopeless && Fit(ColumnWidths.Between) is not null;
        if (isHopeless || Fit(isRoomy ? ColumnWidths.Between : ColumnWidths.Narrow) is not var (columns, rows))
        {
            WriteAsLists(shown.ConvertAll(pair => pair.Column.Title), cells, console);
            return;
        }

        var drawn = new Spectre.Console.Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (var column in columns)
        {
            drawn.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column.Title)}[/]"))
            {
                Alignment = column.Numbers ? Justify.Right : Justify.Left,
                NoWrap = column.Numbers,
                Padding = new(isRoomy ? 1 : 0, 0, 1, 0),
            });
        }

        foreach (var row in rows)
        {
            drawn.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(drawn);

        (IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)? Fit(int between) =>
            ColumnWidths.Fit(shown.ConvertAll(pair => pair.Column), cells, console.Profile.Width, between);
    }

    private static void WriteAsLists(List<string> titles, IReadOnlyList<IReadOnlyList<string>> rows, IAnsiConsole console)
    {
        foreach (var row in rows)
        {
            var lines = titles.Zip(row).Where(cell => cell.Second.Length > 0).Select(cell => $"{cell.First}: {cell.Second.ReplaceLineEndings(", ")}");
            console.WriteLine(string.Join('\n', lines.Select(line => Fitting(line, console.Profile.Width)).Append("")));
        }
    }

    /// <summary>The text, with line ends where a word is wider than a line, which the console would cut anywhere.</summary>
    private static string Fitting(string text, int width) => text.Split(' ', '\n').Any(word => word.Length > width) ? ColumnWidths.Broken(text, width) : text;
}
