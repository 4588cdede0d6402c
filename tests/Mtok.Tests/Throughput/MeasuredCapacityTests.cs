namespace Mtok.Tests;

public sealed class MeasuredCapacityTests
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly MeasuredCapacity Capacity = new(Built);

    [Theory]
    [InlineData("llama-3.1-70b")]
    [InlineData("llama-3.3-70b")]
    public void Exact_conditions_give_the_published_figure(string model)
    {
        var capacity = Find(model, 1000, 1000, ServiceLevel.None, "2x h100-sxm fp8 TensorRT-LLM")!;
        Assert.Equal(Evidence.Measured, capacity.Requests.Evidence);
        Assert.Equal(capacity.Basis!.OutputRate.PerSecond / 1000, capacity.Requests.Value.PerSecond, 1e-9);
        Assert.InRange(capacity.Basis!.OutputRate.PerSecond / 2, 2100, 2300);
    }

    [Fact]
    public void One_h100_has_hardly_room_for_a_70b_in_8_bits() =>
        Assert.InRange(Find("llama-3.1-70b", 1000, 1000, ServiceLevel.None, "1x h100-sxm fp8 TensorRT-LLM")!.Basis!.OutputRate.PerSecond, 700, 900);

    [Fact]
    public void Near_conditions_are_carried_over_within_an_interval()
    {
        var capacity = Find("llama-3.1-70b", 1300, 1400, ServiceLevel.None, "2x h100-sxm fp8 TensorRT-LLM")!;
        Assert.Equal(Evidence.Interpolated, capacity.Requests.Evidence);
        Assert.True(capacity.Requests.Low < capacity.Requests.Value && capacity.Requests.Value < capacity.Requests.High);
        Assert.InRange(capacity.LengthFactor.Value, 1.05, 4);
    }

    [Theory]
    [InlineData("llama-3.3-70b", "h100-sxm")]
    [InlineData("llama-2-70b", "l40s")]
    [InlineData("deepseek-r1", "mi300x")]
    public void Asking_for_one_device_gives_what_asking_for_all_gives_of_it(string model, string device)
    {
        var level = new ServiceLevel(Duration.FromSeconds(5), null);
        foreach (var limits in new[] { ServiceLevel.None, level })
        {
            var all = Capacity.Find(Built.FindModel(model)!, Mix(700, 700), limits, AllowedPrecisions.Default).Where(found => found.Deployment.AcceleratorId == device);
            Assert.Equal(all, Capacity.FindOn(device, Built.FindModel(model)!, Mix(700, 700), limits, AllowedPrecisions.Default));
        }

        Assert.NotEmpty(Built.MeasurementsLike(Built.FindModel(model)!, device));
    }

    [Fact]
    public void Far_conditions_are_refused_with_the_distance()
    {
        Assert.Null(Find("llama-3.1-70b", 100_000, 10, ServiceLevel.None, "2x h100-sxm fp8 TensorRT-LLM"));
        var reason = Capacity.WhyUnknown(Built.FindModel("llama-3.1-70b")!, "h100-sxm", Mix(100_000, 10), ServiceLevel.None, AllowedPrecisions.Default);
        Assert.Contains("x apart (limit 4x)", reason, StringComparison.Ordinal);
        Assert.StartsWith("no measured throughput", Capacity.WhyUnknown(Built.FindModel("llama-3.1-70b")!, "l4", Mix(1000, 1000), ServiceLevel.None, AllowedPrecisions.Default), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_level_leaves_only_measurements_that_met_it()
    {
        var tight = new ServiceLevel(Duration.FromSeconds(2), Duration.FromMilliseconds(200));
        var found = Capacity.Find(Built.FindModel("llama-2-70b")!, Mix(222, 291), tight, AllowedPrecisions.Default);
        Assert.NotEmpty(found);
        Assert.All(found, capacity => Assert.True((capacity.Basis!.TpotP99 ?? capacity.Basis!.Tpot) <= tight.Tpot && (capacity.Basis!.TtftP99 ?? capacity.Basis!.Ttft) <= tight.Ttft));
        Assert.Empty(Capacity.Find(Built.FindModel("llama-2-70b")!, Mix(222, 291), new(null, Duration.FromMilliseconds(1)), AllowedPrecisions.Default));
    }

    [Fact]
    public void The_same_network_but_for_its_vocabulary_counts_as_near()
    {
        var level = new ServiceLevel(null, Duration.FromMilliseconds(200));
        var capacity = Capacity.Find(Built.FindModel("llama-3.3-70b")!, Mix(222, 291), level, AllowedPrecisions.Default)[0];
        Assert.Equal("llama-2-70b", capacity.Basis!.ModelId);
        Assert.Equal(Evidence.Interpolated, capacity.Requests.Evidence);
        Assert.Contains("except its vocabulary", capacity.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fp8", "bf16", "h100-sxm", true)]
    [InlineData("fp4", "bf16", "b200-sxm", false)]
    [InlineData("mxfp4", "mxfp4", "h100-sxm", true)]
    [InlineData("unstated", "bf16", "h100-sxm", true)]
    [InlineData("unstated", "bf16", "b200-sxm", false)]
    public void Four_bits_must_be_asked_for(string precision, string published, string accelerator, bool allowed)
    {
        var model = Built.FindModel("llama-3.3-70b")! with { WeightsPrecision = new(published) };
        Assert.Equal(allowed, AllowedPrecisions.Default.Allow(new(precision), model, Built.FindAccelerator(accelerator)!));
        Assert.True(new AllowedPrecisions([new(precision)]).Allow(new(precision), model, Built.FindAccelerator(accelerator)!));
    }

    private static ReplicaCapacity? Find(string model, double input, double output, ServiceLevel level, string deployment) =>
        Capacity.Find(Built.FindModel(model)!, Mix(input, output), level, AllowedPrecisions.Default).FirstOrDefault(capacity => capacity.Deployment.ToString() == deployment);

    private static TokenMix Mix(double input, double output) => new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero);
}
