using CsCheck;

namespace Mtok.Tests;

/// <summary>C12: shares of a gap add up to it, whatever changed.</summary>
public sealed class GapLaws
{
    private static readonly Gen<(decimal Planned, double[] Changes)> Any =
        Gen.Select(Gen.Long[1, 900_000_000_000], Gen.Double[0.05, 20].Array[5], (cents, changes) => (cents / 10_000m, changes));

    [Fact]
    public void The_shares_add_up_to_the_gap_to_the_last_digit() => Any.Sample(
        some => Shares(some.Planned, some.Changes).Sum() == Actual(some.Planned, some.Changes) - some.Planned, iter: 2000);

    [Fact]
    public void A_single_changed_factor_has_the_whole_gap_and_no_other_any() => Gen.Select(Any, Gen.Int[0, 4]).Sample(
        (some, at) =>
        {
            double[] changes = [.. some.Changes.Select((change, place) => place == at ? change : 1)];
            var shares = Shares(some.Planned, changes);
            return shares[at] == Actual(some.Planned, changes) - some.Planned && shares.Where((_, place) => place != at).All(share => share == 0);
        },
        iter: 2000);

    [Fact]
    public void Equal_changes_have_equal_shares_whatever_their_order() => Any.Sample(
        some =>
        {
            var (planned, change) = (some.Planned, some.Changes[0]);
            var shares = Shares(planned, [change, 1, change, some.Changes[1], 1]);
            var turned = Shares(planned, [1, change, some.Changes[1], change, 1]);
            return Near(shares[0], shares[2]) && Near(shares[3], turned[2]) && Near(shares[0], turned[1]);
        },
        iter: 500);

    [Fact]
    public void Two_factors_share_what_they_change_together_in_halves()
    {
        var shares = GapShares.Of(UsdPerMonth.FromDollars(100), UsdPerMonth.FromDollars(600), [Ratio.FromValue(2), Ratio.FromValue(3)]);
        Assert.Equal([200m, 300m], shares.Select(share => share.Dollars));
    }

    [Fact]
    public void Nothing_changed_leaves_no_gap() =>
        Assert.All(GapShares.Of(UsdPerMonth.FromDollars(7), UsdPerMonth.FromDollars(7), [Ratio.One, Ratio.One]), share => Assert.Equal(0, share.Dollars));

    private static bool Near(decimal left, decimal right) => Math.Abs(left - right) <= 1e-9m * (1 + Math.Abs(left));

    private static decimal Actual(decimal planned, double[] changes) => Math.Round(planned * (decimal)changes.Aggregate(1.0, (product, change) => product * change), 4);

    private static decimal[] Shares(decimal planned, double[] changes) =>
        [.. GapShares.Of(UsdPerMonth.FromDollars(planned), UsdPerMonth.FromDollars(Actual(planned, changes)), [.. changes.Select(Ratio.FromValue)]).Select(share => share.Dollars)];
}
