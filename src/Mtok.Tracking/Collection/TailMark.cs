namespace Mtok.Tracking;

/// <summary>How far a followed log is read.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The SHA-256 of its first line, which tells a log from the one that takes its place.</param>
/// <param name="Offset">Bytes read, up to the end of a line.</param>
/// <param name="Read">The SHA-256 of these bytes, by which a renamed or copied log is recognised.</param>
internal sealed record TailMark(string Path, string First, long Offset, string Read);
