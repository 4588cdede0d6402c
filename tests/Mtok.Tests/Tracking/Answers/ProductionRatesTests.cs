using CsCheck;
using Mtok.Imports;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Production shows the throughput of a replica where requests waited all hour, and nowhere else.</summary>
public sealed class ProductionRatesTests
{
    private static readonly ProductionSamples.Replica Busy = new("gpu-1:8000", 1000, 900, 1100);
    private static readonly ProductionSamples.Replica Idle = new("gpu-2:8000", 400, 500) { Waiting = _ => 0 };

    [Fact]
    public void Saturated_hours_give_the_median_rate_of_one_replica_and_its_spread()
    {
        var rates = Of(Busy)[0].Rates!;
        Assert.Equal((3, 1), (rates.Hours, rates.Replicas));
        Assert.Equal((910.0, 1000.0, 1090.0), Round(rates.Output));
        Assert.Equal((1820.0, 2000.0, 2180.0), Round(rates.Input));
        Assert.Equal((910.0, 1000.0, 1090.0), Round(rates.Cached!));
    }

    [Fact]
    public void The_row_is_a_saturated_measurement_of_the_prompt_tokens_computed()
    {
        var row = Of(Busy)[0].Rates!.Row;
        Assert.Equal(("llama-3.3-70b", "h100-sxm", 4, "fp8", "vLLM"), (row.ModelId, row.AcceleratorId, row.Gpus, row.Precision.Id, row.Engine));
        Assert.Equal((Scenario.Saturated, 100.0, 100.0, 1000.0), (row.Scenario, row.Input.Count, row.Output.Count, row.OutputRate.PerSecond));
        Assert.Equal(("own production", "own production, 2026-09-01", "2026-09-01"), (row.Submitter, row.Provenance.Source, row.Provenance.AsOf.ToString()));
        Assert.Equal("median of 3 saturated hours; input is the prompt tokens computed", row.Note);
    }

    [Fact]
    public void A_replica_that_had_room_is_not_measured_and_shows_a_lower_bound()
    {
        var idle = Of(Busy, Idle)[1];
        Assert.Equal(("idle", "llama-3.3-70b", NoRate.NeverSaturated, 500.0), (idle.Deployment, idle.Model, idle.Why, idle.Busiest!.Value.PerSecond));
        Assert.Null(idle.Rates);
    }

