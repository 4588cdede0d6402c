namespace Mtok.Reporting;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Title">Its heading, with the unit.</param>
/// <param name="Numbers">Whether it holds numbers, set to the right.</param>
/// <param name="Wide">Whether it is left out where the terminal is narrow; CSV and Markdown always have it.</param>
public sealed record Column(string Title, bool Numbers = false, bool Wide = false);

/// <summary>Rows under headings; each cell is the text to show.</summary>
/// <param name="Title">What the rows are.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, a cell for each column.</param>
public sealed record Table(string Title, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether it is part of a screen: without rules, columns left out from the right until its text has room; drawn with rules by default.</summary>
    public bool Compact { get; init; }
}
