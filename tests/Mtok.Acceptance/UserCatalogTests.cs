using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>A folder of one's own rows over the built-in catalog: added, replaced, and used by every command.</summary>
public sealed class UserCatalogTests : IDisposable
{
    private const string Offers = "instance,accelerator,gpus,region,pricing,usd_per_hour,as_of,source\n";

    private readonly Workspace _workspace = new();

    [Fact]
    public void An_offer_is_added()
    {
        _workspace.Write("mine/offers/acme.csv", Offers + "node,h100-sxm,8,cellar,on_demand,9.60,2026-06-01,our contract\n");
        CheckClean();
        var options = Json("compare", "--model", "llama-3.3-70b", "--provider", "acme")["options"]!.AsArray();
        Assert.NotEmpty(options);
        Assert.All(options, option =>
        {
            Assert.StartsWith("acme node cellar on demand", option!["name"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal("2026-06-01", option["as_of"]!.GetValue<string>());
        });
        Assert.Equal(2, _workspace.Run("compare", "--model", "llama-3.3-70b", "--provider", "acme").ExitCode);
    }

    [Theory]
    [InlineData("2026-12-31")]
    [InlineData("2020")]
    [InlineData("undated")]
    public void A_built_in_price_is_replaced_whatever_the_date_of_the_new_one(string asOf)
    {
        Assert.Equal(["2.69", "3.49"], Prices());
        _workspace.Write("mine/offers/jarvis-labs.csv", Offers + $"h100-sxm,h100-sxm,1,,on_demand,1.50,{asOf},our contract\n");
        CheckClean();
        Assert.Equal(["1.5"], Prices("--catalog", "mine"));
    }

    [Fact]
    public void A_price_below_the_built_in_spot_price_is_accepted()
    {
        _workspace.Write("mine/offers/jarvis-labs.csv", Offers + "h100-sxm,h100-sxm,1,,on_demand,0.90,2026-06-01,our contract\n");
        CheckClean();
        Assert.Equal(["0.9"], Prices("--catalog", "mine"));
    }

    [Fact]
    public void A_built_in_api_price_is_replaced()
    {
        _workspace.Write("mine/apis/groq.csv", "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\ngpt-oss-120b,openai/gpt-oss-120b,0.01,0.02,2026-06,our contract\n");
        CheckClean();
        var option = Json("compare", "--model", "gpt-oss-120b", "--provider", "groq", "--input", "1000", "--output", "1000")["options"]!.AsArray().Single()!;
        Assert.Equal("0.015", option["usd_per_mtok"]!.ToJsonString());
    }

    [Fact]
    public void A_model_of_ones_own_is_decided_on_with_ones_own_price_and_measurement()
    {
        WriteHouseModel();
        CheckClean();
        _workspace.Write("w.toml", Workspace.GoodWorkload.Replace("llama-3.3-70b", "our house model", StringComparison.Ordinal));
        Assert.Equal(2, _workspace.Run("decide", "w.toml").ExitCode);

        var options = Json("decide", "w.toml")["options"]!.AsArray().Where(option => option!["feasible"]!.GetValue<bool>()).ToList();
        Assert.All(options, option => Assert.Equal("house-8b", option!["model"]!.GetValue<string>()));
        var api = options.First(option => option!["kind"]!.GetValue<string>() == "api")!;
        // 1000 requests a day of 400 + 300 tokens at $2 and $8: $3.20 a day, for 730/24 days; and 0.05 of a person at $225,000 a year.
        Assert.Equal((3.2 * 730 / 24) + (0.05 * 225_000 / 12), api["usd_per_month"]!.GetValue<double>(), 4);
        Assert.Equal("acme API house", api["name"]!.GetValue<string>());
        var fleets = options.Where(option => option!["kind"]!.GetValue<string>() == "on_demand").ToList();
        Assert.NotEmpty(fleets);
        Assert.All(fleets, fleet => Assert.Contains("l4", fleet!["name"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public void Ones_own_rate_sets_what_a_machine_costs()
    {
        WriteHouseModel();
        _workspace.Write("mine/offers/acme.csv", Offers + "small,l4,1,cellar,on_demand,0.72,2026-06-01,our contract\n");
        CheckClean();
        var option = Json("compare", "--model", "house-8b", "--input", "400", "--output", "300", "--provider", "acme")["options"]!.AsArray()
            .Single(option => option!["kind"]!.GetValue<string>() == "on_demand")!;
        // Measured at exactly this mix: 300 output tok/s are 700 tok/s of the mix; $0.72 / (700 x 3600) a token.
        Assert.Equal("700", option["tokens_per_second"]!.ToJsonString());
        Assert.Equal(0.72 / (700 * 3600) * 1e6, option["usd_per_mtok"]!.GetValue<double>(), 6);
    }

    [Fact]
    public void Hidden_files_and_notes_are_left_alone()
    {
        _workspace.Write("mine/README.md", "ours");
        _workspace.Write("mine/.git/config", "x");
        _workspace.Write("mine/offers/acme.csv", Offers + "node,h100-sxm,8,cellar,on_demand,9.60,2026-06-01,our contract\n");
        CheckClean();
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private void WriteHouseModel()
    {
        _workspace.Write("mine/models/house.toml", "[[model]]\nid = \"house-8b\"\nname = \"House\"\nmaker = \"us\"\naliases = [\"our house model\"]\ncontext_tokens = 8192\nas_of = \"2026\"\nsources = [\"us\"]\n");
        _workspace.Write("mine/apis/acme.csv", "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\nhouse-8b,house,2,8,2026-06-01,our contract\n");
        _workspace.Write("mine/measurements/ours.csv", "model,accelerator,gpus,precision,engine,scenario,input_tokens,output_tokens,output_tokens_per_second,as_of,source\nhouse-8b,l4,1,fp8,vLLM,saturated,400,300,300,2026-06,our bench\n");
    }

    private void CheckClean()
    {
        var lint = _workspace.Run("catalog", "lint", "mine");
        Assert.Equal((0, ""), (lint.ExitCode, lint.Error));
        Assert.Contains(": 0 errors, 0 warnings", lint.Out, StringComparison.Ordinal);
    }

    private List<string> Prices(params string[] more)
    {
        var run = _workspace.Run(["catalog", "list", "offers", "--match", "jarvis-labs", "--format", "csv", .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var rows = run.OutLines.Select(OutputTests.Fields).ToList();
        return [.. rows.Where(row => row[1] == "h100-sxm" && row[5] == "on_demand").Select(row => row[6])];
    }

    private JsonNode Json(params string[] arguments)
    {
        var run = _workspace.Run([.. arguments, "--catalog", "mine", "--format", "json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonNode.Parse(run.Out)!;
    }
}
