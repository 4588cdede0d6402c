using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Writes a tracked answer as one self-contained page: what a million tokens cost first, then what was paid for what, when and by whom.</summary>
public static class TrackPage
{
    /// <summary>The page as HTML; the same answer and context give the same bytes.</summary>
    /// <param name="answer">What was tracked.</param>
    /// <param name="show">Rows of tables by group.</param>
    /// <param name="made">How it was made.</param>
    public static string Write(TrackAnswer answer, int show, PageContext made)
    {
        var lines = TrackReport.Answer(answer).OfType<Block.Line>().Select(line => line.Text).ToList();
        return PageFrame.Write(
            "What a million tokens really did cost",
            string.Join(", ", new[] { TrackWords.Period(answer), CountText.Of(answer.Files.Count, "file") }.Where(part => part.Length > 0)),
            [
                PageFrame.Lead(lines[0]),
                Strip(answer).ToList() is { Count: > 1 } figures ? PageFrame.Strip(figures) : null,
                .. lines.Skip(1).Select(line => Html.Tag("p", line)),
                .. TrackNotes.Short(answer, "at the end") is { Count: > 0 } notes ? Html.Of(new Block.List("To know", notes), 2) : [],
            ],
            [.. Sections(answer, show)],
            made);
    }

    /// <summary>The figures that people ask for first, each with what it is.</summary>
    internal static IEnumerable<(string What, string Value, string Basis)> Strip(TrackAnswer answer)
    {
        var unit = answer.Total.UnitCost;
        if (unit is { Allocation: { } all, Usage: { } busy })
        {
            yield return ("A million tokens", TrackWords.Of(all), "idle included (allocation): everything paid for machines and tokens");
            yield return ("Busy time alone", TrackWords.Of(busy), "a million tokens without idle time (usage)");
        }

        foreach (var bill in TrackWords.Stated(answer).Take(2))
        {
            yield return ("Paid for", Figure(TrackWords.Spent(answer, bill)), $"{TrackWords.Of(bill.Billed)} billed");
        }

        foreach (var kind in new[] { CostKind.Busy, CostKind.Idle, CostKind.Unattributed })
        {
            if (answer.Total.Cost.Where(cost => cost.Kind == kind && cost.Amount.Amount != 0).ToList() is [var cost, ..])
            {
                yield return (Sentences.Begin(TrackWords.Of(kind)), Figure(cost.Amount), TrackWords.Meaning(kind));
            }
        }

        if (answer.Total.Usage.Tokens.Total is { } tokens)
        {
            var requests = answer.Total.Usage.Requests is { } count ? CountText.Of(count, "request") : "in and out";
            yield return ("Tokens", Tokens.FromCount(tokens).ToString(), requests);
        }
    }

    private static string Figure(Money money) => money.Currency == "XXX" ? TrackWords.Short(money) : TrackWords.Of(money);

    internal static IEnumerable<PageSection> Sections(TrackAnswer answer, int show)
    {
        var cost = answer.Cost.Count > 0 ? TrackTables.Cost(answer, show) : null;
        var bill = answer.Bills.Count > 0 ? new[] { new Block.Rows(TrackTables.Bill(answer)) } : [];
        var none = cost is null ? "There is no bill, and no deployments file with prices." : "There is no bill yet: machines at dated prices.";
        yield return new("cost", "What was paid for", TrackCharts.Cost(answer), bill, none);
        if (TrackUnitCostChart.Of(answer) is { } units)
        {
            yield return new("unit-cost", "What a million tokens cost", [units], [], "");
        }

        if (cost is not null)
        {
            IReadOnlyList<Block> table = [new Block.Rows(cost), new Block.Line(TrackTables.CostWords(cost))];
            yield return new("groups", $"Cost by {TrackWords.By(answer)}", TrackCharts.Groups(answer), table, "");
        }

        var usage = answer.Usage.Count > 0 ? new[] { new Block.Rows(TrackTables.Usage(answer, show)) } : [];
        yield return new("usage", "Tokens", TrackCharts.Tokens(answer), usage, "No usage is stated.");
        yield return new("read", "What was read, and what is not known", [], [.. TrackNotes.All(answer)], "");
    }
}
