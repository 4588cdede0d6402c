namespace Mtok;

/// <summary>Costs of whole machines over time (C3, C4).</summary>
public static class MachineHours
{
    /// <summary>C3: the number of replicas of the given size that one machine holds; 0 if none fits.</summary>
    public static int ReplicasPerMachine(int machineGpus, int replicaGpus) => machineGpus / replicaGpus;

    /// <summary>
    /// C4: the hourly cost of one spot machine: the spot price, plus the paid but unproductive time after each interruption,
    /// with the fallback price for the share of time no spot machine is available.
    /// </summary>
    /// <param name="spot">The spot price.</param>
    /// <param name="fallback">The price of its replacement when no spot machine is available.</param>
    /// <param name="dry">The share of time no spot machine is available.</param>
    /// <param name="interruptionsPerMonth">How often a machine is reclaimed in a month of 730 hours.</param>
    /// <param name="restart">Time to provision and load, plus the work lost, per interruption.</param>
    public static UsdPerHour Spot(UsdPerHour spot, UsdPerHour fallback, Ratio dry, Ratio interruptionsPerMonth, Duration restart)
    {
        var useless = interruptionsPerMonth * (restart / Duration.Month);
        return ((spot * (Ratio.One - dry)) + (fallback * dry)) * (Ratio.One + useless);
    }
}
