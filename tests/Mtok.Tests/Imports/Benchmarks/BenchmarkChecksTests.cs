namespace Mtok.Tests;

public sealed class BenchmarkChecksTests
{
    [Theory]
    [InlineData("output_throughput\": 1536.0", "output_throughput\": 4608.0", "total-for-output")]
    [InlineData("output_throughput\": 1536.0", "output_throughput\": 192.0", "per-gpu")]
    [InlineData("output_throughput\": 1536.0", "output_throughput\": 2000.0", "wrong-rate")]
    [InlineData("mean_tpot_ms\": 20.0", "mean_tpot_ms\": 10.0", "wrong-tpot")]
    [InlineData("mean_tpot_ms\": 20.0", "mean_tpot_ms\": 50.0", "wrong-tpot")]
    [InlineData("max_concurrency\": 32", "max_concurrency\": 16", "littles-law")]
    [InlineData("max_concurrency\": 32", "max_concurrency\": 256", "littles-law")]
    [InlineData("mean_tpot_ms\": 20.0", "mean_tpot_ms\": NaN", "bad-number")]
    [InlineData("output_throughput\": 1536.0", "output_throughput\": 0", "bad-number")]
    [InlineData("output_throughput\": 1536.0", "output_throughput\": -1536.0", "bad-number")]
    [InlineData("mean_e2el_ms\": 5281.5", "mean_e2el_ms\": 100.0", "wrong-time")]
    [InlineData("\"completed\": 600", "\"completed\": \"many\"", "bad-number")]
    public void A_figure_that_cannot_be_true_is_refused(string old, string changed, string rule)
    {
        var (_, problems) = BenchmarkFixtures.Read("vllm.json", null, (old, changed));
        Assert.Contains(rule, BenchmarkFixtures.Rules(problems, Severity.Error));
        Assert.All(problems.All, problem => Assert.True(problem.Where.Line > 0 || problem.Rule == "missing-option"));
    }

    [Theory]
    [InlineData("\"failed\": 0", "\"failed\": 6", "failed-requests")]
    [InlineData("\"failed\": 0", "\"failed\": 60", "failed-requests")]
    [InlineData("\"rtfx\"", "\"spec_decode_acceptance_length\": 2.4, \"rtfx\"", "speculative")]
    [InlineData("max_concurrency\": 32", "max_concurrency\": null", "burst")]
    [InlineData("max_concurrency\": 32", "max_concurrency\": 44", "littles-law")]
    [InlineData("\"rtfx\"", "\"random_output_len\": 512, \"rtfx\"", "length")]
    [InlineData("request_rate\": \"inf\"", "request_rate\": 6.0", "rate-limited")]
    [InlineData("total_token_throughput\": 4608.0", "total_token_throughput\": 3000.0", "wrong-total")]
    public void A_figure_worth_a_look_is_told_and_read(string old, string changed, string rule)
    {
        var (import, problems) = BenchmarkFixtures.Read("vllm.json", null, (old, changed));
        Assert.False(problems.HasErrors, string.Join('\n', problems.All));
        Assert.Equal([rule], BenchmarkFixtures.Rules(problems, Severity.Warning));
        Assert.Single(import!.Measurements);
    }

    [Fact]
    public void Halved_time_per_token_is_called_so()
    {
        var (_, problems) = BenchmarkFixtures.Read("vllm.json", null, ("mean_tpot_ms\": 20.0", "mean_tpot_ms\": 10.0"));
        Assert.Contains(problems.All, problem => problem.Message.Contains("two chunks per token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"disagg\": false", "\"disagg\": true", "disaggregated")]
    [InlineData("\"is_multinode\": false", "\"is_multinode\": true, \"num_decode_gpu\": 4", "disaggregated")]
    [InlineData("\"conc\": 64", "\"conc\": 512", "littles-law")]
    public void InferenceX_traps_are_refused(string old, string changed, string rule)
    {
        var (_, problems) = BenchmarkFixtures.Read("inferencex.json", null, (old, changed));
        Assert.Contains(rule, BenchmarkFixtures.Rules(problems, Severity.Error));
    }

    [Fact]
    public void A_rate_per_gpu_that_is_not_a_share_of_the_whole_is_refused()
    {
        var (_, problems) = BenchmarkFixtures.Read("trtllm.txt", null, ("1562.5000", "6250.0000"));
        Assert.Equal(["per-gpu"], BenchmarkFixtures.Rules(problems, Severity.Error));
    }

    [Fact]
    public void Every_wrong_run_of_a_file_is_told_with_its_path()
    {
        var (_, problems) = BenchmarkFixtures.Read("guidellm.json", null, ("\"errored\": 0", "\"errored\": 50"));
        Assert.Equal(["benchmarks[0]", "benchmarks[1]"], problems.All.Where(problem => problem.Rule == "failed-requests" && problem.Message.Contains("rate is not used", StringComparison.Ordinal)).Select(problem => problem.Message.Split(':')[0]));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void No_change_of_a_file_throws()
    {
        var random = new Random(20260520);
        foreach (var name in BenchmarkFixtures.All)
        {
            var text = BenchmarkFixtures.Text(name);
            for (var round = 0; round < 2000 / BenchmarkFixtures.All.Length + 1; round++)
            {
                var (import, problems) = BenchmarkFixtures.ReadText(name, Mutated(text, random));
                if (import is not null && !problems.HasErrors)
                {
                    MeasurementFile.Write(import.Measurements);
                }
            }
        }
    }

    private static string Mutated(string text, Random random)
    {
        string[] pieces = ["NaN", "-1", "0", "1e308", "1e-308", "null", "\"", "{", "]", ",", "true", "[]", "\\", "\n", "\0", "\ud800", "9999999999", ""];
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(text.Length);
            var number = random.Next(2) == 0 ? text.IndexOf(": ", at, StringComparison.Ordinal) : -1;
            var from = number < 0 ? at : number + 2;
            var to = number < 0 ? Math.Min(text.Length, at + random.Next(4)) : Math.Max(from, text.IndexOfAny([',', '\n', '}'], Math.Min(from, text.Length)));
            text = random.Next(20) == 0 ? text[..at] : text[..from] + pieces[random.Next(pieces.Length)] + text[Math.Max(from, to)..];
            if (text.Length == 0)
            {
                break;
            }
        }

        return text;
    }
}
