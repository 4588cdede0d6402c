namespace Mtok.Tests;

public sealed class ApiTariffTests
{
    private static readonly ApiPrice Base = Price(input: 1.00m, output: 4.00m, cached: 0.25m);

    [Fact]
    public void C2_tokens_times_price_by_kind() =>
        Assert.Equal(0.001m + 0.002m, new ApiTariff(Base, []).PriceOf(Mix(1000, 500), asBatch: false).Dollars);

    [Fact]
    public void Cached_input_is_charged_at_its_own_price_where_there_is_one()
    {
        var mix = new TokenMix(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.FromPercent(80));
        Assert.Equal(0.0002m + 0.0002m + 0.002m, new ApiTariff(Base, []).PriceOf(mix, asBatch: false).Dollars, 12);
        var without = Base with { Prices = new(Base.Prices.Input, Base.Prices.Output) };
        Assert.Equal(0.003m, new ApiTariff(without, []).PriceOf(mix, asBatch: false).Dollars, 12);
    }

    [Fact]
    public void A_batch_discount_comes_off_tokens_but_not_off_the_fee()
    {
        var price = Base with { PerRequest = Usd.FromDollars(0.01m) };
        var tariff = Assert.Single(ApiTariff.From([price, price.Batch(Ratio.FromPercent(50))!]));
        Assert.Equal(0.0115m, tariff.PriceOf(Mix(1000, 500), asBatch: true).Dollars, 12);
        Assert.Equal(0.013m, tariff.PriceOf(Mix(1000, 500), asBatch: false).Dollars, 12);
    }

    [Theory]
    [InlineData(TierRule.Cliff, 200_000, 0.20)]
    [InlineData(TierRule.Cliff, 300_000, 0.60)]
    [InlineData(TierRule.Marginal, 200_000, 0.20)]
    [InlineData(TierRule.Marginal, 300_000, 0.40)]
    public void A_tier_is_a_cliff_or_marginal(TierRule rule, double input, double expected)
    {
        var tier = Price(input: 2.00m, output: 4.00m, cached: null) with { AboveInput = Tokens.FromCount(200_000) };
        var tariff = new ApiTariff(Base, [tier], rule);
        var outputs = tariff.PriceOf(Mix(1, 1), asBatch: false).Dollars - 0.000001m;
        Assert.Equal((decimal)expected, tariff.PriceOf(Mix(input, 1), asBatch: false).Dollars - outputs, 9);
    }

    [Fact]
    public void Rows_of_one_model_make_one_tariff_and_tiers_without_a_base_make_none()
    {
        var tier = Base with { AboveInput = Tokens.FromCount(200_000) };
        var tariff = Assert.Single(ApiTariff.From([tier, Base]));
        Assert.Equal(Base, tariff.Base);
        Assert.Equal([tier], tariff.Tiers);
        Assert.Empty(ApiTariff.From([tier]));
    }

    [Fact]
    public void Of_several_tiers_the_longest_that_the_input_passes_holds_whatever_their_order_in_a_file()
    {
        ApiPrice Above(double tokens, decimal input) => Price(input, output: 4.00m, cached: null) with { AboveInput = Tokens.FromCount(tokens) };
        var tariff = Assert.Single(ApiTariff.From([Above(500_000, 3), Base, Above(200_000, 2)]));
        Assert.Equal([200_000, 500_000], tariff.Tiers.Select(tier => tier.AboveInput!.Value.Count));
        int[] inputs = [200_000, 200_001, 500_000, 600_000];
        Assert.Equal([0.2m, 0.4m, 1.0m, 1.8m], inputs.Select(input => decimal.Round(tariff.PriceOf(Mix(input, 0), asBatch: false).Dollars, 4)));
    }

    private static TokenMix Mix(double input, double output) => new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero);

    private static ApiPrice Price(decimal input, decimal output, decimal? cached) => new(
        "p", "m", "pm", new(UsdPerMtok.FromDollars(input), UsdPerMtok.FromDollars(output), cached is { } price ? UsdPerMtok.FromDollars(price) : null),
        null, null, null, default, new(AsOf.Undated, "test", new("test", 1, 1)));
}
