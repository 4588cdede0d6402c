using CsCheck;
using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

public sealed class LatencyTallyTests
{
    private const int Few = 20_000;

    /// <summary>Times that are spread, that are few, that are all the same, that span all magnitudes, that are not whole.</summary>
    private static readonly Gen<double[]> Times = Gen.OneOf(
        Gen.Double[0, 1e15].Array[1, 400],
        Gen.Int[0, 3].Select(value => value * 1e9).Array[1, 400],
        Gen.Select(Gen.Double[0, 1e13], Gen.Int[1, 400]).Select((value, count) => Enumerable.Repeat(value, count).ToArray()),
        Gen.Double[0, 62].Select(power => Math.Pow(2, power)).Array[1, 400],
        Gen.Double[0, 3].Array[1, 400]);

    [Fact]
    public void Percentiles_are_those_of_the_sorted_times() =>
        Times.Sample(times => AssertSorted(times, Tally(times, long.MaxValue)), iter: 1000);

    [Fact]
    public void Negative_times_are_none()
    {
        AssertSorted([1, 5], Tally([-1, 5, -1, 1], long.MaxValue));
        Assert.Equal(LatencySummary.None, Tally([-1], long.MaxValue).Summary());
    }

    [Fact]
    public void Percentiles_are_exact_when_most_times_are_dropped()
    {
        var random = new Random(1);
        double[] times = [.. Enumerable.Range(0, 40 * Few).Select(_ => Math.Floor(1e12 * -Math.Log(1 - random.NextDouble())))];
        var tally = Tally(times, Few);
        Assert.True(tally.IsExact);
        AssertSorted(times, tally);
    }

    [Fact]
    public void Percentiles_that_moved_are_found_when_the_times_are_seen_again()
    {
        double[] times = [.. Enumerable.Range(0, 40 * Few).Select(index => 1e9 + (1e6 * index))];
        var tally = Tally(times, Few);
        Assert.False(tally.IsExact);
        tally.BeginAgain();
        foreach (var time in times)
        {
            tally.Seek(time);
        }

        Assert.True(tally.IsExact);
        AssertSorted(times, tally);
    }

    [Fact]
    public void More_equal_times_than_are_kept_are_no_obstacle()
    {
        double[] times = [.. Enumerable.Range(0, 5 * Few).Select(index => index % 10 == 0 ? 1e9 + index : 3e9)];
        AssertSorted(times, Tally(times, Few));
    }

    private static LatencyTally Tally(double[] times, long most)
    {
        var tally = new LatencyTally(most);
        Array.ForEach(times, tally.Count);
        return tally;
    }

    private static void AssertSorted(double[] times, LatencyTally tally)
    {
        double[] sorted = [.. times.Order()];
        var found = tally.Summary();
        Assert.Equal(sorted.Length, found.Count);
        foreach (var (share, value) in new[] { (0.5, found.P50), (0.9, found.P90), (0.95, found.P95), (0.99, found.P99) })
        {
            Assert.Equal(Ticks.ToDuration((long)Math.Round(sorted[(int)Math.Ceiling((share * sorted.Length) - 1e-9) - 1])), value);
        }

        Assert.Equal(sorted.Average(), found.Mean.Seconds * Ticks.PerSecond, 1e-9 * sorted.Average());
    }
}
