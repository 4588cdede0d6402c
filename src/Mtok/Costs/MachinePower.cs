namespace Mtok;

/// <summary>What a machine draws, devices and host (W2).</summary>
/// <param name="Rated">Rated power of one device.</param>
/// <param name="Host">The rest of the machine for each device.</param>
/// <param name="Gpus">Devices of the machine.</param>
/// <param name="Used">Devices that replicas hold; the others stay unused.</param>
/// <param name="Full">What a full replica runs of each class of requests.</param>
public sealed record MachinePower(Watts Rated, HostPower Host, int Gpus, int Used, IReadOnlyList<FullReplica> Full)
{
    /// <summary>W2: what the devices draw: rated x (idle + busy x (W1 of the steps that run - idle)) where replicas hold them.</summary>
    /// <param name="use">
    /// Of each class the share of what the machine can serve (C6); beyond 1 in all counts as 1.
    /// </param>
    public Watts OfDevices(IReadOnlyList<Ratio> use) =>
        (Rated * Used * ShareAt(use)) + (Rated * (Gpus - Used) * DevicePower.Unused);

    /// <summary>What the rest of the machine draws, busy or not.</summary>
    public Watts OfHost => Rated * Gpus * Host.Share;

    /// <summary>Less use than this is rounding.</summary>
    private const double Rounding = 1e-12;

    /// <summary>
    /// An engine serves at once whatever has come, in smaller and shorter steps than a full one: the places of its batch are taken a share of the time, each
    /// independently of the others, and a device rests while all of them are free.
    /// </summary>
    private Ratio ShareAt(IReadOnlyList<Ratio> use)
    {
        var all = use.Sum(share => share.Value);
        if (all <= Rounding)
        {
            return DevicePower.Idle;
        }

        double Mean(Func<FullReplica, double> of) => use.Zip(Full, (share, full) => share.Value * of(full)).Sum() / all;
        var (used, growth) = (Math.Min(1, all), Mean(full => full.Growth.Value));
        var taken = used / (growth - (used * (growth - 1)));
        var busy = 1 - Math.Pow(1 - taken, Math.Max(1, Mean(full => full.Batch.Count)));
        var step = Tokens.FromCount(taken * Mean(full => full.Step.Count) / busy);
        return DevicePower.Idle + (Ratio.FromValue(busy) * (DevicePower.Busy(step) - DevicePower.Idle));
    }
}
