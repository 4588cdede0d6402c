namespace Mtok.Tests;

/// <summary>A run is stored as the load it was, not as the maximum.</summary>
public sealed class BenchmarkLoadTests
{
    private static readonly (string, string) Unlimited = ("max_concurrency\": 32", "max_concurrency\": null");

    [Fact]
    public void Users_make_a_closed_loop_with_its_requests()
    {
        var row = Only("vllm.json");
        Assert.Equal((Scenario.ClosedLoop, 32, 600), (row.Scenario, row.Concurrency, row.Requests));
        Assert.True(row.IsPlain);
        Assert.Equal(5281.5, row.EndToEnd!.Value.Milliseconds, 6);
    }

    [Fact]
    public void Requests_sent_at_once_make_a_burst()
    {
        var row = Only("vllm.json", Unlimited);
        Assert.Equal((Scenario.Burst, null, 600), (row.Scenario, row.Concurrency, row.Requests));
        Assert.Equal(Scenario.Burst, Only("vllm.json", ("max_concurrency\": 32", "max_concurrency\": 700")).Scenario);
    }

    [Fact]
    public void A_rate_makes_an_open_loop()
    {
        var row = Only("vllm.json", ("request_rate\": \"inf\"", "request_rate\": 6.5"));
        Assert.Equal((Scenario.OpenLoop, null, 6.5), (row.Scenario, row.Concurrency, row.SentRate?.PerSecond));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(60, false)]
    public void Failures_are_stored_and_many_of_them_void_the_rate(int failed, bool plain)
    {
        var row = Only("vllm.json", ("\"failed\": 0", $"\"failed\": {failed}"));
        Assert.Equal(600.0 / (600 + failed), row.Completed!.Value.Value, 9);
        Assert.Equal(plain, row.IsPlain);
    }

    [Fact]
    public void Runs_of_guidellm_that_did_not_end_count_as_missing()
    {
        var rows = BenchmarkFixtures.Read("guidellm.json").Import!.Measurements;
        Assert.Equal(40.0 / 41, rows[0].Completed!.Value.Value, 9);
        Assert.True(rows[0].IsPlain);
    }

    [Theory]
    [InlineData("vllm.json", "\"rtfx\"", "\"spec_decode_acceptance_length\": 2.4, \"rtfx\"", "2.4 tokens a step")]
    [InlineData("vllm.json", "\"rtfx\"", "\"spec_decode_num_drafts\": 4000, \"rtfx\"", "yes")]
    [InlineData("sglang.jsonl", "\"accept_length\": null", "\"accept_length\": 3.1", "3.1 tokens a step")]
    [InlineData("sglang.jsonl", "\"pp_size\": 1", "\"speculative_algorithm\": \"EAGLE3\", \"pp_size\": 1", "EAGLE3")]
    [InlineData("trtllm.txt", "===========================================================\n= PERFORMANCE OVERVIEW", "= DECODING STATISTICS (Eagle)\n= PERFORMANCE OVERVIEW", "Eagle")]
    public void Speculative_decoding_is_marked_and_never_plain(string file, string old, string changed, string method)
    {
        var (import, _) = BenchmarkFixtures.Read(file, null, (old, changed));
        Assert.All(import!.Measurements, row => Assert.Equal((method, false), (row.Speculative, row.IsPlain)));
    }

    [Fact]
    public void What_is_stored_is_read_again()
    {
        var stored = BenchmarkFixtures.Read("vllm.json", null, Unlimited, ("\"failed\": 0", "\"failed\": 60"), ("\"rtfx\"", "\"spec_decode_acceptance_length\": 2.4, \"rtfx\"")).Import!.Measurements[0];
        var text = MeasurementFile.Write([stored]);
        var reader = new CatalogReader(new());
        reader.Add([.. CatalogFiles.Embedded().Where(file => file.Kind is "models.toml" or "accelerators.toml"), new("measurements.csv", "own", "own.csv", text)]);
        Assert.Equal(text, MeasurementFile.Write(reader.Build().Measurements));
    }

    /// <summary>Two results of MLPerf Inference v4.1 as published: four nodes of eight.</summary>
    [Fact]
    public void Accelerators_of_mlperf_are_those_of_all_nodes()
    {
        var (import, problems) = BenchmarkFixtures.Read("mlperf-nodes.json", BenchmarkFixtures.Said with { Accelerator = null, Input = Tokens.FromCount(222), Gpus = null });
        Assert.False(problems.HasErrors, string.Join('\n', problems.All));
        Assert.Equal([(32, 82749.6), (32, 82273.2)], import!.Measurements.Select(row => (row.Gpus, Math.Round(row.OutputRate.PerSecond, 1))));
        Assert.All(Workloads.Built.Measurements.Where(row => row.Note.Contains("4.1-0036", StringComparison.Ordinal)), row => Assert.Equal(32, row.Gpus));
    }

    private static Measurement Only(string file, params (string, string)[] changes)
    {
        var (import, problems) = BenchmarkFixtures.Read(file, null, changes);
        Assert.False(problems.HasErrors, string.Join('\n', problems.All));
        return Assert.Single(import!.Measurements);
    }
}
