namespace Mtok;

/// <summary>
/// What the rest of a machine draws for each device whether the device is busy or not (W3): host, network, cooling and losses of the building.
/// </summary>
/// <param name="Share">That power / the rated power of the device.</param>
/// <param name="IsAssumed">Whether it is the median of other devices, because no source states an all-in figure for this one.</param>
public readonly record struct HostPower(Ratio Share, bool IsAssumed)
{
    /// <summary>
    /// W3: the all-in figure less the rated power; for a device without an all-in figure the median share of those that have one, so that machines are
    /// compared by the same kind of figure. Null where neither is known.
    /// </summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="all">The devices of the catalog.</param>
    public static HostPower? Of(Accelerator accelerator, IEnumerable<Accelerator> all)
    {
        if (ShareOf(accelerator) is { } own)
        {
            return new(own, IsAssumed: false);
        }

        var others = all.Select(ShareOf).OfType<Ratio>().Order().ToList();
        return others.Count == 0 ? null : new((others[(others.Count - 1) / 2] + others[others.Count / 2]) * Ratio.FromValue(0.5), IsAssumed: true);
    }

    private static Ratio? ShareOf(Accelerator accelerator) => accelerator is { Power: { } rated, AllInPower: { } all }
        ? Ratio.FromValue((all.Count - rated.Count) / rated.Count)
        : null;
}
