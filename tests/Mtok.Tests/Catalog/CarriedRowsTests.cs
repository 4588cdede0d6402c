using Sylvan.Data.Csv;

namespace Mtok.Tests;

/// <summary>Every row of the public price files is in the catalog, figure for figure, or is named here with the reason it is not.</summary>
public sealed class CarriedRowsTests
{
    private static readonly string Data = Snapshot.PathOf("../shared/data");
    private static readonly Catalog Built = Workloads.Built;

    /// <summary>Lines of gpu_offers.csv that the catalog does not carry.</summary>
    private static readonly Dictionary<int, string> LeftOutOffers = new()
    {
        [145] = "fractional-gpu",
        [146] = "fractional-gpu",
        [147] = "fractional-gpu",
        [148] = "fractional-gpu",
        [428] = "A100 of unstated memory",
        [429] = "A100 of unstated memory",
        [431] = "A100 of unstated memory",
        [432] = "A100 of unstated memory",
        [436] = "A100 of unstated memory",
        [489] = "A100 of unstated form factor",
        [491] = "A100 of unstated form factor",
        [492] = "A100 of unstated form factor",
        [494] = "A100 of unstated form factor",
        [507] = "A100 of unstated form factor",
        [508] = "A100 of unstated form factor",
        [525] = "spot-above-on-demand",
        [533] = "spot-above-on-demand",
        [547] = "wrong-memory",
    };

    [Fact]
    public void Every_offer_is_carried_or_named()
    {
        var carried = Built.Offers.Select(offer => Line(offer.Seller, offer.Region, offer.Zone, offer.Pricing, offer.Price.Dollars, offer.Provenance)).ToHashSet();
        var missing = Rows("gpu_offers.csv").Where(row => !LeftOutOffers.ContainsKey(row.Line) && !carried.Contains(OfferLine(row))).Select(row => $"{row.Line}: {OfferLine(row)}");
        Assert.Empty(missing);
    }

    [Fact]
    public void No_offer_is_named_in_vain_and_none_is_invented()
    {
        var rows = Rows("gpu_offers.csv").ToDictionary(row => row.Line);
        var carried = Built.Offers.Except(NewerOffers()).Select(offer => Line(offer.Seller, offer.Region, offer.Zone, offer.Pricing, offer.Price.Dollars, offer.Provenance)).ToList();
        Assert.Equal(rows.Count - LeftOutOffers.Count, carried.Count);
        var published = rows.Values.Select(OfferLine).ToHashSet();
        Assert.All(carried, line => Assert.Contains(line, published));
    }

    [Fact]
    public void The_lint_refuses_the_rows_left_out_that_it_can_know()
    {
        foreach (var row in Rows("gpu_offers.csv").Where(row => LeftOutOffers[LeftOutOffers.ContainsKey(row.Line) ? row.Line : 145] == "fractional-gpu" && LeftOutOffers.ContainsKey(row.Line)))
        {
            var problems = CatalogText.Lint(CatalogText.Offers($"{row["instance"]},l4,{row["count"]},{row["region"].Split('/')[0]},{row["pricing_model"]},{row["usd_per_hour"]},,undated,{row["source"]}\n"));
            Assert.Equal("fractional-gpu", Assert.Single(problems).Rule);
        }
    }

    [Fact]
    public void Every_newer_offer_is_carried_or_of_a_kind_that_is_skipped()
    {
        var carried = NewerOffers().Select(Newer).ToHashSet();
        var missing = NewerRows().Where(row => !carried.Contains(row)).GroupBy(row => row.Pricing).ToDictionary(rows => rows.Key, rows => rows.Count());
        Assert.Equal(new Dictionary<string, int> { ["flex_start"] = 10, ["block"] = 12, ["on_demand"] = 8 }, missing);
    }

    [Fact]
    public void No_newer_offer_is_invented()
    {
        var published = NewerRows().ToHashSet();

        // CoreWeave's old list has one price for the PCIe and the NVLink form of an A100.
        Assert.All(NewerOffers(), offer => Assert.True(
            published.Contains(Newer(offer)) || published.Contains(Newer(offer with { AcceleratorId = offer.AcceleratorId.Replace("sxm", "pcie", StringComparison.Ordinal) })),
            $"{offer.Key} {offer.Price}"));
    }

    [Fact]
    public void A_newer_price_continues_the_history_of_its_machine()
    {
        var newer = NewerOffers().ToHashSet();
        var continued = Built.Offers.GroupBy(offer => offer.Key).Where(rows => rows.Any(newer.Contains) && !rows.All(newer.Contains)).ToList();
        var today = Built.CurrentOffers.ToDictionary(offer => offer.Key);
        Assert.Equal(223, continued.Count);
        Assert.All(continued, rows => Assert.Equal(rows.Where(newer.Contains).Max(offer => offer.Provenance.AsOf), today[rows.Key].Provenance.AsOf));
    }

