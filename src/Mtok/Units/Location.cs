namespace Mtok;

/// <summary>A position in a file: <c>file:line:column</c>, both counted from 1.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">The line, or 0 for the whole file.</param>
/// <param name="Column">The column, or 0 for the whole line.</param>
public sealed record Location(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : Column == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}
