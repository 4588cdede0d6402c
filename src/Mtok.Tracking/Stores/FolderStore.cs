using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>A ledger in a folder of this machine: segments are read without a lock, open hours where no other process is writing.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderStore(string folder) : ISegmentStore
{
    /// <inheritdoc/>
    public SegmentList? List(Problems problems)
    {
        if (Directory.Exists(folder) && (SegmentList.IsIn(folder) || LedgerFolder.Is(folder)))
        {
            return SegmentList.Read(folder, problems);
        }

        problems.Error(new(folder, 0, 0), "missing-ledger", "no such ledger; mtok track import FILE --ledger DIR makes one");
        return null;
    }

    /// <inheritdoc/>
    public bool HasOpen(SegmentList list) => list.Open > 0 || LedgerMark.IsSet(folder);

    /// <summary>Copies what is not closed, and lets go of the file at once: a writer may want it.</summary>
    /// <inheritdoc/>
    public string? CopyOpen(LedgerDatabase database)
    {
        try
        {
            database.Execute($"ATTACH {LedgerDatabase.Quoted(LedgerFolder.Database(folder))} AS open (READ_ONLY)");
            foreach (var table in LedgerSchema.Copied)
            {
                database.Execute($"INSERT INTO {table} SELECT * FROM open.{table}");
            }

            database.Execute("DETACH open");
            return null;
        }
        catch (DuckDBException exception)
        {
            return LedgerFault.Words(exception);
        }
    }

    /// <inheritdoc/>
    public string Rows(LedgerDatabase database, IReadOnlyList<Segment> segments) => SegmentList.Parquet(folder, segments);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
