namespace Mtok.Tracking;

/// <summary>What a reader needs of the place where a ledger lies.</summary>
internal interface ISegmentStore : IDisposable
{
    /// <summary>The segments that count; null with the problem where they cannot be known.</summary>
    SegmentList? List(Problems problems);

    /// <summary>Whether there may be rows of hours that are not closed yet.</summary>
    bool HasOpen(SegmentList list);

    /// <summary>Copies the open rows into the tables of a database.</summary>
    /// <returns>Why they cannot be copied; null where they were.</returns>
    string? CopyOpen(LedgerDatabase database);

    /// <summary>The rows of segments of one kind, as a table that a database can select from until the store is disposed.</summary>
    /// <param name="database">The database, with the tables of a ledger.</param>
    /// <param name="segments">The segments, one or more.</param>
    /// <exception cref="LedgerFaultException">They cannot be read.</exception>
    string Rows(LedgerDatabase database, IReadOnlyList<Segment> segments);
}
