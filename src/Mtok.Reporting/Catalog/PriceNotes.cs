using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The sources and dates of the prices shown, and the warnings about them.</summary>
internal static class PriceNotes
{
    private const int MostDisagreements = 5;
    private const int MostDoubtful = 5;

    /// <summary>A line for each source and date, with how many prices shown are from it.</summary>
    /// <param name="prices">The prices of the options shown, in their order.</param>
    public static Block Sources(IEnumerable<Provenance> prices)
    {
        var distinct = prices.DistinctBy(price => price.Where).GroupBy(price => (Source: price.Citation, price.AsOf));
        return new Block.List(
            "Prices of the options shown",
            [.. distinct.Select(group => $"{group.Key.AsOf}: {group.Key.Source} ({string.Join(", ", group.Select(Seller).Distinct())})")]);
    }

    /// <summary>Doubts about the prices that decide the answer; empty where there are none.</summary>
    public static IEnumerable<Block> Warnings(IReadOnlyList<PriceDoubt> warnings) =>
        warnings.Count == 0 ? [] : [new Block.List("Warnings", [.. warnings.Select(DoubtWords.Of)])];

    /// <summary>Options that would be cheaper at prices that are doubtful, each price once; empty where there are none.</summary>
    /// <param name="options">The options: what costs how much, its doubts, and what its price is of.</param>
    /// <param name="isAll">Whether nothing credible serves at all.</param>
    public static IEnumerable<Block> Doubtful(IEnumerable<(string Text, IReadOnlyList<Doubt> Doubts, object Price)> options, bool isAll)
    {
        var distinct = options.DistinctBy(option => option.Price).ToList();
        if (distinct.Count > 0)
        {
            yield return new Block.List(
                $"{(isAll ? "Doubtful" : "Cheaper, but doubtful")}: not recommended ([allow] credible = false in the workload lifts it)",
                [
                    .. distinct.Take(MostDoubtful).Select(option => $"{option.Text}; {DoubtWords.Of(option.Doubts.Where(doubt => doubt.RulesOut))}"),
                    .. distinct.Count > MostDoubtful ? [$"and {distinct.Count - MostDoubtful} more (--format json)"] : Array.Empty<string>(),
                ]);
        }
    }

    /// <summary>Prices shown on which another source disagrees.</summary>
    /// <param name="shown">The prices of the options shown, in their order.</param>
    /// <param name="all">Every disagreement of the catalog.</param>
    public static IEnumerable<Block> Disagreements(IEnumerable<Provenance> shown, IReadOnlyList<PriceDisagreement> all)
    {
        var found = Shown(shown, all);
        if (found.Count > 0)
        {
            yield return new Block.List(
                "Sources disagree by more than 5 %",
                [.. found.Take(MostDisagreements).Select(each => each.ToString()), .. found.Count > MostDisagreements
                    ? [$"and {found.Count - MostDisagreements} more (--format json)"]
                    : Array.Empty<string>()]);
        }
    }

    /// <summary>The same for programs.</summary>
    public static JsonArray JsonDisagreements(IEnumerable<Provenance> shown, IReadOnlyList<PriceDisagreement> all) =>
        JsonFigures.Of(Shown(shown, all).Select(each => each.ToString()));

    private static List<PriceDisagreement> Shown(IEnumerable<Provenance> shown, IReadOnlyList<PriceDisagreement> all)
    {
        var places = shown.Select(price => price.Where).ToHashSet();
        return [.. all.Where(each => places.Contains(each.Chosen.Where))];
    }

    /// <summary>The oldest price of those given, and how many have no date.</summary>
    public static string Oldest(IEnumerable<Provenance> prices)
    {
        var distinct = prices.DistinctBy(price => price.Where).Select(price => price.AsOf).ToList();
        var dated = distinct.Where(asOf => asOf.IsDated).ToList();
        var undated = distinct.Count - dated.Count;
        return dated.Count == 0 ? "undated" : undated == 0 ? dated.Min().ToString() : $"{dated.Min()} ({undated} undated)";
    }

    /// <summary>The evidence of a cost in text: a seller's published API price is a list price.</summary>
    public static string Evidence(OptionKind kind, Evidence evidence) =>
        kind == OptionKind.Api && evidence == Mtok.Evidence.Measured ? "list price" : JsonFigures.Word(evidence);

    /// <summary>The sources as a list.</summary>
    public static JsonArray Json(IEnumerable<Provenance> prices) => JsonFigures.Of(prices.Select(price => price.Citation));

    /// <summary>The dates as a list, in the order of the sources.</summary>
    public static JsonArray JsonDates(IEnumerable<Provenance> prices) => JsonFigures.Of(prices.Select(price => price.AsOf.ToString()));

    private static string Seller(Provenance price) => Path.GetFileNameWithoutExtension(price.Where.File);
}
