namespace Mtok;

/// <summary>A place in a file a user can open: <c>file:line:column</c>, both counted from 1.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">The line, or 0 where the whole file is meant.</param>
/// <param name="Column">The column, or 0 where the whole line is meant.</param>
public sealed record Location(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : Column == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}