    [Fact]
    public void Replicas_of_one_deployment_are_measured_apart_not_added_up()
    {
        var rates = Of(Busy, Busy with { Target = "gpu-1b:8000" })[0].Rates!;
        Assert.Equal((6, 2, 1000.0), (rates.Hours, rates.Replicas, rates.Output.Value.PerSecond));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 0)]
    public void An_hour_is_saturated_when_requests_wait_in_nine_of_ten_samples(int emptyOf12, int hours) =>
        Assert.Equal(hours, Of(Busy with { Waiting = at => at % 12 < emptyOf12 ? 0 : 1 })[0].Rates?.Hours ?? 0);

    [Fact]
    public void Without_a_queue_nothing_is_measured() => Assert.Equal(NoRate.NoQueue, Of(Busy with { Waiting = null })[0].Why);

    [Fact]
    public void An_hour_with_a_restart_is_left_out()
    {
        var rates = Of(Busy with { Restart = 18 })[0].Rates!;
        Assert.Equal((2, 1050.0), (rates.Hours, rates.Output.Value.PerSecond));
    }

    [Fact]
    public void An_hour_that_is_not_seen_whole_is_left_out()
    {
        var answer = ProductionSamples.Answer(Busy).Replace("[1788256800,", "[1788256801,", StringComparison.Ordinal);
        Assert.NotEqual(ProductionSamples.Answer(Busy), answer);
        Assert.Equal(2, Of(answer)[0].Rates!.Hours);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(6, 0)]
    public void An_hour_of_many_failures_is_left_out(int failures, int hours)
    {
        var busy = Of(Busy with { Failures = failures })[0];
        Assert.Equal((hours, hours == 0 ? NoRate.NoUsableHour : null), (busy.Rates?.Hours ?? 0, busy.Why));
    }

    [Fact]
    public void Hours_in_which_models_shared_a_target_are_left_out()
    {
        var rates = Of(Busy, new("gpu-1:8000", 100) { Model = "llama-3.1-8b", Waiting = null });
        Assert.Equal(("llama-3.1-8b", NoRate.NoUsableHour), (rates[0].Model, rates[0].Why));
        Assert.Equal(("llama-3.3-70b", 2), (rates[1].Model, rates[1].Rates!.Hours));
    }

    [Fact]
    public void A_target_that_stands_for_more_than_its_accelerators_is_no_replica() =>
        Assert.Equal(NoRate.BeyondHardware, Of(new ProductionSamples.Replica("gpu-1:8000", 1_000_000))[0].Why);

    [Fact]
    public void What_the_deployments_file_or_the_catalog_does_not_say_is_the_reason()
    {
        Assert.Equal(NoRate.UnknownModel, Of(Busy with { Model = "in-house-9b" })[0].Why);
        Assert.Equal(NoRate.NoCounters, Of(Busy)[1].Why);
        Assert.Equal(NoRate.NoEngine, Of(ProductionSamples.Answer(Busy), Without("engine = \"vllm\""))[0].Why);
        Assert.Equal(NoRate.NoAccelerator, Of(ProductionSamples.Answer(Busy), Without("accelerator = \"h100-sxm\""))[0].Why);
    }

    [Fact]
    public void Scaling_every_counter_scales_the_rates() => Gen.Int[1, 9].Sample(
        factor =>
        {
            var (one, scaled) = (Of(Busy)[0].Rates!, Of(Busy with { Rates = [.. Busy.Rates.Select(rate => rate * factor)] })[0].Rates!);
            Assert.Equal(one.Output.High.PerSecond * factor, scaled.Output.High.PerSecond, 1e-6);
            Assert.Equal(one.Row.OutputRate.PerSecond * factor, scaled.Row.OutputRate.PerSecond, 1e-6);
            Assert.Equal((one.Row.Input, one.Row.Output), (scaled.Row.Input, scaled.Row.Output));
        },
        iter: 9,
        threads: 1);

    [Fact]
    public void Samples_read_twice_in_any_order_change_nothing()
    {
        var both = ProductionSamples.Answer(Busy, Idle);
        Assert.Equal(Of(both), Of(ProductionSamples.Answer(Idle, Busy), ProductionSamples.Deployments, both));
    }

    [Fact]
    public void A_ledger_gives_the_same_as_its_files()
    {
        using var bench = new LedgerBench();
        bench.Import(Files(bench.Folder, ProductionSamples.Answer(Busy, Idle), ProductionSamples.Deployments));
        Assert.Equal(Of(Busy, Idle), ProductionRates.Of(bench.Tracked(), TrackSpan.All, Workloads.Built));
    }

    [Fact]
    public void A_stored_row_is_the_measured_capacity_of_those_requests()
    {
        using var folder = new TemporaryFolder();
        var problems = new Problems();
        var file = Assert.Single(MeasurementImport.Into(folder.Path, [new("production", "metrics", [Of(Busy)[0].Rates!.Row])], Workloads.Built, problems));
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        File.WriteAllText(file.Path, file.Text);
        var catalog = CatalogReader.Load(folder.Path, problems)!;
        Assert.Empty(problems.All);
        var mix = new TokenMix(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero);
        var found = new Capacities(catalog).Find(catalog.FindModel("llama-3.3-70b")!, mix, ServiceLevel.None, AllowedPrecisions.Default, ["h100-sxm"])
            .Single(capacity => capacity.Deployment is { AcceleratorId: "h100-sxm", Gpus: 4, Precision.Id: "fp8" });
        Assert.Equal((10.0, Evidence.Measured, true), (found.Requests.Value.PerSecond, found.Requests.Evidence, found.Basis!.Provenance.IsUsers));
    }

    private static string Without(string line) => ProductionSamples.Deployments.Replace(line + "\n", "", StringComparison.Ordinal);

    private static IReadOnlyList<ProductionRate> Of(params ProductionSamples.Replica[] replicas) => Of(ProductionSamples.Answer(replicas));

    private static IReadOnlyList<ProductionRate> Of(string answer, string deployments = ProductionSamples.Deployments, string? more = null)
    {
        using var folder = new TemporaryFolder();
        var problems = new Problems();
        var files = Files(folder, answer, deployments).Concat(more is null ? [] : [folder.Write("more.json", more)]).ToList();
        var tracked = new TrackedReader(Workloads.Built, problems).Read(files);
        Assert.Empty(problems.All);
        return ProductionRates.Of(tracked, TrackSpan.All, Workloads.Built);
    }

    private static string[] Files(TemporaryFolder folder, string answer, string deployments) =>
        [folder.Write("metrics.json", answer), folder.Write("deployments.toml", deployments)];

    private static (double Low, double Value, double High) Round(Estimate<TokensPerSecond> rate) =>
        (Math.Round(rate.Low.PerSecond, 6), Math.Round(rate.Value.PerSecond, 6), Math.Round(rate.High.PerSecond, 6));
}
