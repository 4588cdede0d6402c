namespace Mtok.Tracking;

/// <summary>A file of rows that never changes: another revision is another file.</summary>
/// <param name="Kind">What it holds: <c>usage</c>, <c>samples</c>, <c>levels</c> of an hour and source; <c>hours</c>, added up, of a month; a table.</param>
/// <param name="Hour">The hour since 1970; null for rows without a time, and for what belongs to no hour.</param>
/// <param name="Source">The format its rows came in; the month of added-up hours.</param>
/// <param name="Revision">1 for the first; late data makes another.</param>
/// <param name="Path">Its path within the ledger's folder, with <c>/</c>.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
internal sealed record Segment(string Kind, int? Hour, string Source, int Revision, string Path, long Rows, string Sha256)
{
    /// <summary>Sums of its rows by column, as text; null where no row states one.</summary>
    public IReadOnlyDictionary<string, string?> Sums { get; init; } = new Dictionary<string, string?>();

    /// <summary>Which rows it holds: revisions of one place follow each other.</summary>
    public (string Kind, int? Hour, string Source) Place => (Kind, Hour, Source);
}
