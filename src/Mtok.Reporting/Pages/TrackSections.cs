using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>A tracked answer as parts of a page whose groups lead to more of them.</summary>
public static class TrackSections
{
    /// <summary>The answer in a sentence.</summary>
    public static string Lead(TrackAnswer answer) => TrackWords.Lead(answer);

    /// <summary>The figures that people ask for first, each with what it is; of no money where none is known.</summary>
    public static IReadOnlyList<PageNumber> Figures(TrackAnswer answer) =>
        [.. TrackPage.Strip(answer).Select(figure => new PageNumber(figure.What, figure.Value, figure.Basis))];

    /// <summary>The time it is about; empty where nothing is dated.</summary>
    public static string Period(TrackAnswer answer) => TrackWords.Period(answer);

    /// <summary>Cost by group, the dearest first; nothing where no cost is known.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="show">The most rows.</param>
    /// <param name="link">Where a group leads.</param>
    public static IEnumerable<Block> Cost(TrackAnswer answer, int show, Func<GroupKey, string?> link)
    {
        if (answer.Cost.Count > 0)
        {
            var table = TrackTables.Cost(answer, show);
            yield return new Block.Rows(Titled(table)) { Link = Leads([.. TrackTables.Paid(answer)], link) };
            yield return new Block.Line(TrackTables.CostWords(table));
        }
    }

    /// <summary>Tokens by group; nothing where no usage is stated.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="show">The most rows.</param>
    /// <param name="link">Where a group leads.</param>
    public static IEnumerable<Block> Usage(TrackAnswer answer, int show, Func<GroupKey, string?> link) => answer.Usage.Count == 0
        ? []
        : [new Block.Rows(Titled(TrackTables.Usage(answer, show))) { Link = Leads([.. TrackTables.Used(answer)], link) }];

    /// <summary>What the currencies were paid for; nothing where there is no bill.</summary>
    public static IEnumerable<Block> Bill(TrackAnswer answer) => answer.Bills.Count == 0 ? [] : [new Block.Rows(TrackTables.Bill(answer))];

    /// <summary>The charts of cost over time; empty where no cost is dated.</summary>
    public static IReadOnlyList<Picture> CostCharts(TrackAnswer answer) => TrackCharts.Cost(answer);

    /// <summary>The chart of the price of a million tokens over time; null where it is not known of two steps.</summary>
    public static Picture? UnitCostChart(TrackAnswer answer) => TrackUnitCostChart.Of(answer);

    /// <summary>What was read, what was not, and warnings.</summary>
    public static IReadOnlyList<Block> Read(TrackAnswer answer) => [.. TrackNotes.All(answer)];

    /// <summary>The most important of it.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="more">Where the rest is.</param>
    public static IReadOnlyList<string> Notes(TrackAnswer answer, string more) => TrackNotes.Short(answer, more);

    /// <summary>How far what was paid is from a plan, and why.</summary>
    public static IReadOnlyList<Block> Gap(PlanGap gap) => [.. PlanGapReport.Blocks(gap)];

    private static Func<int, int, string?> Leads(TrackRow[] rows, Func<GroupKey, string?> link) => (line, column) => column == 0 ? link(rows[line].Key) : null;

    /// <summary>Titles name options of the command line, which a page has not.</summary>
    private static Table Titled(Table table) => table with { Title = table.Title.Replace(" (--show N for more)", "", StringComparison.Ordinal) };
}
