using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>The JSON of every command: it parses, and it has the fields and figures programs rely on.</summary>
public sealed class JsonOutputTests
{
    private static readonly string[] Kinds = ["api", "on_demand", "reserved", "spot", "owned", "mixed"];
    private static readonly string[] Evidences = ["measured", "interpolated", "modelled", "assumed"];

    [Theory]
    [InlineData("0.25")]
    [InlineData("0.5", "--utilization", "50%")]
    [InlineData("0.7", "--utilization", "50%", "--overhead", "1.4")]
    [InlineData("0.7", "--utilization", "0.5", "--overhead", "1.4x")]
    public void Price_gives_dollars_per_million_tokens(string expected, params string[] more)
    {
        var json = Json(["price", "--usd-per-hour", "4.50", "--tokens-per-second", "5000", .. more]);
        Assert.Equal(expected, json["usd_per_mtok"]!.ToJsonString());
        Assert.Equal("4.5", json["usd_per_hour"]!.ToJsonString());
        Assert.Equal("5000", json["tokens_per_second"]!.ToJsonString());
    }

    [Fact]
    public void Utilization_gives_a_price_for_each_share_and_where_the_api_is_cheaper()
    {
        var json = Json("utilization", "--usd-per-hour", "4.50", "--tokens-per-second", "5000", "--api", "0.80", "--at", "100%,50%,20%");
        Assert.Equal("0.3125", json["break_even_utilization"]!.ToJsonString());
        Assert.Equal(
            """[{"utilization":1,"usd_per_mtok":0.25},{"utilization":0.5,"usd_per_mtok":0.5},{"utilization":0.2,"usd_per_mtok":1.25}]""",
            json["utilizations"]!.ToJsonString());
    }

    [Fact]
    public void Utilization_has_no_break_even_where_the_api_is_always_cheaper()
    {
        var json = Json("utilization", "--usd-per-hour", "4.50", "--tokens-per-second", "5000", "--api", "0.20");
        Assert.Null(json["break_even_utilization"]);
        Assert.NotEqual("", json["reason"]!.GetValue<string>());
    }

    [Fact]
    public void Break_even_gives_a_volume()
    {
        var json = Json("break-even", "--api", "0.80", "--self-hosted", "0.35", "--monthly", "5000");
        Assert.Equal("11111111111.1", json["tokens_per_month"]!.ToJsonString());
        Assert.Null(json["reason"]);
    }

