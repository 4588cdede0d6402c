using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Runs beside a frontier: who made them, and which figures of their requests they state.</summary>
public sealed class FrontierReportTests
{
    private static readonly Measurement Published = PriceFixtures.Catalog.Measurements.First(row => row.Tpot is not null && row.Ttft is not null);
    private static readonly Measurement Own = Published with { Provenance = Published.Provenance with { IsUsers = true } };

    [Theory]
    [InlineData(0, 0, "No published run at near lengths, and none of yours.")]
    [InlineData(1, 0, "1 published run with lengths")]
    [InlineData(0, 1, "1 run of yours with lengths")]
    [InlineData(2, 3, "2 published runs and 3 runs of yours with lengths")]
    public void Own_runs_are_called_so(int published, int own, string expected)
    {
        var report = Report(published, own);
        var text = ReportText.Write(report, ReportFormat.Table, 200);
        Assert.Contains(expected, report.Chart!.Note, StringComparison.Ordinal);
        Assert.Equal(own > 0, report.Chart.Series.Any(series => series.Name.EndsWith("your runs", StringComparison.Ordinal)));
        Assert.Equal(published > 0, report.Chart.Series.Any(series => series.Name.EndsWith("x, measured", StringComparison.Ordinal)));
        Assert.Equal(own > 0, text.Contains("your run", StringComparison.Ordinal));
    }

    [Fact]
    public void Headings_of_latencies_say_which_figure_they_are()
    {
        Assert.Contains("Mean TPOT", ReportText.Write(Report(0, 0), ReportFormat.Markdown, 200), StringComparison.Ordinal);
        Assert.Contains("Mean or median TTFT", ReportText.Write(Report(1, 0), ReportFormat.Markdown, 200), StringComparison.Ordinal);
    }

    private static Report Report(int published, int own)
    {
        var state = new FrontierPoint(
            Tokens.FromCount(1), Estimate<TokensPerSecond>.Exact(TokensPerSecond.FromPerSecond(10), Evidence.Modelled), Duration.FromMilliseconds(20), Duration.FromMilliseconds(90));
        var runs = Enumerable.Repeat(Published, published).Concat(Enumerable.Repeat(Own, own)).Select(MeasuredPoint.Of);
        var frontier = new Frontier(new Deployment(Own.AcceleratorId, Own.Gpus, Own.Precision, Own.Engine), [state], [.. runs], "a calibration");
        var mix = new TokenMix(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero);
        return FrontierReport.Of(PriceFixtures.Catalog.Models.First(model => model.Id == Own.ModelId), mix, [frontier]);
    }
}
