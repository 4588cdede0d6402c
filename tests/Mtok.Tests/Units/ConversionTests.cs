namespace Mtok.Tests;

/// <summary>What one quantity makes of another, each on figures that no other operator would give.</summary>
public sealed class ConversionTests
{
    private static readonly Tokens Six = Tokens.FromCount(6);
    private static readonly Duration TwoSeconds = Duration.FromSeconds(2);

    [Fact]
    public void Money_over_tokens_or_time_is_a_price()
    {
        Assert.Equal(2m, (Usd.FromDollars(6) / Tokens.FromMillions(3)).Dollars);
        Assert.Equal(3m, (Usd.FromDollars(6) / Duration.FromHours(2)).Dollars);
        Assert.Equal(2m, (UsdPerMonth.FromDollars(6) / Tokens.FromMillions(3)).Dollars);
        Assert.Equal(0.25m, (UsdPerHour.FromDollars(4.5m) / TokensPerSecond.FromPerSecond(5000)).Dollars);
    }

    [Fact]
    public void A_price_of_so_much_is_money()
    {
        Assert.Equal(6m, (UsdPerMtok.FromDollars(2) * Tokens.FromMillions(3)).Dollars);
        Assert.Equal(6m, (UsdPerHour.FromDollars(2) * Duration.FromHours(3)).Dollars);
        Assert.Equal(6m, (UsdPerGigabyte.FromDollars(2) * Bytes.FromGigabytes(3)).Dollars);
        Assert.Equal(6m, (UsdPerKilowattHour.FromDollars(2) * Watts.FromKilowatts(3)).Dollars);
    }

    [Fact]
    public void Money_over_a_price_is_how_much_it_buys() =>
        Assert.Equal(3e6, (UsdPerMonth.FromDollars(6) / UsdPerMtok.FromDollars(2)).Count);

    [Fact]
    public void A_price_over_the_share_that_is_used_is_dearer() =>
        Assert.Equal(4m, (UsdPerMtok.FromDollars(2) / Ratio.FromValue(0.5)).Dollars);

    [Fact]
    public void Tokens_and_requests_pass_at_rates()
    {
        Assert.Equal(3, (Six / TwoSeconds).PerSecond);
        Assert.Equal(12, (Six * RequestsPerSecond.FromPerSecond(2)).PerSecond);
        Assert.Equal(12, (TokensPerSecond.FromPerSecond(6) * TwoSeconds).Count);
        Assert.Equal(2, (TokensPerSecond.FromPerSecond(12) / Six).PerSecond);
        Assert.Equal(2 * 86_400, RequestsPerSecond.FromPerSecond(2).PerDay);
        Assert.Equal(2, RequestsPerSecond.FromPerDay(2 * 86_400).PerSecond);
    }

    [Fact]
    public void Bytes_over_a_bandwidth_take_time_and_watts_over_time_are_energy()
    {
        Assert.Equal(3, (Bytes.FromCount(6) / BytesPerSecond.FromPerSecond(2)).Seconds);
        Assert.Equal(6, (Watts.FromKilowatts(3) * Duration.FromHours(2)).Count);
    }

    [Fact]
    public void Each_named_size_is_that_many_of_the_unit()
    {
        Assert.Equal((0.002, 7200, 120, 63_072_000), (Duration.FromMilliseconds(2).Seconds, Duration.FromHours(2).Seconds, Duration.FromMinutes(2).Seconds, Duration.FromYears(2).Seconds));
        Assert.Equal((2000, 2, 3), (TwoSeconds.Milliseconds, Duration.FromSeconds(120).Minutes, Duration.FromSeconds(10_800).Hours));
        Assert.Equal((2_628_000, 3600), (Duration.Month.Seconds, Duration.Hour.Seconds));
        Assert.Equal((2e6, 3), (Tokens.FromMillions(2).Count, Tokens.FromCount(3e6).Millions));
        Assert.Equal((2e9, 3), (Bytes.FromGigabytes(2).Count, Bytes.FromCount(3e9).Gigabytes));
        Assert.Equal((2e9, 3), (BytesPerSecond.FromGigabytes(2).PerSecond, BytesPerSecond.FromPerSecond(3e9).Gigabytes));
        Assert.Equal((2e12, 3), (FlopsPerSecond.FromTeraflops(2).PerSecond, FlopsPerSecond.FromPerSecond(3e12).Teraflops));
        Assert.Equal((2000, 3), (Watts.FromKilowatts(2).Count, Watts.FromWatts(3000).Kilowatts));
        Assert.Equal((0.02, 300), (Ratio.FromPercent(2).Value, Ratio.FromValue(3).Percent));
        Assert.Equal((1, 0), (Ratio.One.Value, Ratio.Zero.Value));
    }

    [Fact]
    public void A_figure_without_spread_is_its_own_ends()
    {
        var exact = Estimate<Tokens>.Exact(Six, Evidence.Modelled);
        Assert.Equal(new Estimate<Tokens>(Six, Six, Six, Evidence.Modelled), exact);
    }
}
