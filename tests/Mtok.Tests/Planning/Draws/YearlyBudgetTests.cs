using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A year's bill over draws, and what doubles it (U9).</summary>
public sealed class YearlyBudgetTests
{
    private static readonly Band Sure = new(Ratio.One, Ratio.One, new BandSource.Assumed());

    /// <summary>One API, whose bill is demand times price: a known price doubles it at twice, demand at twice, and nothing else.</summary>
    [Fact]
    public void An_API_doubles_with_demand_and_with_its_price()
    {
        var budget = Budget(new(Sure, Sure, PriceTrends.Same(Ratio.Zero)), Ratio.Zero);
        Assert.Equal(12 * 5 * 3600 * 730 * 0.001, (double)budget.Year.Value.Dollars, 1e-3);
        Assert.Equal(budget.Year.Low, budget.Year.High);
        Assert.Equal([new UncertainFigure.ApiPrices(), new UncertainFigure.Demand()], budget.Doubles.Select(doubling => doubling.Figure));
        Assert.All(budget.Doubles, doubling => Assert.Equal(2, doubling.At.Value, 1e-6));
    }

    /// <summary>The mean of a price's walk over the middles of four quarters, by the walk's own steps from another generator.</summary>
    [Fact]
    public void A_price_that_walks_spreads_the_year_as_the_mean_of_its_walk()
    {
        var trend = new PriceTrend(Ratio.FromPercent(30), Duration.FromYears(0.5), new BandSource.Assumed()) { Spread = Ratio.FromValue(0.6) };
        var budget = Budget(new(Sure, Sure, PriceTrends.Of(trend, trend, trend)), Ratio.Zero);
        var random = new Random(11);
        double[] years = [.. Enumerable.Range(0, 20_000).Select(_ =>
        {
            var (log, sum) = (0.0, 0.0);
            for (var quarter = 0; quarter < 4; quarter++)
            {
                log += 0.6 * Math.Sqrt((quarter == 0 ? 0.5 : 1) / 4) * Spread.Normal(random);
                var years = (quarter + 0.5) / 4;
                sum += Math.Exp(log - (0.36 * years / 2)) * Math.Pow(1.3, Math.Min(years, 0.5)) / 4;
            }

            return sum;
        }).Order()];
        var flat = 12 * 5 * 3600 * 730 * 0.001;
        Assert.Equal(1, (double)budget.Year.Low.Dollars / flat / years[1000], 0.08);
        Assert.Equal(1, (double)budget.Year.Value.Dollars / flat / years[10_000], 0.08);
        Assert.Equal(1, (double)budget.Year.High.Dollars / flat / years[19_000], 0.1);
    }

    /// <summary>Where people are most of the bill, no figure within ten times doubles it.</summary>
    [Fact]
    public void What_is_mostly_fixed_is_doubled_by_nothing() =>
        Assert.Empty(Budget(new(Sure, Sure, PriceTrends.Same(Ratio.Zero)), Ratio.FromValue(20)).Doubles);

    /// <summary>At each multiple that is said to double the bill of any small plan it is twice the bill, and a hair before it is not.</summary>
    [Fact]
    public void Any_plan_costs_twice_as_much_where_a_figure_doubles_it() => CsCheck.Check.Sample(
        SmallFleets.Any,
        problem =>
        {
            if (FleetProgram.Solve(problem, SolveLimits.Default).BestPlan is not { } plan || plan.Bill.Dollars <= 0)
            {
                return;
            }

            var outlook = new Outlook(new(Sure, Sure, PriceTrends.Same(Ratio.Zero)));
            var finalists = new Finalists(problem, outlook);
            var finalist = finalists.Of(plan).WithBill(plan.Bill, finalists.Middle);
            var budget = new YearOfBills(finalist, outlook).Of(1);
            Assert.Equal(12 * (double)plan.Bill.Dollars, (double)budget.Year.Value.Dollars, 1e-6 * (1 + (double)plan.Bill.Dollars));
            Assert.All(budget.Doubles, doubling =>
            {
                var place = Enumerable.Range(0, outlook.Count).Single(figure => outlook.Figure(figure) == doubling.Figure);
                double At(double factor)
                {
                    var factors = outlook.At(_ => 0);
                    factors[place] *= doubling.At.Value * factor;
                    return finalist.BillAt(factors).Total;
                }

                var before = doubling.At.Value > 1 ? 1 - 1e-6 : 1 + 1e-6;
                Assert.True(At(1) >= 2 * (double)plan.Bill.Dollars * (1 - 1e-9), doubling.Figure.ToString());
                Assert.True(At(before) < 2 * (double)plan.Bill.Dollars * (1 + 1e-9), doubling.Figure.ToString());
            });
        },
        iter: 30, threads: 1);

    private static YearlyBudget Budget(Uncertainties given, Ratio people)
    {
        var demand = new Demand(
            Duration.Hour, [new("all", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), false, default)], [new("hours", Ratio.One, [[RequestsPerSecond.FromPerSecond(5)]])]);
        var problem = new FleetProblem(demand, [], [new("api", [Usd.FromDollars(0.001m)])], PlanRules.None, 0, default)
        {
            Always = UsdPerMonth.FromDollars((decimal)people.Value * 5 * 3600 * 730 * 0.001m),
        };
        var outlook = new Outlook(given);
        var finalists = new Finalists(problem, outlook);
        var plan = new PlanReading(problem, new(problem)).ApiAlone();
        return new YearOfBills(finalists.Of(plan).WithBill(plan.Bill, finalists.Middle), outlook).Of(1);
    }
}
