using System.Globalization;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What may be recommended: sold still, said by the seller's own list or by two, not far below all others, as many as are needed.</summary>
public sealed class CredibilityTests
{
    private const string ApiHeader = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\n";
    private const string OfferHeader = "instance,accelerator,gpus,sold_as,region,zone,pricing,tier,usd_per_hour,as_of,source\n";
    private const string Sources = """
        [[source]]
        id = "list"
        kind = "own-list"
        repository = "a/list"
        as_of = "2026"
        sources = ["a"]
        [[source]]
        id = "map"
        kind = "typed"
        repository = "b/map"
        as_of = "2026"
        sources = ["b"]
        [[source]]
        id = "other-map"
        kind = "typed"
        repository = "c/map"
        as_of = "2026"
        sources = ["c"]
        [[source]]
        id = "copied-map"
        kind = "copy"
        copy_of = "map"
        own_list_of = ["shop"]
        as_of = "2026"
        sources = ["d"]
        """;

    private static readonly DateOnly Today = new(2026, 11, 27);

    private static readonly IReadOnlyList<CatalogFile> Built = CatalogFiles.Embedded();

    /// <summary>What APIs are priced and doubted by; reading the rest takes most of the time.</summary>
    private static readonly IReadOnlyList<CatalogFile> PricesOfApis =
        [.. Built.Where(file => file.Kind is "models.toml" or "models.csv" or "apis.csv" or "sources.toml" or ".toml")];

    private static readonly Workload Small = Workloads.Of(RequestsPerSecond.FromPerSecond(0.01), HourlyShape.Steady, ServiceLevel.None) with
    {
        Allowed = Allowed.All with { Kinds = [OptionKind.Api], Providers = ["acme", "aws-bedrock", "azure", "ovhcloud", "hyperbolic", "lambda"] },
    };

    /// <summary>Cheaper than the allowed providers, and not three times below the median of all.</summary>
    private const string Cheap = "0.3";

    [Theory]
    [InlineData("list@1", true, "the seller's own list")]
    [InlineData("map@1", false, "one voice")]
    [InlineData("map@1; other-map@2", true, "two voices in one row")]
    [InlineData("map@1; copied-map@2", false, "a copy is the voice of what it copies")]
    [InlineData("map@1; somewhere", true, "a file that nobody describes is one voice")]
    [InlineData("somewhere; elsewhere", false, "files that nobody describes are one voice together")]
    public void A_price_is_corroborated_by_the_sellers_own_list_or_two_voices(string source, bool holds, string why)
    {
        var catalog = Of(Imported($"llama-3.3-70b,m,0.5,0.5,2026-11-01,{source}\n"));
        Assert.True(holds == catalog.CorroborationOf(Acme(catalog)).Holds, why);
    }

    [Fact]
    public void Rows_of_two_sources_at_one_price_corroborate_it_and_at_two_prices_do_not()
    {
        Assert.True(Holds("llama-3.3-70b,m,0.5,0.5,2026-11-01,map@1\nllama-3.3-70b,other name,0.5,0.5,2026-05-01,other-map@1\n"));
        Assert.False(Holds("llama-3.3-70b,m,0.5,0.5,2026-11-01,map@1\nllama-3.3-70b,other name,0.5,0.6,2026-05-01,other-map@1\n"));

        static bool Holds(string rows)
        {
            var catalog = Of(Imported(rows));
            return catalog.CorroborationOf(catalog.EveryApi.First(api => api is { Provider: "acme", ProviderModel: "m" })).Holds;
        }
    }

    /// <summary>A batch price that happens to be as high, or one of some hours alone, is the price of something else.</summary>
    [Theory]
    [InlineData("batch", "")]
    [InlineData("", "01-04")]
    public void A_price_of_another_service_or_hour_does_not_corroborate_the_usual_one(string service, string hours)
    {
        const string Header = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,service,hours,as_of,source\n";
        var rows = $"{Header}llama-3.3-70b,m,0.5,0.5,,,2026-11-01,map@1\nllama-3.3-70b,m,0.5,0.5,{service},{hours},2026-11-01,other-map@1\n";
        var catalog = Of(new CatalogFile("imported/apis.csv", "acme", "my/imported/apis/acme.csv", rows));
        Assert.False(catalog.CorroborationOf(catalog.EveryApi.First(api => api is { Provider: "acme", IsBase: true })).Holds);
    }

