namespace Mtok.Tests;

/// <summary>E3: intervals from errors on publications that were left out.</summary>
public sealed class IntervalFitTests
{
    private const int FewestRows = 40;
    private static readonly Capacities Capacities = new(Workloads.Built);

    [Fact]
    public void Where_nothing_was_measured_the_interval_is_a_factor_of_three()
    {
        var interval = ErrorInterval.For([], "dense", "NVIDIA", "");
        Assert.Equal((-Math.Log(3), Math.Log(3)), (interval.Low.Value, interval.High.Value));
    }

    [Fact]
    public void Every_interval_of_the_catalog_holds_its_figure_and_names_two_publications() => Assert.All(
        Workloads.Built.Intervals,
        interval => Assert.True(interval is { Low.Value: < 0, High.Value: > 0, Rows: >= FewestRows, Publications: >= 2 }, interval.ToString()));

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_class_has_enough_rows_of_two_publications_and_holds_the_figure_itself()
    {
        var intervals = IntervalFit.Of(Capacities);
        Assert.NotEmpty(intervals);
        Assert.All(intervals, one => Assert.True(one.Rows >= FewestRows && one.Publications >= 2 && one.Low < Ratio.Zero && one.High > Ratio.Zero, one.ToString()));
        Assert.Equal(intervals.Count, intervals.Select(one => (one.Network, one.Vendor, one.Load)).Distinct().Count());
        foreach (var one in intervals.Where(one => one.Load.Length > 0))
        {
            var wider = Assert.Single(intervals, other => (other.Network, other.Vendor, other.Load) == (one.Network, one.Vendor, ""));
            Assert.True(wider.Rows >= one.Rows && wider.Publications >= one.Publications);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Of_the_rows_of_left_out_publications_nine_of_ten_lie_within()
    {
        var judged = HeldOutPrediction.All(Capacities).Where(row => !EngineFit.IsContest(row.Row)).ToList();
        Assert.InRange(judged.Count(row => row.IsWithin) / (double)judged.Count, 0.88, 0.98);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_same_rows_give_the_same_intervals() => Assert.Equal(IntervalFit.Of(Capacities), IntervalFit.Of(new(Workloads.Built)));
}
