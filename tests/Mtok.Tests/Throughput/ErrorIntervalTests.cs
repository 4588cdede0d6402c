namespace Mtok.Tests;

/// <summary>E3: intervals of modelled figures, from publications that no fit has seen.</summary>
public sealed class ErrorIntervalTests
{
    private static readonly Catalog Built = Workloads.Built;

    private static readonly ErrorInterval[] Known =
    [
        new("", "", "", Ratio.FromValue(-0.9), Ratio.FromValue(0.4), 300, 6), new("dense", "", "", Ratio.FromValue(-0.6), Ratio.FromValue(0.3), 200, 6), new("dense", "NVIDIA", "", Ratio.FromValue(-0.5), Ratio.FromValue(0.25), 100, 5),
        new("dense", "NVIDIA", "few users", Ratio.FromValue(-0.8), Ratio.FromValue(0.7), 50, 2),
    ];

    [Theory]
    [InlineData("dense", "NVIDIA", "few users", -0.8)]
    [InlineData("dense", "NVIDIA", "prompt-heavy", -0.5)]
    [InlineData("dense", "AMD", "few users", -0.6)]
    [InlineData("experts", "AMD", "few users", -0.9)]
    public void A_class_without_an_interval_takes_that_of_the_wider_one(string network, string vendor, string load, double low) =>
        Assert.Equal(low, ErrorInterval.For(Known, network, vendor, load).Low.Value);

    [Fact]
    public void Where_nothing_was_measured_the_interval_is_a_factor_of_three() =>
        Assert.Equal((-Math.Log(3), Math.Log(3)), (ErrorInterval.For([], "dense", "NVIDIA", "").Low.Value, ErrorInterval.For([], "dense", "NVIDIA", "").High.Value));

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var problems = new Problems();
        Assert.Equal(Known, ErrorInterval.Read(new("engines.csv", "intervals", "intervals.csv", ErrorInterval.Write(Known)), problems));
        Assert.Empty(problems.All);
    }

    [Fact]
    public void Every_interval_of_the_catalog_holds_its_figure_and_names_two_publications() =>
        Assert.All(Built.Intervals, interval => Assert.True(interval is { Low.Value: < 0, High.Value: > 0, Rows: >= 40, Publications: >= 2 }, interval.ToString()));

    [Theory]
    [InlineData(8, 1000, 1000, false, "few users")]
    [InlineData(9, 1000, 1000, false, "many users")]
    [InlineData(9, 4000, 1000, false, "prompt-heavy")]
    [InlineData(8, 4000, 1000, true, "interactive")]
    public void The_class_of_a_load_follows_from_limits_users_and_lengths(double users, double input, double output, bool bound, string load) =>
        Assert.Equal(load, LoadClass.Of(new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero), Tokens.FromCount(users), bound));

    [Theory]
    [InlineData("InferenceX snapshot (vngcloud/InferenceX-app blob 13e87ab2)", "InferenceX")]
    [InlineData("InferenceX through ai-dynamo/aiconfigurator @095f58a5 silicon_sample.csv", "InferenceX")]
    [InlineData("TensorRT-LLM perf-overview v1.0 (NVIDIA/TensorRT-LLM @00f37686)", "TensorRT-LLM perf-overview")]
    [InlineData("gpustack/gpustack @47277d79 docs/performance-lab/qwen3-14b/a100.md", "gpustack/gpustack")]
    public void A_publication_is_its_source_without_version_page_and_commit(string source, string publication) => Assert.Equal(publication, Publication.Of(source));

    /// <summary>Each row is judged by the interval that the other publications give; the factor of a class makes nine of ten lie within.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Nine_of_ten_rows_of_publications_left_out_are_inside()
    {
        var judged = HeldOutPrediction.All(new(Built)).Where(prediction => !EngineFit.IsContest(prediction.Row)).ToList();
        Assert.InRange(judged.Count(prediction => prediction.IsWithin) / (double)judged.Count, 0.88, 0.98);
    }
}
