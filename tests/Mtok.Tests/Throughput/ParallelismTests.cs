namespace Mtok.Tests;

/// <summary>Pipelines (P1), spread experts (P2) and drafted tokens (P3), by the laws they obey and against published runs that no fit saw.</summary>
public sealed class ParallelismTests
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly ThroughputModel Throughput = new(Built);
    private static readonly ModelledCapacity Modelled = new Capacities(Built).Modelled;
    private static readonly StepLoad Load = new(Tokens.FromCount(64), Tokens.FromCount(2000), Tokens.FromCount(128), Tokens.FromCount(500));
    private static readonly TokenMix Mix = new(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero);

    [Fact]
    public void A_pipeline_of_one_stage_is_the_step_and_what_it_sends()
    {
        var whole = Step("llama-3.1-405b", 4);
        var link = Kernels.AllReduceOver(2);
        var send = link.Latency.Seconds + (2 * 192 * 16384 / link.Bandwidth.PerSecond);
        Assert.Equal(whole.Of(Load).Total.Seconds + send, new PipelinedStep(whole, 1, 16384, link).Of(Load).Total.Seconds, 1e-12);
    }

    /// <summary>Each of the stages sees a share of the sequences, each sequence all the layers.</summary>
    [Fact]
    public void Micro_batches_read_all_weights_each()
    {
        var whole = Step("llama-3.1-405b", 4);
        var quarter = Load with { Decode = Tokens.FromCount(16), Prefill = Tokens.FromCount(32) };
        var time = new PipelinedStep(whole, 4, 16384, Kernels.AllReduceOver(2)).Of(Load);
        Assert.Equal(whole.Of(quarter).Gemm, time.Gemm);
        Assert.Equal(whole.Of(quarter).KvRead, time.KvRead);
        Assert.Equal(4 * whole.Of(quarter).Head.Seconds, time.Head.Seconds, 1e-12);
    }

    [Fact]
    public void No_arrangement_serves_more_than_the_hardware_can()
    {
        foreach (var parallelism in new Parallelism[] { new(2, false, null), new(1, true, null), new(2, true, null) })
        {
            var model = Built.FindModel("deepseek-r1")!;
            var served = Throughput.Serve(model, Replica("h200-sxm", 8, parallelism), EngineCalibration.None, Mix)!.Saturated();
            Assert.True(served.Requests <= HardwareBound.Requests(model, Built.FindAccelerator("h200-sxm")!, 8, Mix), parallelism.ToString());
        }
    }

    /// <summary>671 billion parameters, of which 656 are routed experts: seven devices repeat the rest; keys and values are kept once, not eight times.</summary>
    [Fact]
    public void Spread_experts_repeat_all_else_and_keep_keys_and_values_once()
    {
        var model = Built.FindModel("deepseek-r1")!;
        var plain = Throughput.Fit(model, Replica("h200-sxm", 8, Parallelism.Plain), EngineCalibration.None)!;
        var spread = Throughput.Fit(model, Replica("h200-sxm", 8, new(1, true, null)), EngineCalibration.None)!;
        Assert.Equal(58L * 256 * 3 * 7168 * 2048, model.Network!.CountRoutedExperts());
        Assert.Equal(plain.Weights.Count + (7 * (model.Parameters!.Value - model.Network.CountRoutedExperts())), spread.Weights.Count, 1);
        Assert.Equal(plain.KvPerToken.Count / 8, spread.KvPerToken.Count, 1e-9);
    }

    [Fact]
    public void Spread_experts_are_read_once_by_all_devices_together()
    {
        var (network, device) = (Built.FindModel("deepseek-r1")!.Network!, Built.FindAccelerator("h200-sxm")!);
        var kernels = Built.KernelsOf(device)!;
        Precision fp8 = new("fp8");
        StepModel Alone(int perToken) => new(network with { Experts = network.Experts! with { PerToken = perToken } }, device, kernels, 1, fp8, fp8);
        var few = new StepLoad(Tokens.FromCount(8), Tokens.FromCount(100), default, default);
        var time = new ExpertParallelStep(network, device, kernels, 8, fp8, fp8).Of(few).Gemm.Seconds;
        var experts = 58 * 256 * (1 - Math.Pow(1 - (8 / 256.0), 8)) * 3 * 7168 * 2048 / (8 * device.MemoryBandwidth!.Value.PerSecond * kernels.GroupedMultiply("fp8").Read.Value);
        // Router, choice, sorting and sum of 58 layers come on top: 21 to 31 us a layer, and the launches of three multiplies.
        var around = time - Alone(0).Of(few with { Decode = Tokens.FromCount(1) }).Gemm.Seconds - experts;
        Assert.InRange(around / 58, 20e-6, 60e-6);
    }

    [Theory]
    [InlineData(0.5, 2, 1.75)]
    [InlineData(0, 4, 1)]
    [InlineData(1, 3, 4)]
    public void A_step_yields_the_tokens_before_the_first_refusal(double acceptance, int drafted, double expected) =>
        Assert.Equal(expected, new Speculation(Ratio.FromValue(acceptance), drafted).TokensPerStep.Count, 1e-12);

    [Fact]
    public void Drafting_pays_for_few_users_and_costs_where_nothing_is_accepted()
    {
        SteadyState Alone(Speculation? ahead) => Throughput.Serve(Built.FindModel("llama-3.3-70b")!, Replica("h100-sxm", 4, new(1, false, ahead)), EngineCalibration.None, Mix)!.AtConcurrency(Tokens.FromCount(1));
        var plain = Alone(null);
        Assert.InRange((Alone(new(Ratio.FromValue(0.8), 3)).Output / plain.Output).Value, 2.2, 2.96);
        Assert.True(Alone(new(Ratio.Zero, 3)).Output < plain.Output);
        Assert.Equal(plain.Output.PerSecond, Alone(new(Ratio.FromValue(0.8), 0)).Output.PerSecond, plain.Output.PerSecond * 1e-9);
    }

    /// <summary>Published pipelines, which no calibration was fitted on: how far off the model is may not grow unseen, nor leave its interval.</summary>
    [Fact]
    public void Published_pipelines_are_within_the_interval()
    {
        var errors = Built.Measurements.Where(row => row.PipelineParallel > 1).Select(Error).OfType<double>().Select(Math.Abs).Order().ToList();
        Assert.True(errors.Count >= 60);
        Assert.InRange(errors[errors.Count / 2], 0, 0.35);
        Assert.InRange(errors[errors.Count * 9 / 10], 0, 0.85);
    }

    /// <summary>Four and eight L40S have no link but PCIe: published runs tell what a ring over it reaches.</summary>
    [Fact]
    public void Devices_on_PCIe_share_it_in_a_ring()
    {
        var kernels = Built.KernelsOf(Built.FindAccelerator("l40s")!)!;
        Assert.Equal(kernels.AllReduceOver(2).Bandwidth.PerSecond * 8 / 14, kernels.AllReduceOver(8).Bandwidth.PerSecond, 1);
        Assert.True(kernels.AllReduceOver(8).Bandwidth > BytesPerSecond.FromGigabytes(4.6));
        var errors = Built.Measurements.Where(row => row is { AcceleratorId: "l40s", TensorParallel: 4 or 8 } && row.Precision != Precision.Unstated).Select(Error).OfType<double>().Select(Math.Abs).Order().ToList();
        Assert.True(errors.Count >= 80);
        Assert.InRange(errors[errors.Count / 2], 0, 0.25);
    }

    [Fact]
    public void Devices_measured_one_at_a_time_borrow_their_exchange_and_say_so_by_a_wider_interval()
    {
        var answers = new CapacityAnswers(new(Built));
        var question = new CapacityQuestion(null, ServiceLevel.None);
        double Width(int gpus)
        {
            var output = answers.Of(Built.FindModel("qwen3-32b")!, Built.FindAccelerator("rtx-pro-6000")!, gpus, new("fp8"), null, Mix, question).Output!;
            return output.High / output.Low is var width ? width.Value : 0;
        }

        Assert.True(Width(2) > Width(1) * 1.1);
        Assert.NotNull(answers.Of(Built.FindModel("qwen3-32b")!, Built.FindAccelerator("rtx-4090")!, 4, new("fp8"), null, Mix, question).Output);
    }

    private static KernelConstants Kernels => Built.KernelsOf(Built.FindAccelerator("h100-sxm")!)!;

    private static StepModel Step(string model, int gpus) =>
        new(Built.FindModel(model)!.Network!, Built.FindAccelerator("h100-sxm")!, Kernels, gpus, new("fp8"), new("fp8"));

    private static Deployment Replica(string device, int gpus, Parallelism parallelism) => new(device, gpus, new("fp8"), "vLLM") { Parallelism = parallelism };

    private static double? Error(Measurement row)
    {
        var model = Built.FindModel(row.ModelId)!;
        return model.Network is not null && Throughput.Predict(model, row, Modelled.EngineFor(model, Built.FindAccelerator(row.AcceleratorId)!, row.Engine)) is { } predicted
            ? Math.Log(predicted.State.Output.PerSecond * predicted.Copies / row.OutputRate.PerSecond)
            : null;
    }
}
