namespace Mtok;

/// <summary>What a machine draws, devices and host (W2).</summary>
/// <param name="Rated">Rated power of one device.</param>
/// <param name="Host">The rest of the machine for each device.</param>
/// <param name="Gpus">Devices of the machine.</param>
/// <param name="Used">Devices that replicas hold; the others stay unused.</param>
/// <param name="Busy">Of each class of requests the share of rated power while the steps of a full replica run (W1).</param>
public sealed record MachinePower(Watts Rated, HostPower Host, int Gpus, int Used, IReadOnlyList<Ratio> Busy)
{
    /// <summary>W2: what the devices draw: rated x (idle + sum over classes of use x (busy - idle)).</summary>
    /// <param name="use">
    /// Of each class the share of the machine's time that its requests take (C6); beyond 1 in all counts as 1.
    /// </param>
    public Watts OfDevices(IReadOnlyList<Ratio> use)
    {
        var within = 1 / Math.Max(1, use.Sum(share => share.Value));
        var above = use.Zip(Busy, (share, busy) => share.Value * within * (busy - DevicePower.Idle).Value).Sum();
        return (Rated * Used * (DevicePower.Idle + Ratio.FromValue(above))) + (Rated * (Gpus - Used) * DevicePower.Unused);
    }

    /// <summary>What the rest of the machine draws, busy or not.</summary>
    public Watts OfHost => Rated * Gpus * Host.Share;
}
