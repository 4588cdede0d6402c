using System.Text.RegularExpressions;

namespace Mtok.Tests;

/// <summary>Rows of one publication are left out together.</summary>
public sealed partial class PublicationTests
{
    private static readonly IReadOnlyList<string> Sources = [.. Workloads.Built.Measurements.Select(row => row.Provenance.Source).Distinct()];

    [Fact]
    public void Every_source_of_the_catalog_is_named_without_version_commit_and_page() => Assert.All(Sources, source =>
    {
        var name = Publication.Of(source);
        Assert.True(name.Length > 3 && source.StartsWith(name, StringComparison.Ordinal), source);
        Assert.DoesNotMatch(Detail(), name);
        Assert.Equal(name, Publication.Of(name));
        Assert.Equal(name.Trim(), name);
    });

    [Fact]
    public void Sources_that_begin_with_the_same_work_are_one_publication() => Assert.All(
        Sources.GroupBy(source => source.Split(' ', '@')[0], StringComparer.Ordinal), work => Assert.Single(work.Select(Publication.Of).Distinct()));

    [Theory]
    [InlineData("InferenceX snapshot (vngcloud/InferenceX-app blob 13e87ab2)", "InferenceX")]
    [InlineData("InferenceX through ai-dynamo/aiconfigurator @095f58a5 silicon_sample.csv", "InferenceX")]
    [InlineData("TensorRT-LLM perf-overview v1.0 (NVIDIA/TensorRT-LLM @00f37686)", "TensorRT-LLM perf-overview")]
    [InlineData("MLPerf Inference v5.1 (mlcommons/inference_results_v5.1 @965182b0)", "MLPerf Inference")]
    [InlineData("TensorRT-LLM perf-overview v0.17 (NVIDIA/TensorRT-LLM @258c7540)", "TensorRT-LLM perf-overview")]
    [InlineData("gpustack/gpustack @47277d79 docs/performance-lab/qwen3-8b/h100-latency.md", "gpustack/gpustack")]
    [InlineData("llm-d inference-perf report (long shared prefix), 37-capacity report", "llm-d inference-perf report")]
    [InlineData("a paper", "a paper")]
    [InlineData("@alone", "@alone")]
    public void A_publication_is_the_name_before_its_details(string source, string name) => Assert.Equal(name, Publication.Of(source));

    [GeneratedRegex(@"@|\(|\bv\d|\.md|\.csv|[0-9a-f]{8}")]
    private static partial Regex Detail();
}
