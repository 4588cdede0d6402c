namespace Mtok.Reporting;

/// <summary>Prices as parts of pages: lists whose rows lead to more, and everything known of one thing.</summary>
public static class PricePage
{
    private const int MostRows = 30;

    /// <summary>What a kind of row is called.</summary>
    public static string Title(CatalogList kind) => kind switch
    {
        CatalogList.Apis => "API prices",
        CatalogList.Offers => "Machines",
        _ => kind.ToString(),
    };

    /// <summary>The rows of a kind that contain a text.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="match">The text; empty for all rows.</param>
    /// <param name="show">The most rows.</param>
    /// <param name="address">Where everything known of an id is.</param>
    public static PageSection List(Catalog catalog, CatalogList kind, string match, int show, Func<string, string> address)
    {
        var report = CatalogReports.List(catalog, kind, match.Length > 0 ? match : null);
        var rows = report.Blocks.OfType<Block.Rows>().FirstOrDefault()?.Table.Rows ?? [];
        var title = rows.Count > show ? $"{Title(kind)}: {show} of {CountText.Of(rows.Count)}" : $"{Title(kind)}: {CountText.Of(rows.Count)}";
        return new(
            Title(kind).ToLowerInvariant().Replace(' ', '-'), title, [],
            [.. report.Blocks.Select(block => block is Block.Rows all ? Linked(First(all.Table, show), kind, address) : block)],
            "");
    }

    /// <summary>Everything known of an accelerator, a model, a machine, a seller or a price; empty where nothing has that name.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="id">Its id.</param>
    /// <param name="disagreements">Prices on which sources disagree.</param>
    /// <param name="address">Where everything known of an id is.</param>
    public static IReadOnlyList<PageSection> Of(Catalog catalog, string id, IReadOnlyList<PriceDisagreement> disagreements, Func<string, string> address)
    {
        var history = PriceHistoryReport.OfOffer(catalog, id, null, null, MostRows) ?? PriceHistoryReport.OfApi(catalog, id, MostRows);
        List<PageSection> sections = [];
        if (CatalogReports.Show(catalog, id) is { } report)
        {
            sections.Add(new("known", "What is known", [], [.. report.Blocks.Select(block => Short(block, id, catalog, address))], ""));
        }

        if (history is not null)
        {
            var says = history.Blocks.OfType<Block.Line>().First().Text;
            sections.Add(new("history", "Prices over time", [Moves(history.Chart) is { } chart ? new("history", chart, says) : null],
                [.. history.Blocks.Where(block => block is not Block.Line).Select(block => Short(block, "", catalog, address))], ""));
        }

        var doubts = disagreements.Where(each => each.What.Contains(id, StringComparison.OrdinalIgnoreCase)).Select(each => each.ToString()).ToList();
        if (doubts.Count > 0)
        {
            sections.Add(new("doubts", "Where sources disagree by more than 5 %", [], [new Block.List("Disagreements", doubts)], ""));
        }

        return sections;
    }

    /// <summary>A chart of one day shows no more than its table.</summary>
    private static Chart? Moves(Chart? chart) =>
        chart?.Series.SelectMany(series => series.Points).Select(point => point.X).Distinct().Skip(1).Any() == true ? chart : null;

    private static Table First(Table table, int show) => table with { Rows = [.. table.Rows.Take(show)] };

    /// <summary>Tables of thousands of rows belong to spreadsheets; sellers lead to what else they sell.</summary>
    private static Block Short(Block block, string id, Catalog catalog, Func<string, string> address)
    {
        if (block is not Block.Rows all)
        {
            return block;
        }

        var table = all.Table;
        var shown = table.Rows.Count > MostRows
            ? table with { Title = $"{table.Title}: {MostRows} of {CountText.Of(table.Rows.Count)}".TrimStart(':', ' '), Rows = [.. table.Rows.Take(MostRows)] }
            : table;
        return shown.Columns[0].Title switch
        {
            "Seller" => Linked(shown, CatalogList.Offers, address),
            "Provider" when shown.Columns[1].Title == "Model" => Linked(shown, CatalogList.Apis, address),
            "Provider" when catalog.FindModel(id) is { } model =>
                new Block.Rows(shown) { Link = (row, column) => column == 0 ? address($"{shown.Rows[row][0]}/{model.Id}") : null },
            _ => new Block.Rows(shown),
        };
    }

    private static Block.Rows Linked(Table table, CatalogList kind, Func<string, string> address) => new(table)
    {
        Link = (row, column) => (kind, column) switch
        {
            (CatalogList.Models, 0) => address(table.Rows[row][0]),
            (CatalogList.Apis or CatalogList.Offers, 0) => address(table.Rows[row][0]),
            (CatalogList.Apis or CatalogList.Offers, 1) => address($"{table.Rows[row][0]}/{table.Rows[row][1]}"),
            _ => null,
        },
    };
}
