namespace Mtok.Planning;

/// <summary>The parts of a spot machine's hourly price (C4).</summary>
/// <param name="Price">The spot price.</param>
/// <param name="Fallback">The on-demand price that replaces it where no spot machine is available; null where nobody has such a machine.</param>
/// <param name="Stated">The share of time in which none is available, as the workload states it; null where it does not.</param>
/// <param name="Band">How often machines are interrupted; null where unpublished.</param>
/// <param name="Restart">Time to provision and load, and work lost, each time.</param>
public sealed record SpotTerms(UsdPerHour Price, SpotFallback? Fallback, Ratio? Stated, InterruptionBand? Band, Duration Restart)
{
    /// <summary>
    /// Where a seller publishes nothing: the median band of the machines of which it is published (677 of AWS, 2025-06-28: 15 to 20 % a month).
    /// </summary>
    private static readonly (Ratio Low, Ratio High) Usual = (Ratio.FromPercent(15), Ratio.FromPercent(20));

    /// <summary>The end that an open band is given.</summary>
    private static readonly Ratio Open = Ratio.FromPercent(30);

    /// <summary>The share of machines assumed to be interrupted in a month: the band's high end, 30 % where it is open.</summary>
    public Ratio Interrupted => Band is null ? Usual.High : Band.High ?? Open;

    /// <summary>The low end of the band.</summary>
    public Ratio LeastInterrupted => Band?.Low ?? Usual.Low;

    /// <summary>
    /// The share of time in which none is available: as stated, otherwise the middle of the band, because what is reclaimed is what is scarce. Assumed:
    /// sellers publish no such figure.
    /// </summary>
    public Ratio Dry => Stated ?? Ratio.FromValue((LeastInterrupted.Value + Interrupted.Value) / 2);

    /// <summary>The share of time in which a machine is up that is not replaced before it has started again.</summary>
    public Ratio Up => Ratio.One - (Interrupted * (Restart / Duration.Month));

    /// <summary>C4: what an hour costs.</summary>
    public UsdPerHour PerHour => MachineHours.Spot(Price, Fallback?.Price ?? Price, Dry, Interrupted, Restart);
}

/// <summary>An on-demand machine in place of a spot machine.</summary>
/// <param name="Price">What it costs an hour.</param>
/// <param name="Seller">Who sells it; null for the seller of the spot machine.</param>
public sealed record SpotFallback(UsdPerHour Price, string? Seller);
