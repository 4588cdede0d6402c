namespace Mtok.Tests;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("4.50", 4.50)]
    [InlineData("$4.50", 4.50)]
    [InlineData("$4.50/h", 4.50)]
    [InlineData("4.50 $/h", 4.50)]
    [InlineData("$2k/h", 2000)]
    [InlineData("$1,234.50/h", 1234.50)]
    [InlineData("$1,234,567", 1_234_567)]
    [InlineData("-1", -1)]
    public void Prices_of_time_are_read_as_people_type_them(string text, double expected)
    {
        Assert.True(UsdPerHour.TryParse(text, out var price));
        Assert.Equal((decimal)expected, price.Dollars);
    }

    [Theory]
    [InlineData("4,50")]
    [InlineData("$4,50/h")]
    [InlineData("$1,23,456")]
    [InlineData("$1234,567")]
    [InlineData("$,123")]
    [InlineData("1,234")]
    public void A_comma_that_may_be_a_decimal_point_is_not_guessed_at(string text) => Assert.False(UsdPerHour.TryParse(text, out _));

    [Theory]
    [InlineData("5000", 5000)]
    [InlineData("5k tok/s", 5000)]
    [InlineData("5_000 tokens/s", 5000)]
    [InlineData("1.2M tok/s", 1_200_000)]
    [InlineData("3e3", 3000)]
    public void Rates_of_tokens_are_read_as_people_type_them(string text, double expected)
    {
        Assert.True(TokensPerSecond.TryParse(text, out var rate));
        Assert.Equal(expected, rate.PerSecond);
    }

    [Theory]
    [InlineData("50ms", 0.05)]
    [InlineData("1s", 1)]
    [InlineData("2", 2)]
    [InlineData("5min", 300)]
    [InlineData("40h", 144_000)]
    [InlineData("1 d", 86_400)]
    public void Times_are_read_as_people_type_them(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var time));
        Assert.Equal(seconds, time.Seconds, 1e-9);
    }

    [Theory]
    [InlineData("50%", 0.5)]
    [InlineData("0.5", 0.5)]
    [InlineData("1.4", 1.4)]
    [InlineData("1.4x", 1.4)]
    public void Ratios_are_read_as_people_type_them(string text, double expected)
    {
        Assert.True(Ratio.TryParse(text, out var ratio));
        Assert.Equal(expected, ratio.Value, 1e-12);
    }

    [Fact]
    public void Sizes_powers_and_token_counts_know_their_multiples()
    {
        Assert.True(Bytes.TryParse("80GB", out var memory));
        Assert.Equal(80e9, memory.Count);
        Assert.True(Bytes.TryParse("80GiB", out var binary));
        Assert.Equal(80 * Math.Pow(2, 30), binary.Count);
        Assert.True(Watts.TryParse("10.2 kW", out var power));
        Assert.Equal(10_200, power.Count);
        Assert.True(Tokens.TryParse("11.1B tok", out var tokens));
        Assert.Equal(11.1e9, tokens.Count);
        Assert.True(UsdPerMtok.TryParse("$0.80/Mtok", out var price));
        Assert.Equal(0.80m, price.Dollars);
    }

    [Fact]
    public void Money_is_read_without_passing_through_binary_fractions()
    {
        Assert.True(UsdPerMtok.TryParse("0.1", out var price));
        Assert.Equal(0.1m, price.Dollars);
    }

    [Theory]
    [InlineData(3285, "$3,285.00/month")]
    [InlineData(0.7, "$0.70/month")]
    [InlineData(0.13889, "$0.1389/month")]
    [InlineData(0, "$0.00/month")]
    public void Money_prints_with_cents_or_four_digits(double dollars, string expected) =>
        Assert.Equal(expected, UsdPerMonth.FromDollars((decimal)dollars).ToString());
}
