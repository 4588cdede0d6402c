namespace Mtok.Tests;

/// <summary>Each kind of token price, by itself and together with the others.</summary>
public sealed class PriceKindsTests
{
    private static readonly ApiPrice Opus = Row(5, 25, cached: 0.5m);

    [Fact]
    public void A_tier_without_a_cached_price_scales_the_cached_price_as_its_input_and_says_so()
    {
        var mix = Mix(250_000, 1_000) with { CachedShare = Ratio.FromPercent(90) };
        var derived = Tariff(Opus, Row(10, 37.5m) with { AboveInput = Tokens.FromCount(200_000) });
        var restated = Tariff(Opus, Row(10, 37.5m, cached: 0.5m) with { AboveInput = Tokens.FromCount(200_000) });
        Assert.Equal(2.042m, PerMtok(derived, mix), 3);
        Assert.Equal(1.594m, PerMtok(restated, mix), 3);
        Assert.Equal([TokenKind.CachedInput], derived.AssumedFor(mix, asBatch: false));
        Assert.Empty(restated.AssumedFor(mix, asBatch: false));
        Assert.Empty(derived.AssumedFor(mix with { CachedShare = Ratio.Zero }, asBatch: false));
        Assert.Empty(derived.AssumedFor(Mix(200_000, 1_000) with { CachedShare = Ratio.FromPercent(90) }, asBatch: false));
    }

    [Fact]
    public void A_higher_tier_scales_what_the_tier_below_restates()
    {
        var tariff = Tariff(
            Opus,
            Row(10, 30, cached: 0.5m) with { AboveInput = Tokens.FromCount(128_000) },
            Row(20, 0) with { AboveInput = Tokens.FromCount(256_000) });
        var rates = tariff.RatesOf(Tokens.FromCount(300_000), ApiService.Standard, null);
        Assert.Equal((20m, 1m, 30m), (rates.Of(TokenKind.Input).Dollars, rates.Of(TokenKind.CachedInput).Dollars, rates.Of(TokenKind.Output).Dollars));
    }

    [Theory]
    [InlineData(2.5, 22.5, 12.5)]
    [InlineData(2.5, 0, 16.25)]
    [InlineData(0, 15, 10)]
    public void Batch_prices_may_differ_by_side_or_stand_on_one_side_alone(double input, double output, double expected)
    {
        var tariff = Tariff(Row(5, 30), Row((decimal)input, (decimal)output) with { Service = ApiService.Batch });
        Assert.Equal((decimal)expected, PerMtok(tariff, Mix(1000, 1000), asBatch: true), 9);
        Assert.Equal(17.5m, PerMtok(tariff, Mix(1000, 1000)), 9);
        Assert.True(tariff.Sells(ApiService.Batch));
        Assert.False(tariff.Sells(ApiService.Flex));
    }

    [Fact]
    public void A_service_that_is_not_sold_costs_what_the_standard_one_costs() =>
        Assert.Equal(PerMtok(Tariff(Opus), Mix(1000, 1000)), PerMtok(Tariff(Opus), Mix(1000, 1000), asBatch: true));

    [Fact]
    public void A_service_in_a_tier_that_no_list_states_changes_by_both_and_says_so()
    {
        var tariff = Tariff(
            Opus, Row(10, 37.5m, cached: 1) with { AboveInput = Tokens.FromCount(200_000) }, Row(2.5m, 12.5m, cached: 0.25m) with { Service = ApiService.Batch });
        var rates = tariff.RatesOf(Tokens.FromCount(250_000), ApiService.Batch, null);
        Assert.Equal((5m, 18.75m, 0.5m), (rates.Of(TokenKind.Input).Dollars, rates.Of(TokenKind.Output).Dollars, rates.Of(TokenKind.CachedInput).Dollars));
        Assert.Contains(TokenKind.Input, rates.Assumed);
        var stated = Tariff([.. tariff.Tiers, .. tariff.Others, Opus, Row(6, 20) with { Service = ApiService.Batch, AboveInput = Tokens.FromCount(200_000) }]);
        Assert.Equal(6m, stated.RatesOf(Tokens.FromCount(250_000), ApiService.Batch, null).Of(TokenKind.Input).Dollars);
        Assert.Equal(2.5m, stated.RatesOf(Tokens.FromCount(200_000), ApiService.Batch, null).Of(TokenKind.Input).Dollars);
    }