    [Fact]
    public void A_copy_that_reads_the_own_list_of_a_seller_speaks_for_that_seller_alone()
    {
        var row = "llama-3.3-70b,m,0.5,0.5,2026-11-01,copied-map@1\n";
        var catalog = Of(Imported(row), Imported(row, "shop"));
        Assert.Equal(
            ["shop"],
            catalog.EveryApi.Where(api => api.Provider is "acme" or "shop" && catalog.CorroborationOf(api).Holds).Select(api => api.Provider));
    }

    [Fact]
    public void A_cheaper_price_that_one_voice_alone_says_stands_below_the_answer_with_its_doubt()
    {
        var decision = Decide(Of(Imported(Priced("map@1"))));
        Assert.NotEqual("acme", decision.Recommended!.Provider);
        var doubtful = decision.Doubtful.First(option => option.Provider == "acme");
        Assert.Equal(new Doubt.Uncorroborated("map@1"), Assert.Single(doubtful.Doubts));
        Assert.True(doubtful.Cost!.Bill.Value < decision.Recommended.Cost!.Bill.Value);
        Assert.DoesNotContain(decision.BestOfEachKind, option => !option.MayWin);
    }

    [Fact]
    public void The_same_price_from_the_sellers_own_list_is_the_answer() => Assert.Equal("acme", Decide(Of(Imported(Priced("list@1")))).Recommended!.Provider);

    [Fact]
    public void A_price_of_the_users_own_is_corroborated_by_the_user() => Assert.Equal("acme", Decide(Of(CatalogText.Apis(Priced("me", ",")))).Recommended!.Provider);

    [Fact]
    public void Doubts_are_told_and_rule_nothing_out_where_the_workload_lifts_them()
    {
        var decision = Decide(Of(Imported(Priced("map@1"))), Small with { Allowed = Small.Allowed with { OnlyCredible = false } });
        var hyperbolic = decision.Options.First(option => option.Provider == "hyperbolic");
        Assert.Contains(hyperbolic.Doubts, doubt => doubt is Doubt.Uncorroborated);
        Assert.True(hyperbolic.MayWin);
        Assert.Contains(decision.Warnings, warning => warning.Doubt is Doubt.Uncorroborated);
        Assert.Empty(decision.Doubtful);
    }

    [Fact]
    public void Where_nothing_credible_serves_nothing_is_recommended_and_the_doubtful_stand_below()
    {
        var only = Small with { Allowed = Small.Allowed with { Providers = ["acme"] } };
        var decision = Decide(Of(Imported(Priced("map@1"))), only);
        Assert.Null(decision.Recommended);
        Assert.Null(decision.Confidence);
        Assert.Equal("acme", Assert.Single(decision.Doubtful).Provider);
        Assert.Empty(decision.Flips);
    }

    [Theory]
    [InlineData("2026-06-01", "2026-11-27", false)]
    [InlineData("2026-06-01", "2026-05-31", true)]
    public void An_ended_seller_takes_no_part_from_the_day_it_ended(string ended, string day, bool takesPart)
    {
        var seller = $"[[seller]]\nid = \"acme\"\nas_of = \"2026\"\nsources = [\"me\"]\n[seller.api]\nstatus = \"ended\"\nended = \"{ended}\"\nseen = \"2026-04-01\"\nseen_by = \"list@1\"\n";
        var decision = Decide(Of(Imported(Priced("list@1")), Sellers(seller)), day: DateOnly.Parse(day, CultureInfo.InvariantCulture));
        Assert.Equal(takesPart, decision.Recommended!.Provider == "acme");
        Assert.Equal(takesPart ? 0 : 1, decision.Options.Count(option => option is { Provider: "acme", Refusal: Refusal.SellerEnded }));
    }

    [Theory]
    [InlineData("2026-11-01", true)]
    [InlineData("2026-05-01", false)]
    public void A_seller_of_unknown_status_is_credible_while_its_price_was_corroborated_lately(string seen, bool credible)
    {
        var seller = "[[seller]]\nid = \"acme\"\nas_of = \"2026\"\nsources = [\"me\"]\n[seller.api]\nstatus = \"unknown\"\nseen = \"2026-04-01\"\nseen_by = \"list@1\"\n";
        var option = Decide(Of(Imported(Priced("list@1", seen: seen)), Sellers(seller)), day: Today).Options.First(option => option.Provider == "acme");
        Assert.Equal(credible, option.MayWin);
        Assert.Equal(!credible, option.Doubts.Any(doubt => doubt is Doubt.SellerUnknown));
    }

