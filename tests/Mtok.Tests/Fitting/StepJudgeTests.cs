using Mtok.Fitting;

namespace Mtok.Tests;

/// <summary>The step model with a card's best kernels against whole steps measured on it.</summary>
public sealed class StepJudgeTests
{
    private static readonly string Data = Snapshot.PathOf("../shared/data/kernels");
    private static readonly StepJudge Judge = new(Workloads.Built, Data);

    public static TheoryData<string> Cards => [.. StepJudge.Cards];

    [Theory]
    [MemberData(nameof(Cards))]
    public void Whole_steps_are_within_3_percent(string card) => AssertWithin(Judge.Whole(card), median: 0.03, most: 0.06);

    [Theory]
    [MemberData(nameof(Cards))]
    public void The_share_of_a_network_that_no_law_saw_is_within_4_percent(string card) =>
        AssertWithin([.. Judge.Whole(card).Where(step => step.Kind.StartsWith("llama-3.3-70b", StringComparison.Ordinal))], median: 0.04, most: 0.06);

    [Fact]
    public void Mixed_steps_are_within_4_percent() => AssertWithin(Judge.Mixed("h100-sxm"), median: 0.04, most: 0.10);

    private static void AssertWithin(IReadOnlyList<(string Kind, double Error)> steps, double median, double most)
    {
        Assert.SkipUnless(Directory.Exists(Data), "the measured steps are not beside the repository");
        var errors = steps.Select(step => Math.Abs(step.Error)).Order().ToList();
        Assert.True(errors.Count >= 8);
        Assert.True(errors[errors.Count / 2] <= median, $"median {errors[errors.Count / 2]:0.0%}");
        Assert.True(errors[(int)(0.9 * (errors.Count - 1))] <= most, $"P90 {errors[(int)(0.9 * (errors.Count - 1))]:0.0%}");
    }
}
