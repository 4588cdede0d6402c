using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

public sealed class ProgressWordsTests
{
    [Fact]
    public void The_line_says_what_was_found_and_what_is_possible()
    {
        Assert.Equal("plan, 3 s: none so far", Line(null, null));
        Assert.Equal("plan, 3 s: none so far, none below $6,391.60/month possible", Line(null, 6391.60m));
        Assert.Equal("plan, 3 s: $10,000.00/month so far, at most 10% too dear", Line(10_000, 9_000));
        Assert.Equal("plan, 3 s: $9,000.00/month, none is cheaper", Line(9_000, 9_000));
    }

    [Fact]
    public void It_fits_a_terminal_of_80_columns() => Assert.True(ProgressWords.Of(
        Of(new SolvePhase.WholeMachines(), 1_234_567.89m, 1_111_111), 12, Duration.FromSeconds(118), null).Length < 80);

    [Fact]
    public void A_search_after_the_first_and_a_curve_are_named()
    {
        Assert.StartsWith("plan (search 2), 3 of 60 s: ", ProgressWords.Of(null, 2, Duration.FromSeconds(3), Duration.FromSeconds(60)), StringComparison.Ordinal);
        Assert.Equal("curve, 3 s: 4 of 20 volumes", ProgressWords.Of(Of(new SolvePhase.Volume(4, 20), null, null), 1, Duration.FromSeconds(3), null));
    }

    private static string Line(decimal? best, decimal? bound) =>
        ProgressWords.Of(Of(new SolvePhase.FirstPlan(), best, bound), 1, Duration.FromSeconds(3), null);

    private static SolveProgress Of(SolvePhase phase, decimal? best, decimal? bound) => new(
        phase, best is { } money ? UsdPerMonth.FromDollars(money) : null, bound is { } least ? UsdPerMonth.FromDollars(least) : null);
}
