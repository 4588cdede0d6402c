using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>The program over a tree of scenarios (H1 to H4), with given costs and nothing else.</summary>
public sealed class MoveProgramTests
{
    private const double Rent = 900_000;
    private const double Own = 740_000;
    private const int Parts = 10;

    /// <summary>A unit of demand in ten parts, which machines may be bought for; what is missing is rented.</summary>
    private static MoveProblem Given(params (double Demand, double Chance)[] branches) => new(
        new(1, [new(0.5, branches)], 5),
        0.08,
        [new(double.PositiveInfinity, count => Own * count / Parts, [.. Enumerable.Range(1, 2 * Parts)])],
        1,
        (_, demand, held, _) => Rent * Math.Max(0, demand - ((double)held[0] / Parts)));

    private static MoveProblem Golden { get; } = Given((0.3, 0.3), (1, 0.4), (2, 0.3));

    private static double Millions(MoveFreedom freedom, MoveProblem? problem = null) =>
        Math.Round(new MoveProgram(problem ?? Golden, freedom).Best.Value / 1e6, 2);

    [Fact]
    public void Five_years_of_rent_or_machines_of_ones_own_cost_what_was_reckoned_by_hand()
    {
        Assert.Equal(4.06, Millions(new([Parts], Later: false)));
        Assert.Equal(3.39, Millions(new([0], Later: true)));
        Assert.Equal(4.03, Millions(new([0], Later: false)));
        Assert.InRange(Millions(MoveFreedom.All), 3.36, 3.38);
        Assert.Equal(3, new MoveProgram(Golden).Best.Held[0]);
    }
}
