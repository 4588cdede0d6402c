using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Reports what was used, what it cost and what a million tokens cost.</summary>
public static class TrackReport
{
    /// <summary>The report of an answer.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="show">Rows of the text's tables; JSON and CSV have all rows.</param>
    /// <param name="details">Whether to list every file, warning and gap.</param>
    public static Report Of(TrackAnswer answer, int show, bool details = false) => new(
        TrackWords.Period(answer) is { Length: > 0 } period ? $"Tracked usage and cost, {period}" : "Tracked usage and cost",
        [.. Answer(answer), .. Tables(answer, show), .. details || IsEmpty(answer) ? TrackNotes.All(answer) : Notes(answer)],
        TrackTables.Main(answer),
        TrackJson.Of(answer));

    /// <summary>The answer in sentences, the most important first.</summary>
    internal static IEnumerable<Block> Answer(TrackAnswer answer) =>
    [
        new Block.Line(TrackWords.Lead(answer), Strong: true),
        .. TrackWords.PaidFor(answer).Append(TrackWords.Used(answer)).Where(line => line.Length > 0).Select(line => new Block.Line(line)),
    ];

    /// <summary>Cost and usage by group, and the bill.</summary>
    internal static IEnumerable<Block> Tables(TrackAnswer answer, int show)
    {
        if (TrackTables.Cost(answer, show) is { Rows.Count: > 0 } cost)
        {
            yield return new Block.Rows(cost);
            yield return new Block.Line(TrackTables.CostWords(cost));
        }

        if (answer.Usage.Count > 0)
        {
            yield return new Block.Rows(TrackTables.Usage(answer, show));
        }

        if (answer.Bills.Count > 0)
        {
            yield return new Block.Rows(TrackTables.Bill(answer));
        }
    }

    private static IEnumerable<Block> Notes(TrackAnswer answer)
    {
        if (TrackNotes.Short(answer) is { Count: > 0 } notes)
        {
            yield return new Block.List("To know", notes);
        }

        yield return new Block.Line(TrackNotes.Read(answer));
    }

    /// <summary>Nothing was found, so what matters is what was read and why it was left out.</summary>
    private static bool IsEmpty(TrackAnswer answer) => answer.Cost.Count == 0 && answer.Usage.Count == 0;
}
