namespace Mtok.Planning;

/// <summary>How far a bill can be relied on (U7).</summary>
public enum Sureness
{
    /// <summary>The bill one can count on is within 10 % of the middle, and every figure is measured or a corroborated list price.</summary>
    Sure,

    /// <summary>It is within 40 % of the middle, and every figure is measured, calibrated or a list price.</summary>
    Fair,

    /// <summary>Everything else: wider, or with a figure that nothing was calibrated for.</summary>
    Guess,
}

/// <summary>Which word of <see cref="Sureness"/> an option deserves.</summary>
internal static class SurenessRule
{
    private static readonly Ratio Near = Ratio.FromValue(1.1);
    private static readonly Ratio Far = Ratio.FromValue(1.4);

    /// <summary>The word; that of a guess where the option cannot be used.</summary>
    public static Sureness Of(RankedOption option) => option is { Cost: { } cost } && (option.MayWin || option.Doubts.Count == 0)
        ? Of(option.Evidence, option.Fleet?.Capacity.IsCalibrated != false, cost.Bill.Value, option.CountedOn)
        : Sureness.Guess;

    /// <summary>The word of a bill.</summary>
    /// <param name="evidence">The evidence of its figures.</param>
    /// <param name="isCalibrated">Whether the model of its throughput was calibrated for its device.</param>
    /// <param name="bill">The bill at the middle.</param>
    /// <param name="countedOn">The bill one can count on; null where unknown.</param>
    public static Sureness Of(Evidence evidence, bool isCalibrated, UsdPerMonth bill, UsdPerMonth? countedOn) => evidence switch
    {
        _ when !isCalibrated || countedOn is null => Sureness.Guess,
        Evidence.Measured when countedOn <= bill * Near => Sureness.Sure,
        not Evidence.Assumed when countedOn <= bill * Far => Sureness.Fair,
        _ => Sureness.Guess,
    };
}