    [Fact]
    public void Reasoning_costs_its_own_price()
    {
        var tariff = Tariff(Priced(new(Usd(0.7m), Usd(2.8m)) { Reasoning = Usd(8.4m) }));
        Assert.Equal(0.0028m + 0.0007m, tariff.PriceOf(Mix(1000, 1000), asBatch: false).Dollars, 12);
        Assert.Equal(0.0007m + 0.0014m + 0.0042m, tariff.PriceOf(Mix(1000, 1000) with { ReasoningShare = Ratio.FromPercent(50) }, asBatch: false).Dollars, 12);
        Assert.Equal(0.0035m, Tariff(Row(0.7m, 2.8m)).PriceOf(Mix(1000, 1000) with { ReasoningShare = Ratio.FromPercent(50) }, asBatch: false).Dollars, 12);
    }

    [Fact]
    public void Cache_writes_cost_their_own_price_by_lifetime()
    {
        var tariff = Tariff(Priced(new(Usd(5), Usd(25), Usd(0.5m), Usd(6.25m)) { CacheWriteHour = Usd(10) }));
        var mix = Mix(1000, 0) with { CachedShare = Ratio.FromPercent(60), CacheMissShare = Ratio.FromPercent(25) };
        Assert.Equal(((0.2m * 5) + (0.6m * 0.5m) + (0.2m * 6.25m)) / 1000, tariff.PriceOf(mix, asBatch: false).Dollars, 12);
        mix = mix with { CacheLifetime = CacheLifetime.Hour };
        Assert.Equal(((0.2m * 5) + (0.6m * 0.5m) + (0.2m * 10)) / 1000, tariff.PriceOf(mix, asBatch: false).Dollars, 12);
        var minutesOnly = Tariff(Priced(new(Usd(5), Usd(25), Usd(0.5m), Usd(6.25m))));
        Assert.Equal([TokenKind.CacheWriteHour], minutesOnly.AssumedFor(mix, asBatch: false));
    }

    [Fact]
    public void Prices_by_the_hour_apply_at_their_hours_and_the_usual_ones_at_others()
    {
        var peak = Row(0.44m, 1.32m) with { Hours = Hours("01-04+06-10", "mon-fri") };
        var tariff = Tariff(Row(0.22m, 0.66m, cached: 0.007m), peak);
        decimal At(double hour) => tariff.PriceOf(Mix(1000, 500), asBatch: false, Duration.FromHours(hour)).Dollars;
        Assert.Equal([0.00055m, 0.0011m, 0.0011m, 0.00055m, 0.0011m, 0.00055m], new[] { 0.5, 1, 3.99, 4, 24 + 9.5, (5 * 24) + 2 }.Select(At));
        Assert.Equal(0.00055m, tariff.PriceOf(Mix(1000, 500), asBatch: false).Dollars);
        Assert.Equal([TokenKind.CachedInput], tariff.AssumedFor(Mix(1000, 500) with { CachedShare = Ratio.FromPercent(50) }, asBatch: false));
        var week = Enumerable.Range(0, 168).Average(hour => At(hour));
        Assert.Equal(0.00055m * (1 + (7m / 24 * 5 / 7)), week, 12);
    }

    [Fact]
    public void A_fee_of_a_request_is_due_whatever_its_length() =>
        Assert.Equal(0.005m + 0.000001m, Tariff(Row(1, 1) with { PerRequest = Mtok.Usd.FromDollars(0.005m) }).PriceOf(Mix(1, 0), asBatch: false).Dollars);

    [Fact]
    public void Services_of_the_list_are_no_part_of_a_users_own_price()
    {
        var own = Row(4, 20) with { Provenance = Opus.Provenance with { IsUsers = true } };
        var listed = Row(1, 1) with { Service = ApiService.Batch };
        Assert.False(Tariff(own, listed).Sells(ApiService.Batch));
        Assert.True(Tariff(own, listed with { Provenance = own.Provenance }).Sells(ApiService.Batch));
    }

    internal static ApiTariff Tariff(params ApiPrice[] rows) => Assert.Single(ApiTariff.From(rows));

    internal static TokenMix Mix(double input, double output) => new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero);

    internal static ApiPrice Row(decimal input, decimal output, decimal? cached = null) =>
        Priced(new(Usd(input), Usd(output), cached is { } price ? Usd(price) : null));

    internal static PriceHours Hours(string hours, string days)
    {
        Assert.True(PriceHours.TryParse(hours, days, out var read));
        return read!;
    }

    private static ApiPrice Priced(TokenPrices prices) => new("p", "m", "pm", prices, null, null, null, default, new(AsOf.Undated, "test", new("test", 1, 1)));

    private static decimal PerMtok(ApiTariff tariff, TokenMix mix, bool asBatch = false) => (tariff.PriceOf(mix, asBatch) / mix.Total).Dollars;

    private static UsdPerMtok Usd(decimal dollars) => UsdPerMtok.FromDollars(dollars);
}
