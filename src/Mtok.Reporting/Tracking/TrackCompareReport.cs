using System.Globalization;
using Mtok.Planning;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Reports what tracked traffic cost, and what it would have cost on every option.</summary>
public static class TrackCompareReport
{
    private const int MostLines = 12;
    private const int MostReasons = 6;

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
        Add(blocks, "Not compared", NotCompared(compared, catalog));
        Add(blocks, "To know", ToKnow(compared, known));
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
            ? $"you paid {Money(all)}{(model.PaidPerMtok is { } each ? $" ({each})" : "")}"
            : model.Traffic.Paid.Count == 0 ? "what you paid is not known" : $"you paid {Amounts(model.Traffic.Paid)}";
        return model.Comparison!.Best is { } best
            ? $"{model.Traffic.Name}: {paid}; the same traffic on {best.Name} would have cost {Money(best.Cost!.Value)} ({model.Per(best.Cost.Value)}){Beside(model, best)}."
            : $"{model.Traffic.Name}: {paid}; no other option could have served it at a credible price.";
    }

    private static string Beside(ComparedModel model, PastOption option) => model.Difference(option) switch
    {
        { Dollars: < 0 } less => $", {Money(Usd.FromDollars(-less.Dollars))} less",
        { Dollars: > 0 } more => $", {Money(more)} more",
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
            .Select(option => ($"{option.Name}, {Money(option.Cost!.Value)}", option.Doubts, (object)option.Prices[0].Where));
        foreach (var block in PriceNotes.Doubtful(doubtful, isAll: comparison.Best is null))
        {
            yield return block;
        }

        if (LeftOut(comparison).ToList() is { Count: > 0 } left)
        {
            yield return new Block.List($"{model.Traffic.Name}: left out", left);
        }
    }

    private static IEnumerable<string> LeftOut(PastComparison comparison)
    {
        if (comparison.Unsized != Unsized.No)
        {
            yield return Text(comparison.Unsized);
        }

        var groups = comparison.Options.Where(option => option.Refusal is not null).GroupBy(option => RefusalWords.Of(option.Refusal!))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in groups.Take(MostReasons))
        {
            yield return $"{CountText.Of(group.Count(), "option")}: {group.Key}";
        }

        if (groups.Skip(MostReasons).Sum(group => group.Count()) is > 0 and var rest)
        {
            yield return $"{rest} more for other reasons (--format json lists all)";
        }

        if (comparison.Doubtful.Count > 0)
        {
            yield return $"{CountText.Of(comparison.Doubtful.Count, "offer")} at a doubtful price: {DoubtWords.Of(comparison.Doubtful[0])}"
                + (comparison.Doubtful.Count > 1 ? ", and others (--format json lists all)" : "");
        }
    }

    internal static string Text(Unsized why) => why switch
    {
        Unsized.HoursUnknown => "machines: the hours of its traffic are not known, so no fleet can be sized for it",
        Unsized.LengthsUnknown => "machines: the number of its requests is not stated, so their lengths are not known and no fleet can be sized",
        _ => "",
    };

    private static IEnumerable<string> NotCompared(TrackedComparison compared, Catalog catalog) =>
        compared.Models.Where(model => model.Comparison is null && model.Traffic.Rows.Count + model.Traffic.Paid.Count > 0)
            .Select(model => (model.Traffic.Name.Length == 0
                ? $"usage without a model, {model.Tokens}"
                : $"{model.Traffic.Name}, {model.Tokens}: the catalog does not know this model{catalog.SuggestModel(model.Traffic.Name)}")
                + (model.Traffic.Paid.Count > 0 ? $"; {Amounts(model.Traffic.Paid)} paid" : ""))
            .Concat(compared.Traffic.Unassigned.GroupBy(paid => paid.Kind)
                .Select(kind => $"{TrackWords.Of(kind.Key)} of no model's traffic: {Amounts(kind)}"));

    private static IEnumerable<string> ToKnow(TrackedComparison compared, List<ComparedModel> known)
    {
        if (compared.Traffic.From is { } from)
        {
            yield return $"{CountText.Of(compared.Traffic.Hours, "hour")} from {from.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; machines are paid "
                + "for all of them, and sized by the hour for requests of like lengths, at today's prices; APIs at the prices of each day";
        }

        foreach (var line in compared.Models.SelectMany(Partial))
        {
            yield return line;
        }

        if (known.Any(model => model.Traffic.Paid.Any(paid => paid.IsEstimate)))
        {
            yield return "part of what was paid is machine-hours at dated prices, because no bill covers them";
        }

        foreach (var warning in compared.Traffic.Warnings.Take(MostLines))
        {
            yield return (warning.First.File.Length == 0 ? "" : $"{warning.First}: ") + warning.Message
                + (warning.Count > 1 ? $" ({CountText.Of(warning.Count)} times)" : "");
        }
    }

    private static IEnumerable<string> Partial(ComparedModel model)
    {
        var name = model.Traffic.Name.Length == 0 ? "usage without a model" : model.Traffic.Name;
        if (model.Traffic.Untold.Count > 0)
        {
            yield return $"{name}: {CountText.Of(model.Traffic.Untold.Count, "row")} of usage do not state input and output tokens that agree; they are not priced, "
                + "so no difference to what was paid is stated";
        }

        if (model.Comparison is { Unsized: Unsized.No, Traffic: { } traffic })
        {
            if (traffic.WithoutHour.Count > 0)
            {
                yield return $"{name}: {traffic.WithoutHour} of {traffic.Tokens.Total} have no known hour; they are sized as if they came as the rest";
            }

            if (traffic.WithoutRequests.Count > 0)
            {
                yield return $"{name}: {traffic.WithoutRequests} of {traffic.Tokens.Total} have no known number of requests; they are taken to be as long as the rest";
            }
        }
    }

    private static IReadOnlyList<Column> Columns(bool withModel) =>
        [
            .. withModel ? [new Column("Model")] : Array.Empty<Column>(),
            new("Option"), new("$", Numbers: true), new("$/Mtok", Numbers: true), new("Beside paid, $", Numbers: true), new("Utilised", Numbers: true),
            new("Machines", Numbers: true), new("Evidence", Wide: true), new("Price of", Wide: true),
        ];

    private static string[] PaidRow(ComparedModel model) =>
        ["what you paid", model.Paid is { } paid ? Cents(paid) : Amounts(model.Traffic.Paid), MoneyText.Price(model.PaidPerMtok), "", "", "", "", ""];

    private static string[] Row(ComparedModel model, PastOption option, bool withModel) =>
        [
            .. withModel ? [model.Traffic.Name] : Array.Empty<string>(),
            option.Name,
            option.Cost is { } cost ? Cents(cost.Value) : "",
            option.Cost is { } total ? MoneyText.Price(model.Per(total.Value)) : "",
            model.Difference(option) is { } difference ? Cents(difference) : "",
            option.Utilization is { } use ? use.Value.ToString("0%", CultureInfo.InvariantCulture) : "",
            option.Machines > 0 ? CountText.Of(option.Machines) : "",
            option.Cost is { } evident ? PriceNotes.Evidence(option.Kind, evident.Evidence) : RefusalWords.Of(option.Refusal!),
            option.Prices.Count > 0 ? PriceNotes.Oldest(option.Prices) : "",
        ];

    private static string Amounts(IEnumerable<PaidFor> paid) => string.Join(
        " + ",
        paid.GroupBy(each => each.Amount.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key == "USD"
                ? Money(Usd.FromDollars(group.Sum(each => each.Amount.Amount)))
                : $"{Cents(Usd.FromDollars(group.Sum(each => each.Amount.Amount)))} {group.Key}"));

    private static string Money(Usd amount) => (amount.Dollars < 0 ? "-$" : "$") + Cents(Usd.FromDollars(Math.Abs(amount.Dollars)));

    private static string Cents(Usd amount) => amount.Dollars.ToString("#,##0.00", CultureInfo.InvariantCulture);
}
