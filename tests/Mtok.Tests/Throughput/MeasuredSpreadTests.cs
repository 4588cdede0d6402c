using Mtok.Fitting;

namespace Mtok.Tests;

/// <summary>The half widths of measured figures (T4), refitted on the built-in catalog and judged with whole sources left out.</summary>
public sealed class MeasuredSpreadTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<HeldOutFigure> Figures = HeldOutFigures.Of(Workloads.Built);

    [Fact]
    public void The_constants_are_those_of_the_fit()
    {
        var fits = HeldOutFigures.Fit(Figures).ToList();
        Assert.Equal(Enum.GetValues<CarriedLengths>(), fits.Select(fit => fit.Carried));
        Assert.All(fits, fit => Assert.Equal(fit.HalfWidth, MeasuredSpread.Of(fit.Carried).Value, 0.01));
    }

    [Fact]
    public void Nine_of_ten_runs_of_a_source_left_out_are_inside_kind_by_kind()
    {
        foreach (var kind in Figures.GroupBy(figure => figure.Carried))
        {
            var inside = kind.GroupBy(figure => figure.Source).Sum(source => source.Count() * HeldOutFigures.Inside(Figures, source.Key, kind.Key)) / kind.Count();
            output.WriteLine($"{kind.Key}: {kind.Count()} runs, {inside:0.0%} inside");
            Assert.InRange(kind.Count(), 40, 2000);
            Assert.InRange(inside, 0.85, 0.95);
        }
    }
}