    /// <summary>Token prices of api_prices.csv that the catalog does not carry.</summary>
    private static readonly Dictionary<(string Provider, string Model), string> LeftOutPrices = new()
    {
        [("azure", "llama-4-maverick")] = "input and output swapped",
        [("databricks", "llama-3.1-405b")] = "5.00003, made of cents a token; 5",
        [("fireworks", "glm-5.2")] = "the fast tier, a model of its own",
        [("fireworks", "kimi-k2.6")] = "the fast tier, a model of its own",
        [("google", "claude-opus-4-8")] = "sold by google-vertex",
        [("groq", "llama-3.1-70b")] = "listed no longer, by a list of an unknown day",
        [("novita", "deepseek-r1")] = "listed no longer, by a list of an unknown day",
        [("novita", "deepseek-v3")] = "listed no longer, by a list of an unknown day",
        [("novita", "llama-3.1-8b")] = "listed no longer, by a list of an unknown day",
        [("novita", "llama-3.1-70b")] = "listed no longer, by a list of an unknown day",
        [("openai", "gpt-oss-120b")] = "not sold by its maker",
        [("openai", "gpt-oss-20b")] = "not sold by its maker",
        [("together", "mixtral-8x22b")] = "listed no longer, by a list of an unknown day",
    };

    [Fact]
    public void Every_token_price_is_carried_or_named()
    {
        var carried = Built.Apis.Select(api => (api.Provider, api.ModelId, api.Prices.Input.Dollars, api.Prices.Output.Dollars)).ToHashSet();
        var missing = Rows("api_prices.csv")
            .Where(row => Number(row["input_usd_per_mtok"]) > 0)
            .Select(row => (Provider: row["provider"], Model: Built.FindModel(row["canonical_model"])!.Id, Row: row))
            .Where(row => !carried.Contains((row.Provider, row.Model, Number(row.Row["input_usd_per_mtok"]), Number(row.Row["output_usd_per_mtok"]))))
            .ToList();
        Assert.Empty(missing.Where(row => !LeftOutPrices.ContainsKey((row.Provider, row.Model))).Select(row => $"{row.Row.Line}: {row.Provider} {row.Row["model"]}"));
        Assert.Empty(LeftOutPrices.Keys.Except(missing.Select(row => (row.Provider, row.Model))));
    }

    [Fact]
    public void Every_other_cost_and_interruption_band_is_carried()
    {
        Assert.Equal(Rows("other_costs.csv").Select(row => (row["item"], row["scope"], row["as_of"])).Order(), Built.OtherCosts.Where(cost => !cost.Item.StartsWith("availability_", StringComparison.Ordinal)).Select(cost => (cost.Item, cost.Scope, cost.Provenance.AsOf.ToString())).Order());
        Assert.Equal(
            Rows("spot_interruptions.csv").Select(row => (row["instance"], row["region"], row["interruption_index"] == "4" ? 20.0 : double.Parse(row["monthly_interruption_pct_low"], System.Globalization.CultureInfo.InvariantCulture))).Order(),
            Built.Interruptions.Select(band => (band.Instance, band.Region, Math.Round(band.Low.Percent, 6))).Order());
    }

    /// <summary>The words of the newer file for which the catalog has others.</summary>
    private static readonly Dictionary<string, string> NewerPricing = new()
    {
        ["capacity_block"] = "block",
        ["cluster"] = "block",
        ["reserved"] = "block",
        ["flexible_commitment_1y"] = "reserved_1y",
        ["flexible_commitment_3y"] = "reserved_3y",
    };

    private static IEnumerable<Offer> NewerOffers()
    {
        var older = Rows("gpu_offers.csv").Select(row => row["source"]).ToHashSet();
        return Built.Offers.Where(offer => !older.Contains(offer.Provenance.Source));
    }

    private static (string Seller, string Accelerator, string Pricing, decimal PerGpu, string Seen) Newer(Offer offer) => (
        offer.Seller, offer.AcceleratorId, Offer.PricingWords.First(word => word.Value == offer.Pricing).Key, Math.Round(offer.Price.Dollars / offer.Gpus, 5),
        offer.Provenance.AsOf.ToString());

    private static IEnumerable<(string Seller, string Accelerator, string Pricing, decimal PerGpu, string Seen)> NewerRows() =>
        Rows("price-full/gpu_offers_newer.csv").Select(row => (
            row["seller"], row["accelerator"], NewerPricing.GetValueOrDefault(row["purchase"], row["purchase"]),
            Math.Round(Number(row["usd_per_hour"]) / Number(row["gpus"]), 5), row["seen"]));

    private static string OfferLine(Row row)
    {
        var place = row["region"].Split('/');
        var asOf = row["as_of"].Length == 0 ? "undated" : row["as_of"];
        return $"{row["provider"]}|{(row["provider"] == "aws" ? place[0] : row["region"])}|{(row["provider"] == "aws" ? place.ElementAtOrDefault(1) ?? "" : "")}|{row["pricing_model"]}|{Number(row["usd_per_hour"])}|{asOf}|{row["source"]}";
    }

    private static string Line(string seller, string region, string zone, Pricing pricing, decimal price, Provenance provenance) =>
        $"{seller}|{region}|{zone}|{Offer.PricingWords.First(word => word.Value == pricing).Key}|{Number(price.ToString(System.Globalization.CultureInfo.InvariantCulture))}|{provenance.AsOf}|{provenance.Source}";

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) / 1.000000000000m;

    private static List<Row> Rows(string file)
    {
        var path = Path.Combine(Data, file);
        Assert.SkipUnless(File.Exists(path), "the public price files are not beside the project");
        using var reader = CsvDataReader.Create(path);
        var rows = new List<Row>();
        while (reader.Read())
        {
            rows.Add(new(reader.RowNumber + 1, Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString)));
        }

        return rows;
    }

    private sealed record Row(int Line, Dictionary<string, string> Fields)
    {
        public string this[string column] => Fields[column];
    }
}
