using CsCheck;
using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

public sealed class LatencySummaryTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void Percentiles_are_those_of_the_sorted_times() => Gen.Double[0, 1e15].Array[1, 400].Sample(times =>
    {
        var log = new OutcomeLog();
        foreach (var time in times)
        {
            log[log.Add(default, 0)].End = (long)time;
        }

        var sorted = times.Select(time => (long)time).Order().ToArray();
        var found = LatencySummary.Of(log, (in Outcome outcome) => outcome.End);
        Assert.Equal(found, LatencySummary.Counted(log, (in Outcome outcome) => outcome.End));
        foreach (var (share, value) in new[] { (0.5, found.P50), (0.9, found.P90), (0.95, found.P95), (0.99, found.P99) })
        {
            Assert.Equal(Ticks.ToDuration(sorted[(int)Math.Ceiling((share * sorted.Length) - 1e-9) - 1]), value);
        }

        Assert.Equal(sorted.Average(), found.Mean.Seconds * Ticks.PerSecond, 1e-9 * sorted.Average());
    });

    [Fact]
    public void Nobody_has_no_time() => Assert.Equal(LatencySummary.None, LatencySummary.Of(new(), (in Outcome outcome) => outcome.End));
}
