namespace Mtok.Reporting;

/// <summary>
/// A screen as it is put together: 25 lines at 80 columns, its title included, at most. Where there is more to say, what matters least is
/// left out, and what is too long is cut at a word.
/// </summary>
internal sealed class ScreenDraft
{
    /// <summary>The lines that a terminal of usual height shows beside the prompt.</summary>
    public const int MostLines = 25;

    /// <summary>The columns for which it is made to fit; wider terminals need fewer lines.</summary>
    public const int Columns = 80;

    /// <summary>What matters as much as this is never left out.</summary>
    public const int Always = 100;

    private const int MostLinesOfOne = 3;

    /// <summary>The answer itself ends with its price, which two kinds of machine with long names must not cut off.</summary>
    private const int MostLinesOfLead = 6;
    private const int UsualRows = 4;
    private const int LeastRows = 2;

    private readonly List<Line> _lines = [];
    private readonly List<string> _lead = [];
    private Table? _table;

    /// <summary>Adds a sentence of the answer itself; the first stands out.</summary>
    public ScreenDraft Lead(string sentence)
    {
        _lead.Add(Cut(sentence, Columns, MostLinesOfLead));
        return this;
    }

    /// <summary>Sets the table under the answer.</summary>
    /// <param name="table">The table, the most important rows first.</param>
    public ScreenDraft Rows(Table table)
    {
        _table = table with { Compact = true };
        return this;
    }

    /// <summary>Adds what there is to say under a label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="texts">The texts, the most important first; each begins on a line of its own.</param>
    /// <param name="keep">How much the first of them matters.</param>
    /// <param name="less">How much less each further one matters.</param>
    public ScreenDraft Say(string label, IEnumerable<string> texts, int keep, int less = 1)
    {
        _lines.AddRange(texts.Select((text, at) => new Line(label, text, keep - (at * less))));
        return this;
    }

    /// <summary>The screen, without its title.</summary>
    public IReadOnlyList<Block> Fit()
    {
        while (Height() > MostLines && (TryDropRow(UsualRows) || TryDropLine() || TryDropRow(LeastRows)))
        {
        }

        return Blocks();
    }

    private IReadOnlyList<Block> Blocks()
    {
        var facts = Facts();
        return
        [
            .. _lead.Select((line, at) => new Block.Line(line, Strong: at == 0)),
            .. _table is { Rows.Count: > 0 } ? [new Block.Rows(_table)] : Array.Empty<Block>(),
            .. facts.Count > 0 ? [new Block.Facts(facts)] : Array.Empty<Block>(),
        ];
    }

    private List<Fact> Facts()
    {
        var column = Columns - (_lines.Count == 0 ? 0 : _lines.Max(line => line.Label.Length) + 2);
        return [.. _lines.GroupBy(line => line.Label).Select(group => new Fact(group.Key, [.. group.Select(line => Cut(line.Text, column, MostLinesOfOne))]))];
    }

    private int Height()
    {
        var lead = _lead.Sum(line => ScreenText.Lines(line, Columns).Count() + 1);
        var table = _table is { Rows.Count: > 0 } ? ScreenText.Of(_table, Columns).Count() + 1 : 0;
        var facts = Facts() is { Count: > 0 } all ? ScreenText.Of(new Block.Facts(all), Columns).Count() + 1 : 0;
        return 1 + lead + table + facts;
    }

    private bool TryDropLine()
    {
        return _lines.MinBy(line => line.Keep) is { Keep: < Always } least && _lines.Remove(least);
    }

    private bool TryDropRow(int least)
    {
        if (_table is not { } table || table.Rows.Count <= least)
        {
            return false;
        }

        _table = table with { Rows = [.. table.Rows.SkipLast(1)] };
        return true;
    }

    private static string Cut(string text, int width, int most)
    {
        var lines = ScreenText.Lines(text, width).ToList();
        if (lines.Count <= most)
        {
            return text;
        }

        var last = lines[most - 1];
        const string More = " ...";
        while (last.Length + More.Length > width && last.Contains(' ', StringComparison.Ordinal))
        {
            last = last[..last.LastIndexOf(' ')];
        }

        return string.Join(' ', lines.Take(most - 1).Append(last)) + More;
    }

    private sealed record Line(string Label, string Text, int Keep);
}
