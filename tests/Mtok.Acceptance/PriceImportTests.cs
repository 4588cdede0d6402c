using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>Prices from files and of a day, with the real executable.</summary>
public sealed class PriceImportTests : IDisposable
{
    private const string Header = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region\n";

    private readonly Workspace _workspace = new();

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Imported_prices_count_pass_the_lint_and_can_be_followed()
    {
        Import("2.00", "2026-06-01");
        Import("1.80", "2026-07-01");
        Assert.Equal((0, ""), (_workspace.Run("catalog", "lint", "mine").ExitCode, _workspace.Run("catalog", "lint", "mine").Error));
        var history = Json("catalog", "history", "--offer", "acme/node", "--catalog", "mine");
        Assert.Equal(["2026-06-01 16", "2026-07-01 14.4"], history["prices"]!.AsArray().Select(row => $"{row!["as_of"]} {row["price"]}"));
        Assert.Equal(["14.4"], Hourly());
        Assert.Equal(["16"], Hourly("--as-of", "2026-06-30"));
        var compared = _workspace.Run("compare", "--model", "llama-3.3-70b", "--provider", "acme", "--catalog", "mine", "--as-of", "2026-06-30");
        Assert.Contains("with the prices known on 2026-06-30", compared.Out, StringComparison.Ordinal);
        var picture = _workspace.Run("catalog", "history", "--offer", "acme/node", "--catalog", "mine", "--output", "moved.svg");
        Assert.Equal((0, ""), (picture.ExitCode, picture.Error));
        Assert.Contains("days since 2026-06-01", _workspace.Read("moved.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_one_file_stores_nothing_of_any()
    {
        _workspace.Write("good.csv", Header + "node,H100,8,,,,16,,x\n");
        _workspace.Write("bad.json", "{");
        var before = _workspace.Files;
        var run = _workspace.Run("import", "prices", "good.csv", "bad.json", "--seller", "acme", "--as-of", "2026-06-01", "--catalog", "mine");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("broken-json", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _workspace.Files);
    }

    [Fact]
    public void Ones_own_terms_are_one_file()
    {
        _workspace.Write("ours.toml", "[[discount]]\nprovider = \"aws\"\ndiscount = \"50%\"\nas_of = \"2026-01-01\"\nsource = \"our agreement\"\n");
        var priced = _workspace.Run("price", "--offer", "aws/p5.48xlarge", "--tokens-per-second", "20000", "--catalog", "ours.toml");
        Assert.Equal((0, ""), (priced.ExitCode, priced.Error));
        Assert.Contains("$27.52/h", priced.Out, StringComparison.Ordinal);
        Assert.Contains("less 50% (our agreement, 2026-01-01)", priced.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give either --usd-per-hour or --offer", "price", "--tokens-per-second", "100")]
    [InlineData("--as-of and --catalog go with --offer", "price", "--usd-per-hour", "4", "--tokens-per-second", "100", "--as-of", "2026-01-01")]
    [InlineData("--as-of goes with a workload", "break-even", "--api", "1", "--self-hosted", "0.5", "--monthly", "100", "--as-of", "2026-01-01")]
    [InlineData("must be a day such as", "compare", "--model", "llama-3.3-70b", "--as-of", "yesterday")]
    [InlineData("give either --offer or --api", "catalog", "history")]
    [InlineData("--catalog", "catalog", "update")]
    public void What_does_not_go_together_is_told(string told, params string[] arguments)
    {
        var run = _workspace.Run(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    private void Import(string perGpu, string day)
    {
        var price = decimal.Parse(perGpu, System.Globalization.CultureInfo.InvariantCulture) * 8;
        _workspace.Write("vms.csv", Header + FormattableString.Invariant($"node,H100,8,96,900,,{price:0.##},,cellar\ncpu,,,4,16,,0.1,,cellar\n"));
        var run = _workspace.Run("import", "prices", "vms.csv", "--seller", "acme", "--as-of", day, "--catalog", "mine");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1 row added", run.Out, StringComparison.Ordinal);
        Assert.Contains("no-accelerator", run.Out, StringComparison.Ordinal);
    }

    private List<string> Hourly(params string[] more) =>
        [.. Json(["compare", "--model", "llama-3.3-70b", "--provider", "acme", "--catalog", "mine", .. more])["options"]!.AsArray().Select(option => option!["usd_per_hour"]!.ToJsonString()).Distinct()];

    private JsonNode Json(params string[] arguments)
    {
        var run = _workspace.Run([.. arguments, "--format", "json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonNode.Parse(run.Out)!;
    }
}
