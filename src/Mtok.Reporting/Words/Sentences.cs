namespace Mtok.Reporting;

/// <summary>Makes sentences of notes that are written without a capital and a full stop.</summary>
internal static class Sentences
{
    public static string Of(string note) => note.Length == 0 ? "" : Begin(note) + (note[^1] is '.' or '?' or '!' ? "" : ".");

    public static string Begin(string note) => note.Length == 0 ? "" : char.ToUpperInvariant(note[0]) + note[1..];
}
