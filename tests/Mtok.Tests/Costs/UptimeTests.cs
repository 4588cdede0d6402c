using CsCheck;

namespace Mtok.Tests;

/// <summary>D1 to D3: k of n, over zones, with an API.</summary>
public sealed class UptimeTests
{
    private static readonly Uptime Promised = Uptime.Of(Workloads.Built.OtherCosts);

    [Fact]
    public void What_sellers_promise_is_the_catalogs() =>
        Assert.Equal([99.5, 99.95, 99.99, 99.9], new[] { Promised.Machine, Promised.Zone, Promised.Region, Promised.Api }.Select(share => Math.Round(share.Percent, 9)));

    [Fact]
    public void K_of_n_is_the_sum_over_all_states_of_the_machines() =>
        Gen.Select(Gen.Int[1, 10], Gen.Int[0, 5], Gen.Double[0.5, 1]).Sample((needed, spares, up) =>
        {
            var running = needed + spares;
            var sum = Enumerable.Range(0, 1 << running).Sum(state =>
                int.PopCount(state) < needed ? 0 : Math.Pow(up, int.PopCount(state)) * Math.Pow(1 - up, running - int.PopCount(state)));
            var uptime = Promised with { Machine = Ratio.FromValue(up), Zone = Ratio.One };
            return Math.Abs(uptime.InOneZone(running, needed).Value - sum) < 1e-12;
        });

    [Fact]
    public void Spares_are_the_fewest_that_reach_what_is_wanted() =>
        Gen.Select(Gen.Int[1, 300], Gen.Double[0.9, 0.9999]).Sample((needed, wanted) =>
        {
            var share = Ratio.FromValue(wanted);
            return Promised.Spares(needed, share) is { } spares
                ? Promised.InOneZone(needed + spares, needed) >= share && (spares == 0 || Promised.InOneZone(needed + spares - 1, needed) < share)
                : wanted > Promised.Zone.Value || Promised.InOneZone(needed + 1000, needed) < share;
        });

    [Fact]
    public void One_of_two_machines_reaches_three_nines_and_a_zone_not_four()
    {
        Assert.Equal(0.9995 * (1 - (0.005 * 0.005)), Promised.InOneZone(2, 1).Value, 1e-15);
        Assert.Equal(1, Promised.Spares(1, Ratio.FromPercent(99.9)));
        Assert.Null(Promised.Spares(1, Ratio.FromPercent(99.99)));
    }

    [Fact]
    public void Other_zones_and_an_api_never_make_it_worse() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[2, 4]).Sample((needed, zones) =>
        {
            var running = needed + ((needed + zones - 2) / (zones - 1));
            var alone = Promised.InOneZone(running, needed);
            return Promised.WithApi(alone) >= alone && Promised.OverZones(running, needed, zones).Value >= 0.9999 * 0.9995 * alone.Value;
        });
}
