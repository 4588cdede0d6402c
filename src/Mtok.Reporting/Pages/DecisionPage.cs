using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>A decision as a page shows it: the answer in a sentence, its figures, what would change it, then what it rests on.</summary>
public static class DecisionPage
{
    /// <summary>The answer in a sentence.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="view">The day and the prices it is shown with.</param>
    public static string Lead(Decision decision, DecisionView view) =>
        decision.Recommended is null ? DecisionReport.Answer(decision) : DecisionScreen.Lead(AnswerOf(decision, view));

    /// <summary>Cost, interval, doubt and the price of a million tokens; nothing where nothing serves.</summary>
    public static IReadOnlyList<PageNumber> Figures(Decision decision, DecisionView view) =>
        decision.Recommended is { } best ? [.. Numbers(best, AnswerOf(decision, view))] : [];

    /// <summary>What a terminal shows below the answer.</summary>
    public static IReadOnlyList<Block> Screen(Decision decision, DecisionView view) =>
    [
        .. DecisionScreen.Of(AnswerOf(decision, view))
            .Where(block => block is not Block.Line { Strong: true })
            .Select(block => block is Block.Facts facts ? new Block.Facts([.. facts.All.Where(fact => !IsElsewhere(fact))]) : block),
    ];

    /// <summary>What would change the answer; empty where only one side can serve.</summary>
    public static IReadOnlyList<Block> Changes(Decision decision) => [.. DecisionReport.Changes(decision)];

    /// <summary>The chart of the options; null where nothing serves.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="show">Options drawn in addition to the best of each kind.</param>
    public static Picture? Chart(Decision decision, int show) => OptionsChart.Of(decision, null, show);

    /// <summary>Everything else: options, reasons, assumptions and sources.</summary>
    public static IReadOnlyList<PageSection> Rest(Decision decision, DecisionView view) =>
    [
        new("options", "What each option costs", [], [.. PriceNotes.Warnings(decision.Warnings), .. DecisionReport.Doubtful(decision),
            .. DecisionReport.Costs(decision, view.Show)], "No option serves this workload."),
        new("sure", "What to do first, and how sure this is", [], [.. MovesReport.Blocks(decision), .. DecisionReport.Reasons(decision, "Why")], ""),
        new("given", "Assumptions", [], [.. DecisionReport.Taken(decision, view.Show)], ""),
        new("prices", "Prices and sources", [], [.. DecisionReport.Prices(decision, view.Show, view.Disagreements)], "No price was used."),
    ];

    private static ScreenAnswer AnswerOf(Decision decision, DecisionView view) =>
        new(decision, null, view.Day, view.Disagreements) { Today = TodaysBill.Of(decision.Workload, view.Capacities.Catalog) };

    /// <summary>Flips have a table of their own on a page; how to see more is a terminal's.</summary>
    private static bool IsElsewhere(Fact fact) => fact.Label is DecisionScreen.More or "Changes";

    private static IEnumerable<PageNumber> Numbers(RankedOption best, ScreenAnswer answer)
    {
        var bill = best.Cost!.Bill;
        yield return new("A month", MoneyText.Money(bill.Value), bill.Low == bill.High ? best.Name
            : $"{MoneyText.Money(bill.Low)} to {MoneyText.Money(bill.High)} by its throughput's interval");
        if (best.CountedOn is { } counted)
        {
            yield return new("Count on", MoneyText.Money(counted), $"a month; {SurenessWords.Of(best.Sureness)}");
        }

        yield return new("A million tokens", best.Cost.PerMtok.Allocation.ToString().Split('/')[0], "input and output together, idle included");
        if (answer.Decision.RunnerUp is { } other)
        {
            yield return new("Next best", MoneyText.Money(other.Cost!.Bill.Value), $"a month; {answer.Names.Of(other)}");
        }

        if (answer.Decision.Confidence is not null)
        {
            yield return new("Expected loss", MoneyText.Money(answer.Decision.Robustness!.Regret.Expected), "a month above the cheapest of each draw");
        }
    }
}
