using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports the history of prices: every dated row, its change, and a chart.</summary>
public static class PriceHistoryReport
{
    /// <summary>More lines than this cannot be distinguished.</summary>
    private const int MostSeries = 8;

    /// <summary>The prices of a machine, <c>seller/instance</c>; null where the catalog has none of that name.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="name">The machine.</param>
    /// <param name="pricing">The way of paying; null for all.</param>
    /// <param name="region">A part of the region's name; null for all.</param>
    /// <param name="show">Rows of the text's table; JSON and CSV have all rows.</param>
    public static Report? OfOffer(Catalog catalog, string name, Pricing? pricing, string? region, int show)
    {
        var rows = catalog.EveryOffer.Where(offer => $"{offer.Seller}/{offer.Instance}" == name)
            .Where(offer => (pricing is null || offer.Pricing == pricing)
                && (region is null || offer.Region.Contains(region, StringComparison.OrdinalIgnoreCase)))
            .Select(offer => new Entry(Place(offer), offer.Price.Dollars, offer.QuotedAs?.ToString() ?? "", offer.Provenance)).ToList();
        return Of(name, rows, "$/h", "$/h", show);
    }

    /// <summary>The prices of a provider's model, <c>provider/model</c>, by the provider's name of it or the catalog's; null where there is none.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="name">The provider's model.</param>
    /// <param name="show">Rows of the text's table; JSON and CSV have all rows.</param>
    public static Report? OfApi(Catalog catalog, string name, int show)
    {
        var rows = catalog.EveryApi.Where(api => $"{api.Provider}/{api.ProviderModel}" == name || $"{api.Provider}/{api.ModelId}" == name)
            .SelectMany(api => new[] { ("input", api.Prices.Stated(TokenKind.Input)), ("output", api.Prices.Stated(TokenKind.Output)) }
                .Where(price => price.Item2 is not null)
                .Select(price => new Entry(
                    $"{api.ProviderModel} {price.Item1}{(api.Condition.Length > 0 ? $" {api.Condition}" : "")}",
                    price.Item2!.Value.Dollars,
                    "",
                    api.Provenance)))
                    .ToList();
        return Of(name, rows, "$/Mtok", "$/Mtok", show);
    }