    [Fact]
    public void A_seller_that_nobody_has_seen_for_a_year_is_unknown()
    {
        var standing = new Standing(SellerStatus.Active, null, AsOf.Of(new(2025, 11, 26)), "list@1", []);
        Assert.Equal(SellerStatus.Unknown, standing.On(Today));
        Assert.Equal(SellerStatus.Active, standing.On(new(2026, 11, 26)));
        Assert.Equal(SellerStatus.Active, standing.On(null));
    }

    [Fact]
    public void A_model_that_a_seller_does_not_sell_is_refused()
    {
        var seller = "[[seller]]\nid = \"acme\"\nnot_sold = [\"llama-3.3-70b\"]\nas_of = \"2026\"\nsources = [\"me\"]\n";
        Assert.Equal(new Refusal.NotSold("acme", "llama-3.3-70b"), Decide(Of(Imported(Priced("list@1")), Sellers(seller))).Options.Single(option => option.Provider == "acme").Refusal);
    }

    [Fact]
    public void A_price_a_third_of_the_median_of_the_others_is_an_outlier()
    {
        var catalog = Of(Imported("llama-3.3-70b,m,0.02,0.02,2026-11-01,list@1\n"));
        var outlier = Assert.Single(Decide(catalog).Options.First(option => option.Provider == "acme").Doubts.OfType<Doubt.Outlier>());
        var others = ApiTariff.From(catalog.ApisFor(Small.Models[0]))
            .Where(tariff => tariff.Base.Provider is not "acme" && catalog.FindSeller(tariff.Base.Provider)?.Api?.Status != SellerStatus.Ended)
            .GroupBy(tariff => tariff.Base.Provider).Select(tariffs => tariffs.Min(tariff => tariff.PriceOf(Small.Mix, asBatch: false) / Small.Mix.Total)).Order().ToList();
        var median = UsdPerMtok.FromDollars((others[(others.Count - 1) / 2].Dollars + others[others.Count / 2].Dollars) / 2);
        Assert.Equal(new Doubt.Outlier(UsdPerMtok.FromDollars(0.02m), median, others.Count), outlier);
        Assert.True(Decide(Of(CatalogText.Apis("llama-3.3-70b,m,0.02,0.02,,2026-08-01,s\n"))).Recommended is { Provider: "acme", Doubts: [Doubt.Outlier { RulesOut: false }] });
    }

    [Fact]
    public void Eight_gpus_at_the_price_of_one_are_an_outlier_and_no_answer()
    {
        var catalog = Of(Machines("8xH100,h100-sxm,8,machine,,,on_demand,,2.69,2026-11-20,list@1\n"));
        var decision = Decide(catalog, Fast(Small));
        Assert.NotEqual("acme", decision.Recommended!.Provider);
        Assert.All(decision.Options.Where(option => option is { Provider: "acme", Fleet: not null }), option => Assert.Contains(option.Doubts, doubt => doubt is Doubt.MachineOutlier));
        Assert.Contains(decision.Doubtful, option => option.Provider == "acme");
    }

