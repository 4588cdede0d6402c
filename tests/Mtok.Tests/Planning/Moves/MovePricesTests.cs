using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Prices over the stages of a tree (H10).</summary>
public sealed class MovePricesTests
{
    private static readonly MoveTree Tree = new(1, [new(0.5, [(1, 1)]), new(1, [(1, 1)])], 3);

    private static readonly Decision Steady = Decision.For(
        Workloads.Read("""
            models = ["llama-3.3-70b"]
            [traffic]
            requests_per_day = 2_000_000
            [tokens]
            input = 500
            output = 300
            """),
        Workloads.Built, Workloads.Capacity);

    private static PriceTrend Trend(double yearly, double years) => new(Ratio.FromValue(yearly), Duration.FromYears(years), new BandSource.Assumed());

    private static RankedOption Best(Func<RankedOption, bool> kind) => Steady.Options.First(option => option.MayWin && kind(option));

    [Fact]
    public void Rents_and_tokens_cost_the_mean_of_the_stage()
    {
        var prices = new MovePrices(PriceTrends.Of(Trend(0.2, 1), Trend(0, 1), Trend(-0.1, 0.75)), Tree);
        var (rented, api) = (Best(option => option.Kind == OptionKind.OnDemand), Best(option => option.Kind == OptionKind.Api));
        double Rent(int stage) => (double)(prices.Then(rented, stage)!.Machines!.First.Price.Dollars / rented.Machines!.First.Price.Dollars);
        double Tokens(int stage) => (double)(prices.Then(api, stage)!.Tokens!.PerRequest[0]!.Value.Dollars / api.Tokens!.PerRequest[0]!.Value.Dollars);

        Assert.Equal(Mean(year => Math.Pow(1.2, Math.Min(year, 1)), 0, 0.5), Rent(0), 1e-6);
        Assert.Equal(Mean(year => Math.Pow(1.2, Math.Min(year, 1)), 0.5, 1), Rent(1), 1e-6);
        Assert.Equal(1.2, Rent(2), 1e-6);
        Assert.Equal(Mean(year => Math.Pow(0.9, Math.Min(year, 0.75)), 0.5, 1), Tokens(1), 1e-6);
    }

    [Fact]
    public void Commitments_cost_what_they_cost_that_day_and_what_is_bought_its_price()
    {
        var prices = new MovePrices(PriceTrends.Of(Trend(0.2, 0.75), Trend(0, 1), Trend(0, 1)), Tree);
        var (reserved, owned) = (Best(option => option.Kind == OptionKind.Reserved), Best(option => option.Kind == OptionKind.Owned));
        Assert.Equal(1, prices.OfCommitment(reserved.Machines!.First, 0));
        Assert.Equal(Math.Pow(1.2, 0.5), prices.OfCommitment(reserved.Machines.First, 1), 1e-9);
        Assert.Equal(Math.Pow(1.2, 0.75), prices.OfCommitment(reserved.Machines.First, 2), 1e-9);
        Assert.Equal(1, prices.OfCommitment(owned.Machines!.First, 2));
        Assert.Same(owned, prices.Then(owned, 2));
    }

    [Fact]
    public void Without_a_trend_nothing_changes()
    {
        var prices = new MovePrices(PriceTrends.Same(Ratio.Zero), Tree);
        Assert.All(Steady.Options.Where(option => option.Feasible).Take(50), option => Assert.Same(option, prices.Then(option, 1)));
    }

    private static double Mean(Func<double, double> price, double from, double to) =>
        Enumerable.Range(0, 20_000).Average(at => price(from + ((to - from) * (at + 0.5) / 20_000)));
}
