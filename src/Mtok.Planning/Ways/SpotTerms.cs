namespace Mtok.Planning;

/// <summary>The parts of a spot machine's hourly price (C4).</summary>
/// <param name="Price">The spot price.</param>
/// <param name="OnDemand">The on-demand price that replaces it where no spot machine is available; null where the seller has none.</param>
/// <param name="Dry">The share of time in which none is available.</param>
/// <param name="Band">How often machines are interrupted; null where unpublished.</param>
/// <param name="Restart">Time to provision and load, and work lost, each time.</param>
public sealed record SpotTerms(UsdPerHour Price, UsdPerHour? OnDemand, Ratio Dry, InterruptionBand? Band, Duration Restart)
{
    /// <summary>The share of machines assumed to be interrupted in a month: the band's high end, 30 % where it is open, 20 % where there is no band.</summary>
    public Ratio Interrupted => Band is null ? Ratio.FromPercent(20) : Band.High ?? Ratio.FromPercent(30);

    /// <summary>The low end of the band.</summary>
    public Ratio LeastInterrupted => Band?.Low ?? Ratio.FromPercent(5);

    /// <summary>C4: what an hour costs.</summary>
    public UsdPerHour PerHour => MachineHours.Spot(Price, OnDemand ?? Price, Dry, Interrupted, Restart);
}
