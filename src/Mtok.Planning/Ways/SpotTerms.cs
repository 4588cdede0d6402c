namespace Mtok.Planning;

/// <summary>What a spot machine's hour is made of (C4).</summary>
/// <param name="Price">The spot price.</param>
/// <param name="OnDemand">What replaces it where none is to be had; null where the seller has no such price.</param>
/// <param name="Dry">The share of time none is to be had.</param>
/// <param name="Band">How often machines are taken back; null where nobody says.</param>
/// <param name="Restart">Time to provision and load, and work lost, each time.</param>
public sealed record SpotTerms(UsdPerHour Price, UsdPerHour? OnDemand, Ratio Dry, InterruptionBand? Band, Duration Restart)
{
    /// <summary>The share of machines taken back in a month that is reckoned with: the band's high end, 30 % where it is open, 20 % where there is none.</summary>
    public Ratio Interrupted => Band is null ? Ratio.FromPercent(20) : Band.High ?? Ratio.FromPercent(30);

    /// <summary>The low end of the band.</summary>
    public Ratio LeastInterrupted => Band?.Low ?? Ratio.FromPercent(5);

    /// <summary>C4: what an hour costs.</summary>
    public UsdPerHour PerHour => MachineHours.Spot(Price, OnDemand ?? Price, Dry, Interrupted, Restart);
}
