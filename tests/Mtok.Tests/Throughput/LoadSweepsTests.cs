namespace Mtok.Tests;

/// <summary>What a benchmark says of the most that a machine serves (T5).</summary>
public sealed class LoadSweepsTests(ITestOutputHelper output)
{
    private static readonly Catalog Built = Workloads.Built;

    /// <summary>The middle of three neighbouring runs of published sweeps is hidden, its own time per token is the limit, and its rate predicted from the others.</summary>
    [Fact]
    public void A_hidden_run_is_predicted_from_its_neighbours()
    {
        var errors = new List<double>();
        var inside = 0;
        var published = Built.Measurements.Where(row => row is { Scenario: Scenario.ClosedLoop, IsPlain: true } && LoadSweeps.EachOf(row) is not null);
        foreach (var sweep in published.GroupBy(row => (row.ModelId, row.AcceleratorId, row.Gpus, row.TensorParallel, row.Precision, row.Engine, row.EngineVersion, row.Provenance.Source, row.Input, row.Output)))
        {
            var sorted = sweep.DistinctBy(row => row.Concurrency).OrderBy(row => row.Concurrency).ToList();
            foreach (var (before, hidden, after) in sorted.Zip(sorted.Skip(1), sorted.Skip(2)))
            {
                if (new LoadSweeps([before, after]).Bracket(before, new(null, LoadSweeps.EachOf(hidden))) is { } bracket)
                {
                    var rate = hidden.OutputRate.PerSecond / before.OutputRate.PerSecond;
                    errors.Add(Math.Log(bracket.Growth.Value / rate));
                    inside += rate >= 1 / 1.04 && rate <= bracket.MostGrowth.Value * 1.04 ? 1 : 0;
                }
            }
        }

        var sizes = errors.Select(Math.Abs).Order().ToList();
        output.WriteLine($"{errors.Count} hidden runs: median error {sizes[sizes.Count / 2]:0.0%}, bias {errors.Order().ElementAt(errors.Count / 2):0.0%}, {inside / (double)errors.Count:0.0%} between the neighbours");
        Assert.True(errors.Count >= 400, $"{errors.Count}");
        Assert.True(sizes[sizes.Count / 2] < 0.08);
        Assert.InRange(errors.Order().ElementAt(errors.Count / 2), -0.05, 0.05);
        Assert.True(inside >= 0.9 * errors.Count);
    }

    [Fact]
    public void Only_the_last_run_within_the_limits_with_a_near_one_beyond_them_shows_the_most()
    {
        var (one, many, beyond) = (Run(1, 100, 7), Run(32, 2000, 12), Run(64, 3000, 20));
        var level = new ServiceLevel(null, Duration.FromMilliseconds(15));
        var sweeps = new LoadSweeps([one, many, beyond]);
        Assert.Null(sweeps.Bracket(one, level));
        Assert.Null(sweeps.Bracket(beyond, level));
        Assert.InRange(sweeps.Bracket(many, level)!.Growth.Value, 1.1, 1.4);
        Assert.Equal(1.5, sweeps.Bracket(many, level)!.MostGrowth.Value, 9);
        Assert.Null(new LoadSweeps([one, beyond]).Bracket(one, level));
        Assert.Null(new LoadSweeps([many]).Bracket(many, level));
        Assert.Null(sweeps.Bracket(many, ServiceLevel.None));
        var briefly = many with { Requests = 160 };
        Assert.Null(new LoadSweeps([briefly, beyond]).Bracket(briefly, level));
    }

    /// <summary>One own run of any load, however slow for it, changes the figure of a machine by what it corrects, not by what it could not show.</summary>
    [Theory]
    [InlineData("closed_loop", 1, "10", 90, 11)]
    [InlineData("burst", null, "100", 900, 25)]
    [InlineData("burst", null, "200", 300, 40)]
    [InlineData("open_loop", null, "500", 200, 12)]
    public void One_own_run_never_makes_ten_machines_of_one(string scenario, int? users, string requests, double rate, double tpot)
    {
        var row = $"llama-3.1-8b,h100-sxm,1,1,1,bf16,vLLM,0.11.0,{scenario},1000,200,{users},{rate},60,{tpot},90,{tpot * 1.2},2026-11,own runs,{requests}";
        var own = With("model,accelerator,gpus,tensor_parallel,pipeline_parallel,precision,engine,engine_version,scenario,input_tokens,output_tokens,concurrency,"
            + $"output_tokens_per_second,ttft_ms,tpot_ms,ttft_p99_ms,tpot_p99_ms,as_of,source,requests\n{row}\n");
        foreach (var level in new[] { ServiceLevel.None, new(Duration.FromSeconds(2), Duration.FromMilliseconds(50)), new(null, Duration.FromMilliseconds(14)) })
        {
            var (before, after) = (Rate(Built, level), Rate(own, level));
            output.WriteLine($"{scenario} {level}: {before:0.00} -> {after:0.00} requests/s");
            Assert.InRange(after / before, 0.6, 1.6);
        }
    }

    private static double Rate(Catalog catalog, ServiceLevel level) => new Capacities(catalog)
        .Find(catalog.FindModel("llama-3.1-8b")!, new(Tokens.FromCount(1000), Tokens.FromCount(200), Ratio.Zero), level, new([new("bf16")]), ["h100-sxm"])
        .First(capacity => capacity.Deployment is { AcceleratorId: "h100-sxm", Gpus: 1 }).Requests.Value.PerSecond;

    private static Catalog With(string measurements)
    {
        var problems = new Problems();
        var reader = new CatalogReader(problems) { MayWait = true };
        reader.Add(CatalogFiles.Embedded());
        reader.Add([new("measurements.csv", "own", "own.csv", measurements)]);
        var catalog = reader.Build();
        Assert.False(problems.HasErrors, string.Join('\n', problems.All));
        return catalog;
    }

    private static Measurement Run(int users, double rate, double tpot) => new(
        "m", "a", 1, 1, 1, new("fp8"), "e", "", Scenario.ClosedLoop, Tokens.FromCount(1000), Tokens.FromCount(1000), users, TokensPerSecond.FromPerSecond(rate),
        null, Duration.FromMilliseconds(tpot), null, null, "", "", new(AsOf.Undated, "s", new("f", 1, 1)));
}