    [Theory]
    [InlineData("0.35")]
    [InlineData("0.20")]
    public void Break_even_is_null_with_a_reason_where_the_api_is_never_dearer(string api)
    {
        var json = Json("break-even", "--api", api, "--self-hosted", "0.35", "--monthly", "5000");
        Assert.True(json.AsObject().ContainsKey("tokens_per_month"));
        Assert.Null(json["tokens_per_month"]);
        Assert.Contains("never", json["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Break_even_of_a_workload_names_the_machine_and_the_api()
    {
        var json = Json("break-even", "--workload", "examples/article-batch.toml");
        Assert.True(json["tokens_per_month"]!.GetValue<double>() > 0);
        Assert.Contains(json["machines"]!.AsArray(), step => step!["name"]!.GetValue<string>() == json["machine"]!.GetValue<string>());
        Assert.True(json["api_usd_per_mtok"]!.GetValue<double>() > 0);
    }

    [Fact]
    public void A_volume_curve_has_the_crossings_and_every_point()
    {
        var json = Json("break-even", "--workload", "examples/support-chat.toml", "--curve");
        var (first, stays) = (json["first_tokens_per_month"]!.GetValue<double>(), json["stays_tokens_per_month"]!.GetValue<double>());
        Assert.True(first > 0 && stays >= first);
        Assert.Equal(stays / json["today_tokens_per_month"]!.GetValue<double>(), json["stays_requests_per_day"]!.GetValue<double>() / json["today_requests_per_day"]!.GetValue<double>(), 1e-6);
        Assert.True(json["points"]!.AsArray().Count >= 25);
        Assert.All(json["points"]!.AsArray(), point => Assert.True(point!["best_usd_per_mtok"]!.GetValue<double>() <= point["api_usd_per_mtok"]!.GetValue<double>() * 1.000001));
    }

    [Fact]
    public void Compare_ranks_options_by_price()
    {
        var json = Json("compare", "--model", "llama-3.3-70b", "--input", "1000", "--output", "500");
        Assert.Equal("500", json["output_tokens"]!.ToJsonString());
        var options = json["options"]!.AsArray();
        Assert.True(options.Count > 100);
        var ranks = options.Select(option => (Doubtful: !option!["credible"]!.GetValue<bool>(), Price: option["usd_per_mtok"]!.GetValue<double>())).ToList();
        Assert.Equal(ranks.OrderBy(rank => rank.Doubtful).ThenBy(rank => rank.Price), ranks);
        Assert.All(options, option =>
        {
            Assert.Contains(option!["kind"]!.GetValue<string>(), Kinds);
            Assert.Contains(option["evidence"]!.GetValue<string>(), Evidences);
            Assert.Equal(option["kind"]!.GetValue<string>() == "api", option["usd_per_hour"] is null);
        });
    }

    [Fact]
    public void Compare_says_which_of_several_models_an_option_serves()
    {
        string[] models = ["llama-3.3-70b", "llama-3.1-8b"];
        var served = Json("compare", "--model", "llama-3.3-70b", "llama-3.1-8b")["options"]!.AsArray().Select(option => option!["model"]!.GetValue<string>()).ToHashSet();
        Assert.True(served.SetEquals(models));
        var table = MtokProcess.Run(MtokProcess.Root, ["compare", "--model", "llama-3.3-70b", "llama-3.1-8b", "--format", "csv"]).OutLines;
        Assert.StartsWith("name,kind,model,usd_per_mtok,", table[0], StringComparison.Ordinal);
        Assert.All(table.Skip(1), row => Assert.Contains(OutputTests.Fields(row)[2], models));
    }

    [Fact]
    public void Decide_recommends_the_cheapest_option_that_is_feasible_and_says_what_would_change_it()
    {
        var json = Json("decide", "examples/support-chat.toml");
        var options = json["options"]!.AsArray().Select(option => option!.AsObject()).ToList();
        var feasible = options.Where(option => option["feasible"]!.GetValue<bool>()).ToList();
        Assert.Equal(feasible[0]["name"]!.GetValue<string>(), json["recommended"]!.GetValue<string>());
        Assert.Equal(feasible[0]["kind"]!.GetValue<string>(), json["recommended_kind"]!.GetValue<string>());
        var ranks = feasible.ConvertAll(option => (Doubtful: !option["credible"]!.GetValue<bool>(), Bill: option["counted_on_usd_per_month"]!.GetValue<double>()));
        Assert.Equal(ranks.OrderBy(rank => rank.Doubtful).ThenBy(rank => rank.Bill), ranks);
        Assert.All(feasible, CheckFeasible);
        Assert.All(options.Except(feasible), option =>
        {
            Assert.Null(option["usd_per_month"]);
            Assert.NotEmpty(option["reasons"]!.AsArray());
        });
        Assert.Contains(json["flips"]!.AsArray(), flip => flip!["what"]!.GetValue<string>() == "volume");
        Assert.All(json["flips"]!.AsArray(), flip => Assert.NotEqual("", flip!["note"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("accelerators", "id")]
    [InlineData("models", "id")]
    [InlineData("offers", "instance")]
    [InlineData("apis", "provider")]
    [InlineData("measurements", "engine")]
    [InlineData("costs", "item")]
    [InlineData("interruptions", "instance")]
    [InlineData("owned", "name")]
    public void Catalog_lists_rows_with_source_and_date(string kind, string field) =>
        Assert.All(Json("catalog", "list", kind).AsArray(), row => Assert.All([field, "source", "as_of"], name => Assert.NotEqual("", row![name]!.GetValue<string>())));

    [Theory]
    [InlineData("accelerators", "memory_gb")]
    [InlineData("models", "context_tokens")]
    [InlineData("offers", "usd_per_hour")]
    [InlineData("apis", "output_usd_per_mtok")]
    [InlineData("measurements", "output_tokens_per_second")]
    [InlineData("interruptions", "low_percent_per_month")]
    [InlineData("owned", "price_usd")]
    public void Catalog_figures_are_numbers_and_their_headings_the_same_in_csv(string kind, string field)
    {
        Assert.All(Json("catalog", "list", kind).AsArray(), row => Assert.True(row![field] is null || row[field]!.GetValue<double>() >= 0));
        var headings = MtokProcess.Run(MtokProcess.Root, ["catalog", "list", kind, "--format", "csv"]).OutLines[0].Split(',');
        Assert.Contains(field, headings);
        Assert.All(headings, heading => Assert.Matches("^[a-z_]+$", heading));
    }

    [Fact]
    public void Compare_and_decide_give_each_price_its_source_and_date_and_say_how_sure_they_are()
    {
        var decision = Json(
            "decide", "--model", "llama-3.3-70b", "--rps", "400", "--input-tokens", "300", "--output-tokens", "300", "--ttft", "2s", "--tpot", "200ms", "--shape", "spiky",
            "--peak-ratio", "3");
        Assert.Equal("mixed", decision["recommended_kind"]!.GetValue<string>());
        var winner = decision["options"]![0]!;
        Assert.True(winner["usd_per_month_low"]!.GetValue<double>() < winner["usd_per_month"]!.GetValue<double>());
        Assert.True(winner["usd_per_month_high"]!.GetValue<double>() > winner["usd_per_month"]!.GetValue<double>());
        Assert.Equal((2, 2), (winner["price_sources"]!.AsArray().Count, winner["price_dates"]!.AsArray().Count));
        Assert.True(decision["confidence"]!["stays_cheapest"]!.GetValue<double>() < 1);
        Assert.Equal(10_000, decision["confidence"]!["draws"]!.GetValue<int>());
        var comparison = Json("compare", "--model", "llama-3.3-70b");
        Assert.All(comparison["options"]!.AsArray(), option => Assert.NotEqual("", option!["price_source"]!.GetValue<string>()));
        Assert.True(comparison["confidence"]!["regret_usd_per_mtok"]!.GetValue<double>() > 0);
        Assert.NotEqual("", comparison["confidence"]!["rival"]!.GetValue<string>());
    }

    [Fact]
    public void Catalog_lint_counts_what_it_finds_and_the_built_in_catalog_is_clean()
    {
        var json = Json("catalog", "lint");
        Assert.Equal("0", json["errors"]!.ToJsonString());
        Assert.Equal(json["warnings"]!.GetValue<int>(), json["problems"]!.AsArray().Count);
        Assert.Equal(json.ToJsonString(), Json("catalog", "lint", "catalog").ToJsonString());
    }

    [Fact]
    public void Catalog_show_gives_facts() => Assert.NotEmpty(Json("catalog", "show", "h100-sxm")["facts"]!.AsArray());

    private static void CheckFeasible(JsonObject option)
    {
        var kind = option["kind"]!.GetValue<string>();
        Assert.Contains(kind, Kinds);
        Assert.True(option["usd_per_mtok"]!.GetValue<double>() > 0);
        Assert.Equal(kind == "api", option["utilization"] is null);
        Assert.Equal(kind != "api", option["machines"]!.GetValue<int>() > 0);
        Assert.Contains(option["evidence"]!.GetValue<string>(), Evidences);
        Assert.NotEqual("", option["oldest_price"]!.GetValue<string>());
        Assert.IsType<JsonArray>(option["reasons"]);
    }

    private static JsonNode Json(params string[] arguments)
    {
        var run = MtokProcess.Run(MtokProcess.Root, [.. arguments, "--format", "json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonNode.Parse(run.Out)!;
    }
}
