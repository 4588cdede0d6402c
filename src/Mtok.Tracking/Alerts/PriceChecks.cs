namespace Mtok.Tracking;

/// <summary>Models that are used, that nobody bills, whose machines have no price, and that no API of the catalog sells.</summary>
internal static class PriceChecks
{
    public static IEnumerable<TrackCheck> Of(IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> costs, Catalog catalog)
    {
        var paid = costs.Where(row => row.Kind is CostKind.Busy or CostKind.Failed && row.Key.Model.Length > 0)
            .Select(row => Spelling.Fold(row.Key.Model)).ToHashSet(StringComparer.Ordinal);
        var models = usage.GroupBy(row => row.Key.Model, StringComparer.Ordinal).OrderBy(model => model.Key, StringComparer.Ordinal).ToList();
        if (models.Count == 0)
        {
            return [new TrackCheck.Unchecked(AlertKind.Price, "", UncheckedReason.NoUsage)];
        }

        var unpriced = models.Where(model => !paid.Contains(Spelling.Fold(model.Key)) && !IsSold(model.Key, catalog)).Select(Unpriced).ToList<TrackCheck>();
        return unpriced.Count > 0 ? unpriced : [new TrackCheck.AllPriced(models.Count)];
    }

    private static bool IsSold(string model, Catalog catalog) =>
        model.Length > 0 && catalog.FindModel(model) is { } known && catalog.ApisFor(known).Any(price => price.IsBase);

    private static TrackCheck.Unpriced Unpriced(IGrouping<string, UsageHour> model)
    {
        var total = model.Aggregate(TokenClasses.Unknown, (sum, row) => sum + row.Tokens).Total;
        var first = model.Select(row => row.Hour).Min();
        return new(model.Key, total is { } count ? Tokens.FromCount(count) : null, first is { } hour ? DailyCosts.DayOf(hour) : null);
    }
}
