using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>The report of throughput seen in production.</summary>
public sealed class ProductionRatesReportTests
{
    [Fact]
    public void Every_reason_has_words_of_its_own()
    {
        var rates = Enum.GetValues<NoRate>().Select(why => new ProductionRate("d", "m", null, why, TokensPerSecond.FromPerSecond(500))).ToList();
        var words = ProductionRatesReport.Of(rates, []).Json["not_measured"]!.AsArray().Select(row => (string)row!["why"]!).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.Contains("never saturated: 500 tok/s in the busiest hour, which is a lower bound and no measurement", words);
    }

    [Fact]
    public void Without_deployments_the_report_says_what_is_missing() =>
        Assert.Contains("No deployments file describes replicas", ReportText.Write(ProductionRatesReport.Of([], []), ReportFormat.Table, 200), StringComparison.Ordinal);
}
