using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What a demand asks of one kind of machine, where requests of several deadlines wait.</summary>
public sealed class KindLoadTests
{
    /// <summary>Whatever the capacity, as much stays unserved as of a line that serves the most urgent first for ever.</summary>
    [Fact]
    public void What_is_not_served_by_its_deadline_is_left()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var small = SmallReckoning.Of(seed, waits: true);
            var (load, bills) = (Load(small), new StepwiseBills(small));
            var machines = bills.LeastCapacity * new[] { 0.15, 0.45, 0.7, 0.95, 1.01 }[seed % 5];
            var rate = small.Machines.First.Rates[0].PerSecond;
            var left = load.Left(machines * rate);
            var (unserved, hours) = (bills.Unserved(machines), left.Index().Sum(level => level.Item * load.Levels[level.Index].Hours) / rate);
            Assert.True(Math.Abs(unserved - hours) <= 1e-6 * (1 + hours), $"case {seed}: {unserved} and {hours} of {small}");
            Assert.All(left, one => Assert.True(one >= 0));
        }
    }

    /// <summary>12 requests, in the first of six hours that repeat: in as many hours as they may wait, and in all six at most.</summary>
    [Theory]
    [InlineData(0, 12)]
    [InlineData(1, 6)]
    [InlineData(2, 4)]
    [InlineData(5, 2)]
    [InlineData(6, 2)]
    [InlineData(100, 2)]
    public void The_least_capacity_falls_with_the_deadline(int hours, double least)
    {
        var load = Load(SmallReckoning.Plain([12, 0, 0, 0, 0, 0], hours));
        Assert.Equal(least, load.Least, 1e-7);
        Assert.Equal((int)least, load.Needed(1));
        Assert.Equal(hours > 0, load.MayWait);
        Assert.All(load.Left(least), left => Assert.Equal(0, left, 1e-6));
    }

    /// <summary>A whole number of machines that is just enough is enough, however it is found.</summary>
    [Theory]
    [InlineData(5, 1, 3)]
    [InlineData(90, 89, 90)]
    [InlineData(77, 3, 40)]
    [InlineData(99999, 1, 50000)]
    public void Just_enough_is_enough(double first, double second, int machines) =>
        Assert.Equal(machines, Load(SmallReckoning.Plain([first, second], 1)).Needed(1));

    /// <summary>174 in 60 hours: 3 machines for the last 58 of them.</summary>
    [Fact]
    public void Work_of_a_longer_span_than_is_tried_whole_is_gathered_nearly_as_well()
    {
        double[] hours = [.. Enumerable.Range(0, 60).Select(hour => (double)(hour % 7))];
        var counts = Load(SmallReckoning.Plain(hours, 60)).ByTheStep(1, 0.2);
        Assert.Equal(3 * 58, counts.Sum());
        var waiting = 0.0;
        foreach (var (hour, count) in counts.Index())
        {
            waiting = Math.Max(0, waiting + hours[hour] - count);
        }

        Assert.Equal(0, waiting, 1e-6);
        Assert.Equal([0, 0, 3], counts.Take(3));
        Assert.Equal(3, counts.Max());
    }

    /// <summary>Where all hours ask the same, machines may as well run through: a start would cost more.</summary>
    [Fact]
    public void A_start_is_saved_where_machines_may_run_through() => Assert.Equal([2, 2, 2, 2], Load(SmallReckoning.Plain([2, 2, 2, 2], 4)).ByTheStep(1, 0.5));

    [Fact]
    public void Blocks_begin_again_with_each_span()
    {
        var small = SmallReckoning.Plain([3, 3, 3], 2);
        var span = small.Problem.Demand.Spans[0];
        var two = small with { Problem = small.Problem with { Demand = small.Problem.Demand with { Spans = [span with { Share = Ratio.FromValue(0.5) }, span with { Share = Ratio.FromValue(0.5) }] } } };
        Assert.Equal([0, 6, 3, 0, 6, 3], Load(two).ByTheStep(1, 0));
    }

    private static KindLoad Load(SmallReckoning small) => new(small.Problem, new(small.Problem), small.Machines.First);
}
