using System.Globalization;
using Mtok.Fitting;

namespace Mtok.Tests;

/// <summary>Differences from another program's bills are named only where the named reason gives the whole difference.</summary>
public sealed class ComparePricesTests
{
    private const string List = """
        [
         {"id": "anthropic", "models": [
          {"id": "claude-sonnet-4-5", "prices": {
            "input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]}, "output_mtok": 25, "cache_read_mtok": 0.5}},
          {"id": "claude-free", "prices": {}}]},
         {"id": "deepseek", "models": [
          {"id": "deepseek-v3.2", "prices": [
            {"prices": {"input_mtok": 0.14, "output_mtok": 0.28}},
            {"constraint": {"start_date": "2026-08-17"}, "prices": {"input_mtok": 0.22, "output_mtok": 0.66}},
            {"constraint": {"start_time": "01:00:00Z", "end_time": "04:00:00Z"}, "prices": {"input_mtok": 0.44, "output_mtok": 1.32}}]}]}
        ]
        """;

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5", "2026-09-01T12:00:00Z", 200_000, 100_000, 0.575, "equal")]
    [InlineData("anthropic", "claude-sonnet-4-5", "2026-09-01T12:00:00Z", 300_000, 100_000, 2.075, "cached price that the tier does not state")]
    [InlineData("anthropic", "claude-sonnet-4-5", "2026-09-01T12:00:00Z", 300_000, 100_000, 2.076, "unexplained")]
    [InlineData("anthropic", "claude-free", "2026-09-01T12:00:00Z", 1_000, 0, 0, "left out by the import")]
    [InlineData("deepseek", "deepseek-v3.2", "2026-08-16T23:59:59Z", 1_000_000, 0, 0.14028, "equal")]
    [InlineData("deepseek", "deepseek-v3.2", "2026-08-17T03:59:59Z", 1_000_000, 0, 0.44132, "equal")]
    [InlineData("deepseek", "deepseek-v3.2", "2026-08-17T04:00:00Z", 1_000_000, 0, 0.22066, "equal")]
    [InlineData("deepseek", "deepseek-v3.2", "2026-08-16T01:00:00Z", 1_000_000, 0, 0.44132, "peak hours before the day they begin")]
    [InlineData("deepseek", "deepseek-v3.2", "2026-08-16T01:00:00Z", 1_000_000, 0, 0.22066, "unexplained")]
    public void A_difference_has_the_name_of_what_explains_it_to_the_micro_dollar(
        string provider, string model, string at, double input, double cached, double usd, string expected)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "list.json");
        File.WriteAllText(file, List);
        var bill = new ForeignBill(
            "g", provider, model, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), input, cached, 0, Hour: false, 1_000, 0, (decimal)usd);
        using var report = new StringWriter();
        Assert.Equal(expected != "unexplained", new ComparePrices(file).Report([bill], report));
        Assert.Contains($"| g | 1 | {expected} |", report.ToString(), StringComparison.Ordinal);
    }
}