    private static Report? Of(string name, List<Entry> rows, string heading, string unit, int show)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        // Undated rows come first: nobody knows when they were true.
        var series = rows.GroupBy(row => row.What, StringComparer.Ordinal)
            .Select(group => new Moves(group.Key, [.. group.Select(row => row with { IsSuperseded = group.Any(row.IsContradictedBy) })
                .OrderBy(row => row.Day).ThenBy(row => row.Provenance.AsOf).ThenBy(row => row.Provenance.Source, StringComparer.Ordinal)]))
            .OrderByDescending(moves => moves.Rows.Count).ThenBy(moves => moves.What, StringComparer.Ordinal).ToList();
        Column[] columns =
        [
            new("What"), new("From"), new(heading, Numbers: true), new("Change", Numbers: true), new("Quoted", Wide: true), new("Seen"),
            new("Source", Wide: true),
        ];
        var cells = series.SelectMany(Cells).ToList();
        var table = new Table("", columns, cells);
        var shown = table with
        {
            Title = cells.Count > show ? $"{show} of {cells.Count} rows (--show N for more, --format csv for all)" : "",
            Rows = [.. cells.Take(show)],
        };
        var moved = series.Where(moves => moves.Held.Select(row => row.Price).Distinct().Count() > 1).ToList();
        var summary =
            $"{CountText.Of(rows.Count, "price")} "
                + $"of {CountText.Of(series.Count, "kind")}; {(moved.Count == 0 ? "none has changed between its rows" : $"{moved.Count} changed")}.";
        var json = new JsonObject
        {
            ["name"] = name,
            ["unit"] = unit,
            ["prices"] = new JsonArray([.. series.SelectMany(moves => moves.Rows).Select(row => new JsonObject
            {
                ["what"] = row.What,
                ["as_of"] = row.Provenance.AsOf.ToString(),
                ["from"] = row.Day.ToString(),
                ["superseded"] = row.IsSuperseded,
                ["price"] = JsonFigures.Of((decimal?)row.Price),
                ["quoted"] = row.Quoted,
                ["source"] = row.Provenance.Source,
            })]),
        };
        return new($"Price history of {name}", [new Block.Line(summary, Strong: true), new Block.Rows(shown)], table, json, () => Drawn(name, series, unit));
    }

    private static IEnumerable<string[]> Cells(Moves moves)
    {
        decimal? before = null;
        foreach (var row in moves.Rows)
        {
            var change = row.IsSuperseded ? "superseded"
                : before is { } old && old != row.Price ? ((double)(row.Price / old) - 1).Shown("+0.0 %;-0.0 %")
                : "";
            before = row.IsSuperseded ? before : row.Price;
            yield return
            [
                row.What,
                row.Day.ToString(),
                row.Price.Shown("0.######"),
                change,
                row.Quoted,
                row.Provenance.AsOf.ToString(),
                row.Provenance.Source,
            ];
        }
    }

    private static Chart? Drawn(string name, IReadOnlyList<Moves> series, string unit)
    {
        var dated = series
            .Select(moves => moves with { Rows = [.. moves.Held.Where(row => row.Day.IsDated)] })
            .Where(moves => moves.Rows.Count > 0)
            .ToList();
        if (dated.Count == 0)
        {
            return null;
        }

        var first = dated.SelectMany(moves => moves.Rows).Min(row => row.Day.From);
        var drawn = dated.OrderByDescending(moves => moves.Rows.Count).ThenBy(moves => moves.What, StringComparer.Ordinal).Take(MostSeries).ToList();
        var sources = drawn.SelectMany(moves => moves.Rows).Select(row => row.Provenance.Source).Distinct().ToList();
        var rest = dated.Count > drawn.Count ? $" {dated.Count - drawn.Count} more not drawn." : "";
        return new(
            $"Price history of {name}", new("Date", $"days since {first:yyyy-MM-dd}"), new("Price", unit),
            [.. drawn.Select(moves => new ChartSeries(
                moves.What,
                [
                    .. moves.Rows
                        .GroupBy(row => row.Day.From)
                        .Select(day => new ChartPoint(day.Key.DayNumber - first.DayNumber, (double)day.Max(row => row.Price))),
                ],
                moves.Rows.Select(row => row.Day.From).Distinct().Skip(1).Any() ? SeriesStyle.Line : SeriesStyle.Points))],
            [],
            $"List prices as published: {string.Join("; ", sources.Take(4))}{(sources.Count > 4 ? "; and others" : "")}. Of several on one day, "
                + $"the highest.{rest}");
    }

    private static string Place(Offer offer) =>
        string.Join(
            ' ',
            new[] { Offer.PricingWords.First(word => word.Value == offer.Pricing).Key, offer.Tier, offer.Zone.Length > 0
                ? offer.Zone
                : offer.Region }.Where(part => part.Length > 0));

    private sealed record Entry(string What, decimal Price, string Quoted, Provenance Provenance)
    {
        /// <summary>Since when the price holds, where its seller says so; else when it was seen.</summary>
        public AsOf Day => Provenance.Since ?? Provenance.AsOf;

        /// <summary>Whether a later look says that another price was in force on its day, or that what it announced was called off.</summary>
        public bool IsSuperseded { get; init; }

        public bool IsContradictedBy(Entry other)
        {
            var isAnnouncement = Provenance.Since is { } since && since > Provenance.AsOf;
            return other.Provenance.AsOf > Provenance.AsOf && other.Price != Price
                && (isAnnouncement ? other.Provenance.AsOf >= Day
                    : other.Provenance.Since is { } from && from <= Day && !(other.Provenance.Until is { } until && until.LastDay < Day.From));
        }
    }

    private sealed record Moves(string What, IReadOnlyList<Entry> Rows)
    {
        /// <summary>The prices that held, as far as it is known.</summary>
        public IEnumerable<Entry> Held => Rows.Where(row => !row.IsSuperseded);
    }
}
