namespace Mtok.Tracking;

/// <summary>What was read of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">The format it is in; null where none fits.</param>
/// <param name="Rows">Readings taken from it.</param>
/// <param name="LeftOut">Rows understood and not used, by reason.</param>
/// <param name="SameAs">An earlier file of the same bytes, or a bill of the same rows, which is counted instead; null where there is none.</param>
public sealed record TrackedFile(string Path, string? Kind, long Rows, IReadOnlyList<LeftOut> LeftOut, string? SameAs = null);

/// <summary>Rows that are understood and not used.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them.</param>
public sealed record LeftOut(string Reason, long Count, Location First);

/// <summary>Something the reader of the answer has to know, once for all rows that it holds for.</summary>
/// <param name="First">The first place it was met.</param>
/// <param name="Message">What it is.</param>
/// <param name="Count">How often it was met.</param>
public sealed record TrackingWarning(Location First, string Message, long Count);
