using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Dated rows: none is overwritten, those of a day can be had again, and sources that disagree are shown.</summary>
public sealed class PriceHistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mtok-history-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("2026-01-31", "10")]
    [InlineData("2026-02-01", "12")]
    [InlineData("2026-12-31", "9")]
    public void The_price_of_a_day_is_the_newest_known_on_it(string day, string expected)
    {
        var catalog = Imported(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), "node,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nnode,h100-sxm,8,x,on_demand,12,,2026-02-01,a\nnode,h100-sxm,8,x,on_demand,9,,2026-03-01,a\n");
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(catalog.CurrentOffers, offer => offer.Seller == "acme").Price.Dollars);
    }

    [Fact]
    public void Before_its_first_day_a_price_is_not_there_and_an_undated_one_always_is()
    {
        var catalog = Imported(new(2025, 1, 1), "node,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nold,h100-sxm,8,x,on_demand,12,,undated,a\n");
        Assert.Equal("old", Assert.Single(catalog.CurrentOffers, offer => offer.Seller == "acme").Instance);
    }

    [Fact]
    public void Imported_prices_compete_with_the_built_in_ones_by_date_and_ones_own_win_whatever_theirs()
    {
        var built = PriceFixtures.Catalog.CurrentOffers.Single(offer => offer is { Seller: "jarvis-labs", Instance: "h100-sxm", Pricing: Pricing.OnDemand });
        const string Row = "h100-sxm,h100-sxm,1,,on_demand,{0},,{1},s\n";
        decimal Now(CatalogFile file) => CatalogText.Read(new(), file).CurrentOffers.Single(offer => offer.Key == built.Key).Price.Dollars;
        CatalogFile Import(string price, string day) => CatalogText.Offers(string.Format(System.Globalization.CultureInfo.InvariantCulture, Row, price, day), "jarvis-labs") with { Kind = "imported/offers.csv" };
        Assert.Equal(built.Price.Dollars, Now(Import("1.5", "2025-01-01")));
        Assert.Equal(1.5m, Now(Import("1.5", "2026-11-01")));
        Assert.Equal(1.5m, Now(CatalogText.Offers("h100-sxm,h100-sxm,1,,on_demand,1.5,,2025-01-01,s\n", "jarvis-labs")));
    }

    [Fact]
    public void Storing_adds_rows_keeps_what_is_there_and_says_what_was_there_already()
    {
        var first = Store("2.89");
        Assert.Equal([(2, 0, 0)], [(first.Sum(file => file.Added), first.Sum(file => file.Known), first.Sum(file => file.Kept))]);
        var before = File.ReadAllText(Path.Combine(_folder, "imported/offers/runpod.csv"));
        var again = Store("2.89");
        Assert.Equal([(0, 2, 0)], [(again.Sum(file => file.Added), again.Sum(file => file.Known), again.Sum(file => file.Kept))]);
        var moved = Store("3.10");
        Assert.Equal([(0, 1, 1)], [(moved.Sum(file => file.Added), moved.Sum(file => file.Known), moved.Sum(file => file.Kept))]);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder, "imported/offers/runpod.csv")));
        var later = Store("3.10", "2026-06-24");
        Assert.Equal(2, later.Sum(file => file.Added));
        Assert.StartsWith(before, File.ReadAllText(Path.Combine(_folder, "imported/offers/runpod.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_more_than_5_percent_apart_are_both_told_with_the_choice()
    {
        var catalog = Imported(null, "node,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nnode,h100-sxm,8,x,on_demand,12,,2026-02-01,b\nnear,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nnear,h100-sxm,8,x,on_demand,10.4,,2026-02-01,b\nsame,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nsame,h100-sxm,8,x,on_demand,11,,2026-01-01,b\n");
        Assert.Equal(
            ["acme node x on_demand: $12.00/h (b, 2026-02-01) and $10.00/h (a, 2026-01-01), 20% apart; the newer is used", "acme same x on_demand: $11.00/h (b, 2026-01-01) and $10.00/h (a, 2026-01-01), 10% apart; equally new: the more expensive is used"],
            PriceDisagreement.Among(catalog).Where(each => each.What.StartsWith("acme", StringComparison.Ordinal)).Select(each => each.ToString()));
    }

    [Fact]
    public void One_source_that_moves_does_not_disagree_with_itself()
    {
        var catalog = Imported(null, "node,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nnode,h100-sxm,8,x,on_demand,12,,2026-02-01,a\n");
        Assert.DoesNotContain(PriceDisagreement.Among(catalog), each => each.What.StartsWith("acme", StringComparison.Ordinal));
    }

    [Fact]
    public void History_shows_every_row_what_changed_and_draws_the_dated_ones()
    {
        var catalog = Imported(null, "node,h100-sxm,8,x,on_demand,10,,2026-01-01,a\nnode,h100-sxm,8,x,on_demand,12,,2026-02-01,a\nnode,h100-sxm,8,x,on_demand,8,,undated,b\n");
        var report = PriceHistoryReport.OfOffer(catalog, "acme/node", null, null, 20)!;
        Assert.Equal(["on_demand x|undated|8||", "on_demand x|2026-01-01|10|+25.0 %|", "on_demand x|2026-02-01|12|+20.0 %|"], report.Main.Rows.Select(row => string.Join('|', row.Take(5))));
        var line = Assert.Single(report.Chart!.Series);
        Assert.Equal([(0.0, 10.0), (31.0, 12.0)], line.Points.Select(point => (point.X, point.Y)));
        Assert.Null(PriceHistoryReport.OfOffer(catalog, "acme/nothing", null, null, 20));
    }

    [Fact]
    public void A_price_counts_from_its_own_first_day_and_what_a_later_look_contradicts_is_not_drawn()
    {
        // The list seen last says since when 0.66 holds: the 0.3 that another list still gave after that day never was the price.
        var line = Drawn("m,0.3,1,,2026-07-01,a\nm,0.3,1,,2026-08-21,a\nm,0.66,1,2026-08-17,2026-11-01,b\n");
        Assert.Equal([0.3, 0.66], line);
        // A rise that was announced, and that a look after its day does not find.
        Assert.Equal([2.0, 2.0], Drawn("m,2,1,,2026-08-21,a\nm,3,1,2026-09-01,2026-08-21,a\nm,2,1,,2026-09-23,a\n"));
        // One that is still to come is drawn at its day.
        Assert.Equal([2.0, 3.0], Drawn("m,2,1,,2026-08-21,a\nm,3,1,2026-09-01,2026-08-21,a\n"));

        static IEnumerable<double> Drawn(string rows)
        {
            var reader = new CatalogReader(new()) { MayWait = true };
            reader.Add(CatalogFiles.Embedded());
            var text = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,since,as_of,source\n" + string.Concat(rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => $"llama-3.1-8b,{row}\n"));
            reader.Add([new CatalogFile("imported/apis.csv", "acme", "my/imported/apis/acme.csv", text)]);
            var report = PriceHistoryReport.OfApi(reader.Build(), "acme/m", 20)!;
            return report.Chart!.Series.Single(series => series.Name.Contains("input", StringComparison.Ordinal)).Points.Select(point => point.Y);
        }
    }

    [Fact]
    public void An_imported_price_that_began_before_the_built_in_row_was_seen_and_was_seen_later_is_used()
    {
        var text = """
            [{"id": "deepseek", "name": "DeepSeek", "models": [{"id": "deepseek-v4-flash", "match": {"equals": "x"}, "prices": [
                {"prices": {"input_mtok": 0.14, "output_mtok": 0.28}},
                {"constraint": {"start_date": "2026-08-17"}, "prices": {"input_mtok": 0.22, "output_mtok": 0.66}}]}]}]
            """;
        Import("2026-11-01");
        Assert.Equal(0.22m, Used().Prices.Input.Dollars);

        void Import(string day)
        {
            var problems = new Problems();
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text), writable: false);
            var import = new PriceReader(PriceFixtures.Catalog, new(AsOf.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), null, null), problems).Read("genai.json", stream);
            foreach (var file in PriceStore.Into(_folder, [import!], PriceFixtures.Catalog, problems))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
                File.WriteAllText(file.Path, file.Text);
            }

            Assert.False(problems.HasErrors);
        }

        ApiPrice Used()
        {
            var catalog = CatalogReader.Load(_folder, new Problems(), today: new(2026, 11, 27))!;
            return catalog.ApisFor(catalog.FindModel("deepseek-v4-flash")!).First(api => api is { Provider: "deepseek", AboveInput: null });
        }
    }

    private static Catalog Imported(DateOnly? asOf, string rows)
    {
        var problems = new Problems();
        var reader = new CatalogReader(problems, asOf) { MayWait = true };
        reader.Add(CatalogFiles.Embedded());
        reader.Add([CatalogText.Offers(rows) with { Kind = "imported/offers.csv" }]);
        var catalog = reader.Build();
        Assert.Empty(problems.All.Where(problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal)).Select(problem => problem.ToString()));
        return catalog;
    }

    private IReadOnlyList<StoredPrices> Store(string price, string day = "2026-05-24")
    {
        var text = PriceFixtures.Text("tardellirs.json").Replace("2.89", price, StringComparison.Ordinal).Replace("2026-05-24", day, StringComparison.Ordinal);
        var problems = new Problems();
        var catalog = CatalogReader.Load(_folder, problems)!;
        var stored = PriceStore.Into(_folder, [PriceFixtures.ReadText("tardellirs.json", text, catalog).Import!], catalog, problems);
        Assert.False(problems.HasErrors);
        foreach (var file in stored)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            File.WriteAllText(file.Path, file.Text);
        }

        return stored;
    }
}
