using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Reports what tracked traffic cost, and what it would have cost on every option.</summary>
public static class TrackCompareReport
{
    /// <summary>The report of a comparison.</summary>
    /// <param name="compared">Each model beside its options.</param>
    /// <param name="catalog">Says how a model that it does not know may be spelt.</param>
    /// <param name="show">Options of the text's tables; JSON and CSV have all.</param>
    /// <param name="gap">How far a plan was from what happened; null where none is asked about.</param>
    public static Report Of(TrackedComparison compared, Catalog catalog, int show, PlanGap? gap = null)
    {
        var known = compared.Models.Where(model => model.Comparison is not null && model.Tokens.Count > 0).ToList();
        List<Block> blocks = [.. Answers(compared, known).Select(answer => new Block.Line(answer, Strong: true))];
        blocks.AddRange(gap is null ? [] : PlanGapReport.Blocks(gap));
        blocks.AddRange(known.SelectMany(model => Blocks(model, show)));
        Add(blocks, "Not compared", TrackCompareNotes.NotCompared(compared, catalog));
        Add(blocks, "To know", TrackCompareNotes.ToKnow(compared, known));
        return new(
            "What the tracked traffic would have cost",
            blocks,
            new("", Columns(withModel: true), [.. known.SelectMany(model => model.Comparison!.Options.Select(option => Row(model, option, withModel: true)))]),
            TrackCompareJson.Of(compared, gap));
    }

    private static void Add(List<Block> blocks, string title, IEnumerable<string> lines)
    {
        if (lines.ToList() is { Count: > 0 } all)
        {
            blocks.Add(new Block.List(title, all));
        }
    }

    private static IEnumerable<string> Answers(TrackedComparison compared, List<ComparedModel> known) =>
        known.Count > 0 ? known.Select(Answer)
        : compared.Models.Any(model => model.Tokens.Count > 0) ? ["Nothing can be compared: the catalog knows none of the models."]
        : ["Nothing can be compared: no usage with input and output tokens is stated."];

    private static string Answer(ComparedModel model)
    {
        var paid = model.Paid is { } all
            ? $"you paid {PaidText.Money(all)}{(model.PaidPerMtok is { } each ? $" ({each})" : "")}"
            : model.Traffic.Paid.Count == 0 ? "what you paid is not known" : $"you paid {PaidText.Amounts(model.Traffic.Paid)}";
        return model.Comparison!.Best is { } best
            ? $"{model.Traffic.Name}: {paid}; the same traffic on {best.Name} would have cost {PaidText.Money(best.Cost!.Value)} "
                + $"({model.Per(best.Cost.Value)}){Beside(model, best)}."
            : $"{model.Traffic.Name}: {paid}; no other option could have served it at a credible price.";
    }

    private static string Beside(ComparedModel model, PastOption option) => model.Difference(option) switch
    {
        { Dollars: < 0 } less => $", {PaidText.Money(Usd.FromDollars(-less.Dollars))} less",
        { Dollars: > 0 } more => $", {PaidText.Money(more)} more",
        { } => ", the same",
        null => "",
    };

    private static IEnumerable<Block> Blocks(ComparedModel model, int show)
    {
        var comparison = model.Comparison!;
        var credible = comparison.Options.Where(option => option.MayWin).ToList();
        var shown = credible.Take(show).Union(credible.DistinctBy(option => option.Kind)).ToList();
        if (shown.Count > 0)
        {
            var more = credible.Count > shown.Count ? $": {shown.Count} of {credible.Count} options (--show N for more)" : "";
            yield return new Block.Rows(new(
                model.Traffic.Name + more, Columns(withModel: false), [PaidRow(model), .. shown.Select(option => Row(model, option, withModel: false))]));
        }

        var doubtful = comparison.Options
            .Where(option => option is { Feasible: true, MayWin: false } && !(option.Cost!.Value >= comparison.Best?.Cost!.Value))
            .Select(option => ($"{option.Name}, {PaidText.Money(option.Cost!.Value)}", option.Doubts, (object)option.Prices[0].Where));
        foreach (var block in PriceNotes.Doubtful(doubtful, isAll: comparison.Best is null))
        {
            yield return block;
        }

        if (TrackCompareNotes.LeftOut(comparison).ToList() is { Count: > 0 } left)
        {
            yield return new Block.List($"{model.Traffic.Name}: left out", left);
        }
    }

    private static IReadOnlyList<Column> Columns(bool withModel) =>
        [
            .. withModel ? [new Column("Model")] : Array.Empty<Column>(),
            new("Option"), new("$", Numbers: true), new("$/Mtok", Numbers: true), new("Beside paid, $", Numbers: true), new("Utilised", Numbers: true),
            new("Machines", Numbers: true), new("Evidence", Wide: true), new("Price of", Wide: true),
        ];

    private static string[] PaidRow(ComparedModel model) =>
        [
            "what you paid",
            model.Paid is { } paid ? PaidText.Cents(paid) : PaidText.Amounts(model.Traffic.Paid),
            MoneyText.Price(model.PaidPerMtok),
            "", "", "", "", "",
        ];

    private static string[] Row(ComparedModel model, PastOption option, bool withModel) =>
        [
            .. withModel ? [model.Traffic.Name] : Array.Empty<string>(),
            option.Name,
            option.Cost is { } cost ? PaidText.Cents(cost.Value) : "",
            option.Cost is { } total ? MoneyText.Price(model.Per(total.Value)) : "",
            model.Difference(option) is { } difference ? PaidText.Cents(difference) : "",
            option.Utilization is { } use ? use.Value.Shown("0%") : "",
            option.Machines > 0 ? CountText.Of(option.Machines) : "",
            option.Cost is { } evident ? PriceNotes.Evidence(option.Kind, evident.Evidence) : RefusalWords.Of(option.Refusal!),
            option.Prices.Count > 0 ? PriceNotes.Oldest(option.Prices) : "",
        ];
}
