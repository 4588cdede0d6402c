using CsCheck;
using Mtok.Fitting;

namespace Mtok.Tests;

/// <summary>W1 to W3: what devices and machines draw.</summary>
public sealed class DevicePowerTests
{
    private static readonly string Data = Snapshot.PathOf("../shared/data/kernels");

    private static readonly Gen<double> Share = Gen.Double[0, 1];

    [Fact]
    public void Every_measured_state_is_met_within_a_tenth()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Data, "measured_2026_11")), "the shared data is not beside the clone");
        var states = PowerFit.States(Data);
        Assert.InRange(states.Count, 20, int.MaxValue);
        Assert.All(states, state => Assert.InRange(state.Modelled.Value, 0.9, 1.1));
    }

    [Fact]
    public void The_constants_are_those_of_the_fit()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Data, "measured_2026_11")), "the shared data is not beside the clone");
        var states = PowerFit.States(Data);
        var busy = PowerFit.Busy(states);
        Assert.Equal(DevicePower.OneToken.Value, busy[0], 0.0006);
        Assert.Equal(DevicePower.Full.Value, busy[1], 0.0006);
        Assert.Equal(DevicePower.HalfWay.Count, busy[2], 0.6);
        Assert.Equal(DevicePower.Idle.Value, PowerFit.Still(states, hasContext: true), 0.001);
        Assert.Equal(DevicePower.Unused.Value, PowerFit.Still(states, hasContext: false), 0.001);
    }

    [Fact]
    public void Larger_steps_and_more_use_draw_more_and_a_device_never_more_than_a_twentieth_above_rated() =>
        Gen.Select(Gen.Double[0, 10_000], Gen.Double[0, 10_000], Share, Share, Gen.Int[0, 8]).Sample((tokens, more, use, further, held) =>
        {
            var (small, large) = (DevicePower.Busy(Tokens.FromCount(tokens)), DevicePower.Busy(Tokens.FromCount(tokens + more)));
            Assert.True(small <= large && large.Value <= 1.05 && small > DevicePower.Idle);
            Watts At(double share) => Machine(held, small, large).OfDevices([Ratio.FromValue(share / 2), Ratio.FromValue(share / 2)]);
            Assert.True(At(Math.Min(use, further)) <= At(Math.Max(use, further)));
            Assert.True(At(2).Count <= 1.05 * 8 * 700);
        });

    [Fact]
    public void An_idle_machine_draws_its_host_its_idle_devices_and_those_that_no_replica_holds()
    {
        var machine = Machine(6, DevicePower.Full, DevicePower.Full);
        Assert.Equal((6 * 700 * 0.18) + (2 * 700 * 0.105), machine.OfDevices([Ratio.Zero, Ratio.Zero]).Count, 1e-9);
        Assert.Equal(8 * 670, machine.OfHost.Count, 1e-9);
    }

    [Theory]
    [InlineData(0.3, 0.95)]
    [InlineData(0.9, 1.25)]
    public void A_device_of_an_H100_machine_draws_what_was_computed_by_hand(double use, double kilowatts)
    {
        var machine = new MachinePower(Watts.FromWatts(700), new(Ratio.FromValue(670.0 / 700), false), 1, 1, [Ratio.FromValue(0.9)]);
        Assert.Equal(kilowatts, (machine.OfHost + machine.OfDevices([Ratio.FromValue(use)])).Kilowatts, 0.006);
    }

    [Fact]
    public void A_host_is_the_all_in_figure_less_the_rated_power_or_the_median_share_of_other_devices()
    {
        Accelerator With(double? rated, double? all) => Workloads.Built.FindAccelerator("h100-sxm")! with
        {
            Power = rated is { } watts ? Watts.FromWatts(watts) : null,
            AllInPower = all is { } kilowatts ? Watts.FromKilowatts(kilowatts) : null,
        };
        Accelerator[] known = [With(100, 0.15), With(100, 0.19), With(100, 0.16), With(100, null)];
        Assert.Equal(new HostPower(Ratio.FromValue(0.9), false), HostPower.Of(known[1], known));
        Assert.Equal(0.6, HostPower.Of(With(400, null), known)!.Value.Share.Value, 1e-9);
        Assert.True(HostPower.Of(With(400, null), known)!.Value.IsAssumed);
        Assert.Equal(0.55, HostPower.Of(With(400, null), [known[0], known[2]])!.Value.Share.Value, 1e-9);
        Assert.Null(HostPower.Of(With(400, null), [known[3]]));
    }

    private static MachinePower Machine(int held, Ratio busy, Ratio other) =>
        new(Watts.FromWatts(700), new(Ratio.FromValue(670.0 / 700), IsAssumed: false), 8, held, [busy, other]);
}
