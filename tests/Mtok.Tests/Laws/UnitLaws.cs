using CsCheck;

namespace Mtok.Tests;

public sealed class UnitLaws
{
    private static readonly Gen<decimal> Money = Gen.Int[0, 1_000_000_000].Select(cents => cents / 100m);
    private static readonly Gen<double> Physics = Gen.Double[0.001, 1e9];

    [Fact]
    public void Adding_and_taking_away_comes_back() =>
        Gen.Select(Money, Money).Sample((a, b) => (Usd.FromDollars(a) + Usd.FromDollars(b)) - Usd.FromDollars(b) == Usd.FromDollars(a));

    [Fact]
    public void A_price_of_time_spread_over_its_time_is_itself() =>
        Gen.Select(Money, Gen.Int[1, 10_000]).Sample((price, hours) =>
        {
            var time = Duration.FromHours(hours);
            var back = UsdPerHour.FromDollars(price) * time / time;
            Assert.Equal((double)price, (double)back.Dollars, 1e-6);
        });

    [Fact]
    public void The_price_of_a_token_times_the_tokens_of_an_hour_is_the_price_of_the_hour() =>
        Gen.Select(Money.Where(price => price > 0), Gen.Int[1, 1_000_000]).Sample((price, rate) =>
        {
            var tokens = TokensPerSecond.FromPerSecond(rate);
            var hour = UsdPerHour.FromDollars(price) / tokens * (tokens * Duration.Hour);
            Assert.Equal((double)price, (double)hour.Dollars, (double)price * 1e-9);
        });

    [Fact]
    public void Order_follows_size() =>
        Gen.Select(Physics, Physics).Sample((a, b) =>
            (Tokens.FromCount(a) < Tokens.FromCount(b)) == (a < b)
            && (Duration.FromSeconds(a) >= Duration.FromSeconds(b)) == (a >= b)
            && Bytes.FromCount(a).CompareTo(Bytes.FromCount(b)) == a.CompareTo(b));

    [Fact]
    public void A_ratio_of_a_ratio_multiplies() =>
        Gen.Select(Gen.Double[0.01, 10], Gen.Double[0.01, 10], Physics).Sample((a, b, size) =>
        {
            var inTurn = Tokens.FromCount(size) * Ratio.FromValue(a) * Ratio.FromValue(b);
            var atOnce = Tokens.FromCount(size) * (Ratio.FromValue(a) * Ratio.FromValue(b));
            Assert.Equal(inTurn.Count, atOnce.Count, inTurn.Count * 1e-12);
        });

    [Fact]
    public void Evidence_merges_to_the_weaker_in_any_order() =>
        Gen.Select(Gen.Enum<Evidence>(), Gen.Enum<Evidence>(), Gen.Enum<Evidence>()).Sample((a, b, c) =>
            a.And(b) == b.And(a) && a.And(b).And(c) == a.And(b.And(c)) && a.And(b) >= a && a.And(a) == a);
}
