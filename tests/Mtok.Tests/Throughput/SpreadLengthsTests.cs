namespace Mtok.Tests;

/// <summary>Q8: finite runs whose lengths are spread end with their longest answers alone.</summary>
public sealed class SpreadLengthsTests
{
    private const int Requests = 64;
    private const double Output = 400;

    private static readonly Catalog Built = Workloads.Built;
    private static readonly ThroughputModel Model = new(Built);

    private static readonly Measurement Burst = CatalogText.Read(new Problems(), CatalogText.Measurements(
        "llama-3.1-8b,h100-sxm,1,1,1,bf16,vLLM,saturated,1000,400,,5000,,,2026-05-20,s\n"))
        .Measurements.Single(row => row.Provenance.Source == "s") with
    { Scenario = Scenario.Burst, Requests = Requests };

    [Theory]
    [InlineData(LengthSpread.Uniform, 2.0 * Requests / (Requests + 1))]
    [InlineData(LengthSpread.ShareGpt, 4.1588830833596715)]
    public void The_longest_answers_take_their_further_steps_at_a_third_of_the_batch(LengthSpread spread, double longest)
    {
        var serving = Serving();
        var even = Rate(LengthSpread.Fixed);
        var tail = (longest - 1) * Output * serving.AtBatch(Tokens.FromCount(Math.Min(Requests, serving.MaxBatch.Count) / 3)).Tpot.Seconds;
        Assert.Equal((Requests * Output / even) + tail, Requests * Output / Rate(spread), 1e-6);
    }

    [Fact]
    public void Lengths_that_are_not_stated_count_as_fixed() => Assert.Equal(Rate(LengthSpread.Fixed), Rate(LengthSpread.Unstated));

    private static double Rate(LengthSpread spread) =>
        Model.Predict(Built.FindModel("llama-3.1-8b")!, Burst with { Lengths = spread }, EngineCalibration.None)!.Value.State.Output.PerSecond;

    private static ServingModel Serving()
    {
        var engine = EngineCalibration.None.Limited(Built.FamilyOf("vLLM").BatchOn(Built.FindAccelerator("h100-sxm")!));
        return Model.Serve(Built.FindModel("llama-3.1-8b")!, new("h100-sxm", 1, new("bf16"), "vLLM"), engine, new(Burst.Input, Burst.Output, Ratio.Zero))!;
    }
}
