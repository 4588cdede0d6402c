using CsCheck;
using Mtok.Tracking;

namespace Mtok.Tests;

public sealed class MoneySharesTests
{
    [Fact]
    public void Parts_add_up_to_the_last_digit() =>
        Gen.Select(Gen.Int[-9, 9].Array[1, 20].Select(_ => _), Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 20], Gen.Long[0, 1_000_000].Array[1, 30])
            .Sample((_, digits, decimals, weights) =>
            {
                var amount = new decimal((int)Math.Abs(digits % int.MaxValue), 0, 0, digits < 0, (byte)decimals);
                var parts = MoneyShares.Of(amount, [.. weights.Select(weight => (decimal)weight)]);
                Assert.Equal(amount, parts.Sum());
                Assert.All(parts, part => Assert.True(part == 0 || Math.Sign(part) == Math.Sign(amount)));
            }, iter: 2_000);

    [Fact]
    public void A_third_each_leaves_a_last_digit_to_the_first()
    {
        Assert.Equal([3.333333333334m, 3.333333333333m, 3.333333333333m], MoneyShares.Of(10, [1, 1, 1]));
        Assert.Equal([-3.333333333334m, -3.333333333333m, -3.333333333333m], MoneyShares.Of(-10, [1, 1, 1]));
    }

    [Fact]
    public void An_amount_of_more_decimals_keeps_them() => Assert.Equal([0.000000000000001m, 0m], MoneyShares.Of(0.000000000000001m, [1, 1]));

    [Fact]
    public void Without_weights_the_parts_are_equal() => Assert.Equal([2m, 2m], MoneyShares.Of(4, [0, 0]));

    [Fact]
    public void A_huge_amount_adds_up_too()
    {
        const decimal Amount = 79_228_162_514_264_337_593_543m;
        Assert.Equal(Amount, MoneyShares.Of(Amount, [1, 2, 3, 5, 7]).Sum());
    }
}
