namespace Mtok.Tests;

public sealed class UnitCostTests
{
    private static readonly UsdPerHour OnDemand = UsdPerHour.FromDollars(4.50m);

    [Theory]
    [InlineData(2.50, 50, 13.8889)]
    [InlineData(4.50, 5000, 0.25)]
    [InlineData(2.50, 5000, 0.138889)]
    public void C1_price_over_rate(double perHour, double rate, double expected)
    {
        var cost = UsdPerHour.FromDollars((decimal)perHour) / TokensPerSecond.FromPerSecond(rate);
        Assert.Equal(expected, (double)cost.Dollars, expected * 1e-5);
    }

    [Theory]
    [InlineData(100, 0.25)]
    [InlineData(80, 0.3125)]
    [InlineData(50, 0.50)]
    [InlineData(20, 1.25)]
    public void C6_a_machine_that_is_not_full_costs_more_per_token(double percent, double expected) =>
        Assert.Equal((decimal)expected, UnitCost.PerMtok(OnDemand, TokensPerSecond.FromPerSecond(5000), Ratio.FromPercent(percent), Ratio.One).Dollars);

    [Fact]
    public void An_overhead_multiplies() =>
        Assert.Equal(0.70m, UnitCost.PerMtok(OnDemand, TokensPerSecond.FromPerSecond(5000), Ratio.FromPercent(50), Ratio.FromValue(1.4)).Dollars);

    [Fact]
    public void C7_allocation_adds_up_to_the_bill_and_splits_into_usage_and_idle()
    {
        var served = Tokens.FromMillions(400);
        var costs = UnitCost.Split(UsdPerMonth.FromDollars(3285), served, Ratio.FromPercent(30));
        Assert.Equal(3285m, (costs.Allocation * served).Dollars, 6);
        Assert.Equal(costs.Allocation, costs.Usage + costs.Idle);
        Assert.Equal(costs.Allocation.Dollars * 0.3m, costs.Usage.Dollars, 9);
    }
}

/// <summary>A published worked example: Llama-3.1-8B in FP8 on one H100, 8,155 output tokens a second, 512 in and 256 out.</summary>
public sealed class WorkedCheckTests
{
    private static readonly RequestsPerSecond Saturated = TokensPerSecond.FromPerSecond(8155) / Tokens.FromCount(256);

    [Theory]
    [InlineData(2.95, 25.7)]
    [InlineData(6.88, 60.0)]
    public void A_saturated_machine_costs_so_much_for_a_million_requests(double perHour, double expected) =>
        Assert.Equal(expected, PerMillionRequests(perHour, Saturated), 0.1);

    [Fact]
    public void At_one_request_a_second_it_costs_thirty_times_as_much() =>
        Assert.Equal(819, PerMillionRequests(2.95, RequestsPerSecond.FromPerSecond(1)), 0.6);

    /// <summary>A request is a thing that is served, as a token is: the price per million of them is C1 with their rate.</summary>
    private static double PerMillionRequests(double perHour, RequestsPerSecond rate) =>
        (double)(UsdPerHour.FromDollars((decimal)perHour) / (Tokens.FromCount(1) * rate)).Dollars;
}
