using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>The public traces themselves, where they are beside the project: facts counted elsewhere, and what the profiles make of them.</summary>
[Trait("Speed", "Slow")]
public sealed class RealTraceTests
{
    private const string Conversation = "azure2023/AzureLLMInferenceTrace_conv.csv";
    private const string Code = "azure2023/AzureLLMInferenceTrace_code.csv";

    /// <summary>File, requests, mean input, median input, 90th percentile of input, mean output.</summary>
    [Theory]
    [InlineData(Conversation, 19366, 1155, 1020.0, 2735.0, 211.0)]
    [InlineData(Code, 8819, 2048, 1469.0, 5194.0, 27.9)]
    [InlineData("mooncake/conversation_trace.jsonl", 12031, 12035, null, null, 343.0)]
    [InlineData("mooncake/synthetic_trace.jsonl", 3993, 15325, null, null, 149.0)]
    [InlineData("llmservingsim/measured__RTX4090__Llama-3.1-8B.csv", 300, 857.5, null, null, null)]
    public void Facts_that_were_counted_elsewhere_are_found_again(string file, long requests, double input, double? median, double? ninetieth, double? output)
    {
        var summary = Read(file);
        Assert.Equal(requests, summary.Requests);
        Assert.Equal(input, summary.Input.Mean.Count, 0.5);
        Assert.Equal(median ?? summary.Input.Percentiles[50].Count, summary.Input.Percentiles[50].Count, 1);
        Assert.Equal(ninetieth ?? summary.Input.Percentiles[90].Count, summary.Input.Percentiles[90].Count, 1);
        Assert.Equal(output ?? summary.Output.Mean.Count, summary.Output.Mean.Count, 0.5);
    }

    [Theory]
    [InlineData("mooncake/conversation_trace.jsonl", 0.366)]
    [InlineData("mooncake/synthetic_trace.jsonl", 0.640)]
    public void Best_possible_prefix_hits_are_those_published(string file, double share) =>
        Assert.Equal(share, Read(file).PrefixHits!.Value.Value, 0.0005);

    [Theory]
    [InlineData("azure-2023-conversation", Conversation)]
    [InlineData("azure-2023-code", Code)]
    public void Generated_traffic_has_the_rate_lengths_and_burstiness_of_its_trace(string profile, string file)
    {
        var real = Read(file);
        var found = Workloads.Built.FindProfile(profile)!;
        var made = TraceSummary.Of(TraceGenerator.Generate(found, Duration.FromHours(100), 20));
        Near(real.MeanRate.PerSecond, made.MeanRate.PerSecond, 0.02);
        Near(real.Input.Mean.Count, made.Input.Mean.Count, 0.01);
        Near(real.Output.Mean.Count, made.Output.Mean.Count, 0.02);
        Assert.All([10, 25, 50, 75, 90, 95, 99], hundredth =>
        {
            Near(real.Input.Percentiles[hundredth].Count, made.Input.Percentiles[hundredth].Count, 0.03);
            Near(real.Output.Percentiles[hundredth].Count, made.Output.Percentiles[hundredth].Count, 0.05);
        });
        Near(real.SecondDispersion!.Value.Value, made.SecondDispersion!.Value.Value, 0.05);
        Near(real.MinuteDispersion!.Value.Value, made.MinuteDispersion!.Value.Value, 0.10);
    }

    private static TraceSummary Read(string file)
    {
        TraceText.SkipWithout(file);
        var problems = new Problems();
        var summary = TraceSummary.Of(TraceFile.Open(TraceText.Real(file), problems)!);
        Assert.Empty(problems.All);
        return summary;
    }

    private static void Near(double real, double made, double share) => Assert.InRange(made, (real * (1 - share)) - 0.5, (real * (1 + share)) + 0.5);
}
