namespace Mtok.Tests;

public sealed class FrontierTests
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly TokenMix Mix = new(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero);

    [Theory]
    [InlineData("llama-3.3-70b", "h100-sxm", 4)]
    [InlineData("deepseek-r1", "h200-sxm", 8)]
    [InlineData("llama-3.1-8b", "l4", 1)]
    public void It_goes_from_exactly_one_user_to_the_largest_batch(string name, string device, int gpus)
    {
        var (model, deployment) = (Built.FindModel(name)!, new Deployment(device, gpus, new("fp8"), ""));
        var serving = new ThroughputModel(Built).Serve(model, deployment, EngineCalibration.None, Mix)!;
        var states = serving.Frontier(24);
        Assert.Equal(24, states.Count);
        Assert.Equal(1, states[0].Concurrency.Count, 1e-9);
        Assert.Equal(serving.MaxBatch, states[^1].Batch);
        Assert.Equal(1, serving.AtConcurrency(Tokens.FromCount(1)).Concurrency.Count, 1e-9);
    }

    [Fact]
    public void Published_runs_beside_it_are_of_its_own_replica_and_near_lengths()
    {
        var frontier = new CapacityAnswers(new(Built)).Frontier(Built.FindModel("llama-3.3-70b")!, Built.FindAccelerator("h100-sxm")!, 4, new("fp8"), null, Mix, 8)!;
        Assert.True(frontier.Measured.Count >= 3);
        Assert.All(frontier.Measured, point =>
        {
            Assert.Equal(("h100-sxm", 4, "fp8"), (point.Run.AcceleratorId, point.Run.Gpus, point.Run.Precision.Id));
            Assert.InRange(point.Run.Input.Count, 800, 1250);
            Assert.InRange(point.Run.Output.Count, 800, 1250);
            Assert.Equal(point.Run.OutputRate.PerSecond / 4, point.PerGpu.PerSecond, 1e-9);
        });
    }
}
