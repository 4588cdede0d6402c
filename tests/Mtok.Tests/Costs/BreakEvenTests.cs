using CsCheck;

namespace Mtok.Tests;

public sealed class BreakEvenTests
{
    [Fact]
    public void C9_the_articles_figure_is_eleven_billion()
    {
        var volume = BreakEven.Volume(UsdPerMonth.FromDollars(5000), UsdPerMtok.FromDollars(0.80m), UsdPerMtok.FromDollars(0.35m));
        Assert.Equal(11_111_111_111.1, volume!.Value.Count, 0.1);
    }

    [Theory]
    [InlineData(0.35, 0.35)]
    [InlineData(0.35, 0.80)]
    public void It_never_breaks_even_where_a_token_saves_nothing(double api, double selfHosted) =>
        Assert.Null(BreakEven.Volume(UsdPerMonth.FromDollars(5000), UsdPerMtok.FromDollars((decimal)api), UsdPerMtok.FromDollars((decimal)selfHosted)));

    [Fact]
    public void C10_is_the_cost_at_full_use_over_the_api() =>
        Assert.Equal(0.3125, BreakEven.Utilization(UsdPerMtok.FromDollars(0.25m), UsdPerMtok.FromDollars(0.80m)).Value, 12);

    [Fact]
    public void Machines_that_cost_the_APIs_price_when_full_never_stay_cheaper() =>
        Assert.Null(BreakEven.StaircaseVolume(UsdPerMonth.FromDollars(1000), default, Tokens.FromCount(1e9), UsdPerMtok.FromDollars(1)));

    [Fact]
    public void One_h100_with_the_articles_overhead_starts_to_win_near_six_billion()
    {
        var machine = UsdPerMonth.FromDollars(3285 * 1.4m);
        var volume = BreakEven.StaircaseVolume(machine, default, Tokens.FromCount(13e9), UsdPerMtok.FromDollars(0.80m));
        Assert.Equal(5.749e9, volume!.Value.Count, 1e6);
    }

    /// <summary>Past the volume found machines are never dearer at any volume tried; between it and the step below they are.</summary>
    [Fact]
    public void C9_over_whole_machines_agrees_with_trying_every_volume() =>
        Gen.Select(Gen.Double[100, 5000], Gen.Double[0, 5000], Gen.Double[1e8, 1e10], Gen.Double[0.05, 5]).Sample((machine, fixedCost, capacity, api) =>
        {
            var found = BreakEven.StaircaseVolume(UsdPerMonth.FromDollars((decimal)machine), UsdPerMonth.FromDollars((decimal)fixedCost), Tokens.FromCount(capacity), UsdPerMtok.FromDollars((decimal)api));
            bool Dearer(double volume) => (Math.Ceiling((volume / capacity) - 1e-12) * machine) + fixedCost > (volume / 1e6 * api) + 1e-6;
            if (found is null)
            {
                Assert.True(machine / capacity * 1e6 >= api * (1 - 1e-9));
                return;
            }

            var volume = found.Value.Count;
            var stepBelow = Math.Floor(volume / capacity) * capacity;
            Assert.True(volume - stepBelow < 1e-6 * volume || Dearer((volume + stepBelow) / 2));
            for (var step = 0; step < 200; step++)
            {
                Assert.False(Dearer((volume * (1 + 1e-6)) + (step * capacity * 0.137)));
            }
        });
}
