namespace Mtok;

/// <summary>How a seller bills time.</summary>
/// <param name="Increment">Time is rounded up to whole increments.</param>
/// <param name="Minimum">The minimum billed each time a machine starts.</param>
public sealed record Billing(Duration Increment, Duration Minimum)
{
    /// <summary>Per second, with a minimum of one second.</summary>
    public static Billing PerSecond { get; } = new(Duration.FromSeconds(1), Duration.FromSeconds(1));

    /// <summary>Per whole hour.</summary>
    public static Billing PerHour { get; } = new(Duration.Hour, Duration.Hour);
}

/// <summary>Costs of whole machines over time (C3, C4).</summary>
public static class MachineHours
{
    /// <summary>C3: the number of replicas of the given size that one machine holds; 0 if none fits.</summary>
    public static int ReplicasPerMachine(int machineGpus, int replicaGpus) => machineGpus / replicaGpus;

    /// <summary>C3: the time billed for one run of a machine.</summary>
    public static Duration Billed(Duration run, Billing billing)
    {
        var increments = Math.Ceiling(Math.Round(run.Seconds / billing.Increment.Seconds, 9));
        var rounded = Duration.FromSeconds(increments * billing.Increment.Seconds);
        return rounded < billing.Minimum ? billing.Minimum : rounded;
    }

    /// <summary>C3: the hourly cost of a commitment, with its upfront payment spread over the term.</summary>
    public static UsdPerHour Reserved(Usd upfront, UsdPerHour hourly, Duration term) => hourly + (upfront / term);

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
