namespace Mtok;

/// <summary>How a seller counts time.</summary>
/// <param name="Increment">Time is rounded up to whole increments.</param>
/// <param name="Minimum">The least that is billed each time a machine starts.</param>
public sealed record Billing(Duration Increment, Duration Minimum)
{
    /// <summary>By the second, from the first second.</summary>
    public static Billing PerSecond { get; } = new(Duration.FromSeconds(1), Duration.FromSeconds(1));

    /// <summary>By the hour, whole hours.</summary>
    public static Billing PerHour { get; } = new(Duration.Hour, Duration.Hour);
}

/// <summary>What whole machines cost over time (C3, C4).</summary>
public static class MachineHours
{
    /// <summary>C3: how many replicas of so many accelerators one machine holds; 0 where not even one fits.</summary>
    public static int ReplicasPerMachine(int machineGpus, int replicaGpus) => machineGpus / replicaGpus;

    /// <summary>C3: the time billed for one run of a machine.</summary>
    public static Duration Billed(Duration run, Billing billing)
    {
        var increments = Math.Ceiling(Math.Round(run.Seconds / billing.Increment.Seconds, 9));
        var rounded = Duration.FromSeconds(increments * billing.Increment.Seconds);
        return rounded < billing.Minimum ? billing.Minimum : rounded;
    }

    /// <summary>C3: the hourly cost of a commitment, its upfront payment spread over the term.</summary>
    public static UsdPerHour Reserved(Usd upfront, UsdPerHour hourly, Duration term) => hourly + (upfront / term);

    /// <summary>
    /// C4: the hourly cost of one spot machine: the spot price, plus paid but useless time after each interruption,
    /// with the fallback price in the share of time the pool is dry.
    /// </summary>
    /// <param name="spot">The spot price.</param>
    /// <param name="fallback">What replaces it when the pool is dry.</param>
    /// <param name="dry">The share of time the pool is dry.</param>
    /// <param name="interruptionsPerMonth">How often a machine is taken back in a month of 730 hours.</param>
    /// <param name="restart">Time to provision and load, and work lost, at each interruption.</param>
    public static UsdPerHour Spot(UsdPerHour spot, UsdPerHour fallback, Ratio dry, Ratio interruptionsPerMonth, Duration restart)
    {
        var useless = interruptionsPerMonth * (restart / Duration.Month);
        return ((spot * (Ratio.One - dry)) + (fallback * dry)) * (Ratio.One + useless);
    }
}
