using Mtok.App;

namespace Mtok.Tests;

/// <summary>A starter workload is read at once, holds what was given, and every key it shows is a key there is.</summary>
public sealed class StarterWorkloadTests
{
    [Fact]
    public void Without_anything_given_it_has_usual_values()
    {
        var workload = Read(StarterWorkload.Text([]));
        Assert.Equal((1200, 250), (workload.Mix.Input.Count, workload.Mix.Output.Count));
        Assert.Equal("TTFT <= 1 s, TPOT <= 60 ms", workload.ServiceLevel.ToString());
        Assert.Equal(HourlyShape.BusinessHours, workload.Traffic.Shape);
    }

    [Fact]
    public void What_is_given_replaces_what_is_usual()
    {
        GivenKey[] given =
        [
            new(["models"], ["qwen3-32b", "llama-3.3-70b"], "--model"), new(["traffic", "tokens_per_month"], ["2.628B"], "--tokens-per-month"),
            new(["tokens", "input"], ["600"], ""), new(["tokens", "output"], ["400"], ""), new(["service_level", "tpot"], ["50ms"], ""), new(["allow", "providers"], ["aws"], ""),
        ];
        var workload = Read(StarterWorkload.Text(given));
        Assert.Equal(["qwen3-32b", "llama-3.3-70b"], workload.Models.Select(model => model.Id));
        Assert.Equal(1, workload.Traffic.Mean.PerSecond, 1e-9);
        Assert.Equal(HourlyShape.Steady, workload.Traffic.Shape);
        Assert.Equal("TPOT <= 50 ms", workload.ServiceLevel.ToString());
        Assert.Equal(["aws", "aws-bedrock"], workload.Allowed.Providers);
    }

    [Fact]
    public void Every_key_it_shows_is_one_that_the_reader_knows()
    {
        foreach (var text in StarterWorkload.Text([]).Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Skip(1))
        {
            // Each comment is a key that can be put in by itself, but for those that need or exclude others.
            var uncommented = StarterWorkload.Text([]).Replace(text, text[2..], StringComparison.Ordinal);
            if (!text.Contains("peak_ratio", StringComparison.Ordinal) && !InToday(text))
            {
                Read(uncommented);
            }
        }

        Read(StarterWorkload.Text([]).Replace("\"business-hours\"", "\"spiky\"", StringComparison.Ordinal).Replace("# peak_ratio", "peak_ratio", StringComparison.Ordinal));

        // The three keys of [today] only together, and none of them outside.
        Read(StarterWorkload.Text([]).Replace("# [today]", "[today]", StringComparison.Ordinal).Replace("# model ", "model ", StringComparison.Ordinal).Replace("# provider ", "provider ", StringComparison.Ordinal).Replace("# usd_", "usd_", StringComparison.Ordinal));

        static bool InToday(string text) => text.StartsWith("# [today]", StringComparison.Ordinal) || text.StartsWith("# model ", StringComparison.Ordinal) || text.StartsWith("# provider ", StringComparison.Ordinal) || text.StartsWith("# usd_", StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_at_a_terminal_are_asked_for_until_they_will_do()
    {
        using var asked = new StringWriter();
        var keys = new StarterQuestions(Workloads.Built, new StringReader("lama-3.3-70b\nllama-3.3-70b\nmany\n5M/month\n3\n\n300\n200\n1s\n\n"), asked).Ask();
        var workload = Read(StarterWorkload.Text(keys!));
        Assert.Equal(["llama-3.3-70b"], workload.Models.Select(model => model.Id));
        Assert.Equal((5e6, 3), (Math.Round((workload.Traffic.Mean.PerSecond * Duration.Month.Seconds), 3), Math.Round(workload.Traffic.Shape.Peak.Value, 9)));
        Assert.Equal((1200, 300), (workload.Mix.Input.Count, workload.Mix.Output.Count));
        Assert.Equal("TTFT <= 1 s", workload.ServiceLevel.ToString());
        foreach (var said in (string[])["did you mean \"llama-3.3-70b\"", "\"many\" is not a number with one of /s, /day, /month, tok/month", "\"200\" has no unit: 200ms or 200s?"])
        {
            Assert.Contains(said, asked.ToString(), StringComparison.Ordinal);
        }

        Assert.Null(new StarterQuestions(Workloads.Built, new StringReader("llama-3.3-70b\n"), asked).Ask());
    }

    private static Workload Read(string text)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems).Read("w.toml", text, []);
        Assert.True(workload is not null, string.Join("\n", problems.All) + "\n" + text);
        return workload;
    }
}
