using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>The month's comparison: what was paid, what an API and a fleet would have cost by hand, and what is not compared.</summary>
public sealed class TrackCompareTests
{
    private static readonly Lazy<Report> Month = new(() => Report(Snapshot.PathOf(MonthExample.Folder)));

    [Fact]
    public void An_api_costs_the_tokens_of_each_class_at_its_price()
    {
        var model = Workloads.Built.FindModel(MonthExample.Own)!;
        var apis = Options().Where(option => Text(option, "kind") == "api" && option["feasible"]!.GetValue<bool>()).ToList();
        var days = MonthExample.Hours.GroupBy(hour => DateOnly.FromDateTime(hour.At.UtcDateTime)).Select(day => (
            All: day.Select(hour => hour.All).Aggregate((left, right) => left + right),
            Prices: Workloads.Built.ApisOn(model, day.Key).Where(row => row.IsBase).ToDictionary(row => $"{row.Provider} API {row.ProviderModel}", row => row.Prices))).ToList();
        var exact = 0;
        Assert.All(apis, option =>
        {
            var usd = days.Sum(day =>
            {
                var (all, prices) = (day.All, day.Prices[Text(option, "name")]);
                var cached = (prices.CachedInput ?? prices.Input).Dollars;
                return (((all.Input - all.Cached) * prices.Input.Dollars) + (all.Cached * cached) + (all.Output * prices.Output.Dollars)) / 1_000_000;
            });
            // Where long requests are dearer, lengths are assumed; what no log claims is spread over the month, also over a change of price.
            var isExact = Text(option, "evidence") != "assumed" && days.Select(day => day.Prices[Text(option, "name")]).Distinct().Count() == 1;
            Assert.Equal((double)usd, (double)Amount(option, "usd"), isExact ? 0 : (double)usd * 1e-4);
            Assert.True(!isExact || usd == Amount(option, "usd"));
            Assert.Equal(Amount(option, "usd") - MonthExample.Machines, Amount(option, "difference_usd"));
            exact += usd == Amount(option, "usd") ? 1 : 0;
        });
        Assert.InRange(exact, apis.Count - 3, apis.Count);
        Assert.True(exact > 5);
    }

    [Fact]
    public void A_fleet_costs_its_machines_for_all_hours_and_has_enough_for_the_busiest()
    {
        var offer = Assert.Single(Workloads.Built.CurrentOffers, offer => offer is { Seller: "gcp", Instance: "a3-highgpu-8g", Region: "us-central1", Pricing: Pricing.ReservedThreeYears });
        var option = Assert.Single(Options(), option => Text(option, "name") == "gcp a3-highgpu-8g us-central1 reserved 3 years (8x h100-sxm fp8 TensorRT-LLM)");
        var machines = option["machines"]!.GetValue<int>();
        Assert.Equal((double)offer.Price.Dollars * machines * 720, (double)Amount(option, "usd"), 4);
        var (least, most) = (Machines(1200, 250), Machines(900, 150));
        Assert.InRange(machines, Math.Min(least, most), Math.Max(least, most));
    }

    [Fact]
    public void The_answer_comes_first_with_what_was_paid()
    {
        var first = Assert.IsType<Block.Line>(Month.Value.Blocks[0]).Text;
        Assert.StartsWith($"llama-3.3-70b: you paid ${MonthExample.Machines.ToString("#,##0.00", CultureInfo.InvariantCulture)} ($1.27/Mtok); the same traffic on ", first, StringComparison.Ordinal);
        Assert.EndsWith(" less.", first, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_compared_is_named()
    {
        var lines = Assert.Single(Month.Value.Blocks.OfType<Block.List>(), list => list.Title == "Not compared").Lines;
        Assert.Contains(lines, line => line.StartsWith("atlas-mini, 840M tok: the catalog does not know this model", StringComparison.Ordinal) && line.EndsWith("$555.00 paid", StringComparison.Ordinal));
        Assert.Contains("idle of no model's traffic: $4,953.60", lines);
    }

    [Fact]
    public void Every_format_has_the_comparison() =>
        Assert.All(Enum.GetValues<ReportFormat>(), format => Assert.Contains("openrouter API", ReportText.Write(Month.Value, format, 120), StringComparison.Ordinal));

    [Theory]
    [InlineData("time,model,requests,input_tokens,output_tokens\n", "no usage with input and output tokens is stated")]
    [InlineData("time,model,requests,input_tokens,output_tokens\n2026-09-01T10:00Z,our-own,1,10,10\n", "the catalog knows none of the models")]
    [InlineData("time,model,requests,input_tokens,output_tokens\n2026-09-01T10:00Z,llama-3.3-70b,1,1000,100\n", "what you paid is not known; the same traffic on")]
    [InlineData("model,requests,input_tokens,output_tokens\nllama-3.3-70b,1,1000,100\n", "the hours of its traffic are not known")]
    [InlineData("time,model,input_tokens,output_tokens\n2026-09-01T10:00Z,llama-3.3-70b,1000,\n", "1 row of usage without input and output tokens that agree")]
    public void What_cannot_be_compared_is_said(string log, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("mtok-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "log.csv"), log);
            Assert.Contains(expected, ReportText.Write(Report(folder), ReportFormat.Markdown, 200), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Machines that the busiest hour needs if every request is that long.</summary>
    private static int Machines(int input, int output)
    {
        var model = Workloads.Built.FindModel(MonthExample.Own)!;
        var mix = new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.FromPercent(40));
        var rate = Assert.Single(
            Workloads.Capacity.Find(model, mix, ServiceLevel.None, AllowedPrecisions.Default, ["h100-sxm"]),
            capacity => capacity.Deployment.ToString() == "8x h100-sxm fp8 TensorRT-LLM").Requests.Value.PerSecond;
        return (int)Math.Ceiling(MonthExample.Hours.Max(hour => hour.All.Requests) / 3600.0 / (0.9 * rate));
    }

    private static IEnumerable<JsonNode> Options() =>
        Assert.Single(Month.Value.Json["models"]!.AsArray(), model => Text(model!, "model") == MonthExample.Own)!["options"]!.AsArray().Select(option => option!);

    private static string Text(JsonNode row, string key) => row[key]?.GetValue<string>() ?? "";

    private static decimal Amount(JsonNode row, string key) => decimal.Parse(Text(row, key), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Report Report(string path)
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Workloads.Built, problems).Read([path]);
        Assert.Empty(problems.All);
        var traffic = TrackedTraffic.Of(tracked, TrackSpan.All, Workloads.Capacity);
        return TrackCompareReport.Of(TrackedComparison.Of(traffic, null, Workloads.Capacity, null), Workloads.Built, 10);
    }
}
