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
    public void Decoding_in_part_of_a_batch_is_met_within_a_tenth()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Data, "measured_2026_11")), "the shared data is not beside the clone");
        var parts = PowerFit.InPart(PowerFit.States(Data));
        Assert.Equal(6, parts.Count);
        Assert.All(parts, part => Assert.True(part.Modelled.Value is >= 0.9 and <= 1.1, $"{part}"));
    }

    [Theory]
    [InlineData(1, 1, 0.5, 0.18 + (0.5 * (0.653 - 0.18)))]
    [InlineData(35, 1, 1, 0.8305)]
    [InlineData(1000, 1, 0.035, 0.8305)]
    [InlineData(1000, 3, 0.1, 0.8327)]
    public void A_little_use_is_small_steps_nearly_all_the_time(double batch, double growth, double use, double share)
    {
        FullReplica full = new(Tokens.FromCount(batch), Tokens.FromCount(batch), Ratio.FromValue(growth));
        var device = new MachinePower(Watts.FromWatts(1), default, 1, 1, [full]);
        Assert.Equal(share, device.OfDevices([Ratio.FromValue(use)]).Count, 0.003);
    }

    [Fact]
    public void A_full_replica_computes_the_prompts_of_its_sequences_and_an_unknown_one_is_large()
    {
        var mix = new TokenMix(Tokens.FromCount(300), Tokens.FromCount(100), Ratio.Zero);
        Assert.Equal(new(Tokens.FromCount(10), Tokens.FromCount(40), Ratio.FromValue(2)), FullReplica.Of(Tokens.FromCount(10), Ratio.FromValue(2), mix));
        Assert.Equal(new(FullReplica.UnknownBatch, FullReplica.UnknownBatch * Ratio.FromValue(4), Ratio.One), FullReplica.Of(null, null, mix));
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
            Assert.True(small <= large && large.Value <= 1.05 && (tokens < 1e-6 || small > DevicePower.Idle));
            Watts At(double share) => Machine(held, tokens, tokens + more).OfDevices([Ratio.FromValue(share / 2), Ratio.FromValue(share / 2)]);
            Assert.True(At(Math.Min(use, further)).Count <= At(Math.Max(use, further)).Count * (1 + 1e-12));
            Assert.True(At(2).Count <= 1.05 * 8 * 700);
        });

    [Fact]
    public void An_idle_machine_draws_its_host_its_idle_devices_and_those_that_no_replica_holds()
    {
        var machine = Machine(6, 1000, 1000);
        Assert.Equal((6 * 700 * 0.18) + (2 * 700 * 0.105), machine.OfDevices([Ratio.Zero, Ratio.Zero]).Count, 1e-9);
        Assert.Equal(8 * 670, machine.OfHost.Count, 1e-9);
    }

    /// <summary>Of 100 places 0.3 / (3 - 0.6) = 12.5 % are taken: 0.743 of 700 W beside 670; at 0.9 75 %: 0.896.</summary>
    [Theory]
    [InlineData(0.3, 1.190)]
    [InlineData(0.9, 1.297)]
    public void A_device_of_an_H100_machine_draws_what_was_computed_by_hand(double use, double kilowatts)
    {
        FullReplica full = new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.FromValue(3));
        var machine = new MachinePower(Watts.FromWatts(700), new(Ratio.FromValue(670.0 / 700), false), 1, 1, [full]);
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

    private static MachinePower Machine(int held, double batch, double other) =>
        new(Watts.FromWatts(700), new(Ratio.FromValue(670.0 / 700), IsAssumed: false), 8, held, [Full(batch), Full(other)]);

    private static FullReplica Full(double batch) => new(Tokens.FromCount(batch), Tokens.FromCount(batch), Ratio.FromValue(2));
}