    [Theory]
    [InlineData("2026-11-26", 1, true, "one listing of all that is needed, seen yesterday")]
    [InlineData("2026-10-29", 1, false, "seen too long ago to be there still")]
    [InlineData("2026-11-26", 200, false, "more than one is needed")]
    public void One_listing_is_credible_only_where_it_is_enough_and_was_seen_lately(string seen, int times, bool credible, string why)
    {
        var catalog = Of(Today, Machines($"box,h200-sxm,8,machine,,,on_demand,community,24,{seen},list@1\n"));
        var workload = Fast(Small with { Traffic = Small.Traffic with { Mean = Small.Traffic.Mean * Ratio.FromValue(times * 50) } });
        var decision = Decision.For(workload, catalog, new(catalog), Today);
        var box = decision.Options.Where(option => option is { Provider: "acme", Feasible: true, Fleet.ByTheHour: false, Kind: OptionKind.OnDemand }).ToList();
        Assert.NotEmpty(box);
        Assert.True(credible == box.Exists(option => option.MayWin), why);
        Assert.Equal(credible, !box.TrueForAll(option => option.Doubts.Any(doubt => doubt is Doubt.OneListing { RulesOut: true })));
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 1), catalog, new(catalog));
        Assert.Equal(credible, problem.Machines.Any(machine => machine.Offer.Seller == "acme"));
        Assert.DoesNotContain(VolumeCurve.For(problem, points: 3).Points, point => point.Fleet is null);
    }

    [Fact]
    public void A_plan_chooses_from_what_the_ranking_may_recommend()
    {
        var catalog = Of(
            Imported(Priced("map@1") + $"llama-3.3-70b,n,{Cheap},{Cheap},2026-11-01,map@1\n"),
            Machines("8xH100,h100-sxm,8,machine,,,on_demand,,2.69,2026-11-20,list@1\n"));
        var any = Small with { Allowed = Allowed.All };
        var problem = PlanChoices.For(any, Demand.Of(any, 168, 1), catalog, new(catalog));
        var lifted = any with { Allowed = Allowed.All with { OnlyCredible = false } };
        Assert.DoesNotContain(problem.Machines, machine => machine.Offer.Seller == "acme");
        Assert.DoesNotContain(problem.Apis, api => api.Tariff!.Base.Provider is "acme" or "hyperbolic" or "lambda");
        var all = PlanChoices.For(lifted, Demand.Of(lifted, 168, 1), catalog, new(catalog));
        Assert.Contains(all.Machines, machine => machine.Offer.Seller == "acme");
        Assert.Contains(all.Apis, api => api.Tariff!.Base.Provider == "hyperbolic");
        Assert.DoesNotContain(all.Apis, api => api.Tariff!.Base.Provider == "lambda");
    }

    [Fact]
    public void Age_is_told_from_ninety_days_on_and_rules_nothing_out()
    {
        Assert.Empty(Doubts("2026-08-01", new(2026, 10, 30)));
        Assert.Equal([new Doubt.Old(AsOf.Of(new(2026, 8, 1)), 90) { RulesOut = false }], Doubts("2026-08-01", new(2026, 10, 31)));
        Assert.Equal([new Doubt.Undated { RulesOut = false }], Doubts("undated", new(2026, 10, 30)));

        static IEnumerable<Doubt> Doubts(string seen, DateOnly day)
        {
            var decision = Decide(Of(Imported(Priced("list@1", seen: seen))), day: day);
            Assert.Equal("acme", decision.Recommended!.Provider);
            return decision.Warnings.Select(warning => warning.Doubt);
        }
    }

    [Fact]
    public void No_models_cheapest_credible_api_is_ended_or_uncorroborated_or_an_outlier()
    {
        var built = CatalogReader.Load(null, new Problems(), today: Today)!;
        foreach (var model in built.Models)
        {
            var workload = Small with { Models = [model], Allowed = Allowed.All with { Kinds = [OptionKind.Api] } };
            var best = new Candidates(workload, built, Workloads.Capacity, everyPlace: false).Apis
                .Where(api => api.IsCredible)
                .MinBy(api => Pricer.PerRequest(api.Tariff, workload));
            if (best?.Tariff.Base is { } price)
            {
                Assert.NotEqual(SellerStatus.Ended, built.FindSeller(price.Provider)?.Api?.On(Today));
                Assert.True(built.CorroborationOf(price).Holds, $"{price.Provider} {model.Id}");
                Assert.DoesNotContain(best.Doubts, doubt => doubt is not (Doubt.Old or Doubt.Undated));
            }
        }
    }

    private static Workload Fast(Workload workload) => workload with { Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand], Providers = ["acme", "aws", "gcp"] } };

    private static string Priced(string source, string cached = "", string seen = "2026-11-01") =>
        $"llama-3.3-70b,m,{Cheap},{Cheap}{cached},{seen},{source}\n";

    private static ApiPrice Acme(Catalog catalog) => catalog.ApisFor(Small.Models[0]).Single(api => api.Provider == "acme");

    private static Decision Decide(Catalog catalog, Workload? workload = null, DateOnly? day = null) => Decision.For(workload ?? Small, catalog, new(catalog), day);

    private static CatalogFile Imported(string rows, string provider = "acme") => new("imported/apis.csv", provider, $"my/imported/apis/{provider}.csv", ApiHeader + rows);

    private static CatalogFile Machines(string rows) => new("imported/offers.csv", "acme", "my/imported/offers/acme.csv", OfferHeader + rows);

    private static CatalogFile Sellers(string text) => new(".toml", "sellers", "my/sellers.toml", text);

    private static Catalog Of(params CatalogFile[] files) => Of(null, files);

    private static Catalog Of(DateOnly? today, params CatalogFile[] files)
    {
        var problems = new Problems();
        var reader = new CatalogReader(problems, today: today) { MayWait = true };
        reader.Add(Array.Exists(files, file => file.Kind == "imported/offers.csv") ? Built : PricesOfApis);
        reader.Add([.. files, CatalogText.Toml("sources", Sources)]);
        var catalog = reader.Build();
        Assert.True(!problems.HasErrors, string.Join("\n", problems.All.Where(problem => problem.Severity == Severity.Error)));
        return catalog;
    }
}
