namespace Mtok.Tracking;

/// <summary>A body that was read and waits to be stored.</summary>
/// <param name="Source">The format it is in.</param>
/// <param name="Root">What tells its statements without an id apart.</param>
/// <param name="Readings">What it states.</param>
/// <param name="LeftOut">What was left out, by reason.</param>
/// <param name="Warnings">What has to be known.</param>
/// <param name="Mark">How far a followed log is read with it; null for what comes from no log.</param>
internal sealed record ReadBody(
    string Source, string Root, IReadOnlyList<Reading> Readings, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<TrackingWarning> Warnings, TailMark? Mark)
{
    /// <summary>Bytes of a reading in memory, about.</summary>
    private const int PerReading = 512;

    /// <summary>Complete once it is stored, or cannot be.</summary>
    public TaskCompletionSource<CollectorAnswer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it takes in memory, about, in bytes.</summary>
    public long Weight { get; } = PerReading * (1L + Readings.Count);
}
