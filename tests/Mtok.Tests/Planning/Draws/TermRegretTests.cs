using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

public sealed class TermRegretTests
{
    /// <summary>U11 by hand: $10 a month too much for six months, then the cheaper of $300 more and a change of $60.</summary>
    [Theory]
    [InlineData(60, 6 * 10 + 60, 1)]
    [InlineData(400, 36 * 10, 0)]
    public void A_change_is_made_where_it_costs_less_than_to_stay(double cost, double expected, double switches)
    {
        var regret = Of(SwitchRules.Free with { Cost = Usd.FromDollars((decimal)cost) }, [20], [10]);
        Assert.Equal(expected, (double)regret.Expected.Dollars, 1e-9);
        Assert.Equal(switches, regret.Switches.Value);
    }

    /// <summary>One month beside the new way at the $20 of the old one.</summary>
    [Fact]
    public void The_old_way_is_paid_beside_the_new_one() =>
        Assert.Equal((6 * 10) + 20, (double)Of(SwitchRules.Free with { Notice = Duration.Month }, [20], [10]).Expected.Dollars, 1e-9);

    /// <summary>$15 of the $20 are bound for a year: half of what is left of it, six months, buys one out.</summary>
    [Fact]
    public void A_commitment_is_paid_to_its_end_or_left_for_a_share_of_it()
    {
        var reserved = Workloads.Built.Offers.First(offer => offer.Pricing == Pricing.ReservedOneYear);
        TermRegret With(double share) => Of(SwitchRules.Free with { EarlyExit = Ratio.FromValue(share) }, [20], [10], (reserved, 15));
        Assert.Equal((6 * 10) + (6 * 15), (double)With(1).Expected.Dollars, 1e-6);
        Assert.Equal((6 * 10) + (6 * 15 * 0.5), (double)With(0.5).Expected.Dollars, 1e-6);
    }

    [Fact]
    public void It_lies_between_a_free_change_and_none() => Gen.Select(Gen.Double[0, 1000], Gen.Double[0, 1000], Gen.Double[0, 10_000], Gen.Double[0, 6]).Sample((bill, other, cost, notice) =>
    {
        var least = Math.Min(bill, other);
        var rules = SwitchRules.Free with { Cost = Usd.FromDollars((decimal)cost), Notice = Duration.Month * Ratio.FromValue(notice) };
        var regret = (double)Of(rules, [bill], [least]).Expected.Dollars;
        Assert.InRange(regret, ((bill - least) * 6) - 1e-6, ((bill - least) * 36) + 1e-6);
    });

    private static TermRegret Of(SwitchRules rules, double[] bills, double[] least, params (Offer, double)[] bound) =>
        new TermRules(Duration.Month * Ratio.FromValue(36), Duration.Month * Ratio.FromValue(6), rules, offer => offer.IsForYears ? Offer.TermOf(offer.Pricing) : null)
            .Of(bills, least, bound);
}
