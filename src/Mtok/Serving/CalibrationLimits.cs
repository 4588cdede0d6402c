namespace Mtok;

/// <summary>The plausible ranges of a calibration's numbers.</summary>
internal static class CalibrationLimits
{
    public static readonly Limits<Ratio> Multiple = new(Ratio.FromValue(0.1), Ratio.FromValue(10));
    public static readonly Limits<Ratio> OffsetMilliseconds = new(Ratio.Zero, Ratio.FromValue(1000));
    public static readonly Limits<Ratio> Reserve = new(Ratio.Zero, Ratio.FromValue(2));
    public static readonly Limits<Ratio> Error = new(Ratio.Zero, Ratio.FromValue(3));
    public static readonly Limits<Ratio> MemoryShare = new(Ratio.FromPercent(1), Ratio.One);
    public static readonly Limits<Ratio> MemoryOverheadGigabytes = new(Ratio.Zero, Ratio.FromValue(100));
}
