namespace Mtok.Tests;

/// <summary>What carrying a measurement over to other lengths is worth: each saturated 8-bit run hidden in turn and predicted from another.</summary>
public sealed class LengthLawTests(ITestOutputHelper output)
{
    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData(true, 4, 0.08, 0.15)]
    [InlineData(false, 2, 0.15, 0.22)]
    public void A_hidden_run_is_predicted_from_another(bool ownLaw, double farthest, double median, double spread)
    {
        var groups = Built.Measurements
            .Where(row => row is { Scenario: Scenario.Saturated, Precision.Id: "fp8" })
            .GroupBy(row => (row.ModelId, row.AcceleratorId, row.Gpus, row.PipelineParallel, row.Provenance.Source))
            .Where(group => group.Count() >= 6 && LengthLaw.Fit([.. group]) is not null).ToList();
        var laws = groups.ToDictionary(group => group.Key, group => LengthLaw.Fit([.. group])!);
        var errors = new List<double>();
        foreach (var group in groups)
        {
            var borrowed = LengthLaw.Median([.. laws.Where(law => law.Key.ModelId != group.Key.ModelId).Select(law => law.Value)])!;
            foreach (var hidden in group)
            {
                var others = group.Where(row => row != hidden).ToList();
                if ((ownLaw ? LengthLaw.Fit(others) : borrowed) is not { } law)
                {
                    continue;
                }

                var near = others.Where(row => Factor(row, hidden) <= farthest).ToList();
                errors.AddRange(near.Select(row => Math.Log(law.CarryOver(row, MixOf(hidden)).PerSecond / hidden.RequestRate.PerSecond)));
            }
        }

        var sorted = errors.Select(Math.Abs).Order().ToList();
        var inside = sorted.Count(error => error <= spread) / (double)sorted.Count;
        output.WriteLine($"{sorted.Count} predictions {(ownLaw ? "with the deployment's own law" : "with a law of other models")}, lengths within {farthest}x: median error {sorted[sorted.Count / 2]:0.0%}, 90th percentile {sorted[sorted.Count * 9 / 10]:0.0%}, within the interval {inside:0%}");
        Assert.True(sorted.Count > 200);
        Assert.True(sorted[sorted.Count / 2] < median, $"median error {sorted[sorted.Count / 2]:0.0%}");
        Assert.True(inside >= 0.85, $"within the interval {inside:0%}");
    }

    [Fact]
    public void A_law_is_found_again_in_runs_that_follow_it()
    {
        var runs = new (double, double)[] { (128, 2048), (1000, 1000), (2048, 128), (500, 2000), (5000, 500), (128, 128) }.Select(Run).ToList();
        var law = LengthLaw.Fit(runs)!;
        var (from, to) = (runs[0], Run((3000, 700)));
        Assert.Equal(to.RequestRate.PerSecond, law.CarryOver(from, MixOf(to)).PerSecond, to.RequestRate.PerSecond * 1e-6);
        Assert.Null(LengthLaw.Fit([.. runs.Take(4)]));
    }

    [Fact]
    public void Longer_requests_are_never_faster()
    {
        foreach (var run in Built.Measurements.Where(row => row.Scenario == Scenario.Saturated).DistinctBy(row => (row.ModelId, row.AcceleratorId)))
        {
            var law = LengthLaw.Fit([.. Built.Measurements.Where(row => row.Scenario == Scenario.Saturated && row.ModelId == run.ModelId && row.AcceleratorId == run.AcceleratorId)]) ?? LengthLaw.Proportional;
            var rates = new[] { 0.5, 1, 2 }.Select(factor => law.CarryOver(run, new(run.Input * Ratio.FromValue(factor), run.Output * Ratio.FromValue(factor), Ratio.Zero)).PerSecond).ToList();
            Assert.True(rates[0] > rates[1] && rates[1] > rates[2]);
        }
    }

    private static double Factor(Measurement left, Measurement right) => Math.Max(Apart(left.Input, right.Input), Apart(left.Output, right.Output));

    private static double Apart(Tokens left, Tokens right) => Math.Max(left.Count / right.Count, right.Count / left.Count);

    private static TokenMix MixOf(Measurement row) => new(row.Input, row.Output, Ratio.Zero);

    /// <summary>A run that follows the law exactly.</summary>
    private static Measurement Run((double Input, double Output) lengths)
    {
        var (input, output) = lengths;
        var time = (input * 1e-5) + (output * 7e-5) + (output * (input + (output / 2)) * 3e-8);
        return new(
            "m", "a", 1, 1, 1, new("fp8"), "e", "", Scenario.Saturated, Tokens.FromCount(input), Tokens.FromCount(output), null, TokensPerSecond.FromPerSecond(output / time),
            null, null, null, null, "", "", new(AsOf.Undated, "s", new("f", 1, 1)));
    }
}
