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
    public static Sureness Of(RankedOption option) => option switch
    {
        { Cost: null } or { CountedOn: null } or { Fleet.Capacity.IsCalibrated: false } => Sureness.Guess,
        { Doubts.Count: > 0 } when !option.MayWin => Sureness.Guess,
        { Evidence: Evidence.Measured } when option.CountedOn <= option.Cost.Bill.Value * Near => Sureness.Sure,
        _ when option.Evidence != Evidence.Assumed && option.CountedOn <= option.Cost.Bill.Value * Far => Sureness.Fair,
        _ => Sureness.Guess,
    };
}
