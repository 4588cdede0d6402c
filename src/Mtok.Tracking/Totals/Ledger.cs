namespace Mtok.Tracking;

/// <summary>
/// A folder that keeps what was tracked: open hours, files and bills in one DuckDB file with one writer, closed hours as Parquet segments that any number of
/// readers may read meanwhile. Nothing is lost and nothing counts twice: each row has an identity, and is kept once.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly LedgerDatabase _database;
    private readonly string _folder;
    private readonly LedgerRows _rows;
    private readonly Dictionary<string, RowOrigin> _streams = new(StringComparer.Ordinal);
    private readonly MadeFolders? _made;
    private SegmentList _list;
    private bool _holds;

    private Ledger(string folder, LedgerDatabase database, SegmentList list, MadeFolders? made)
    {
        _made = made;
        _folder = folder;
        _database = database;
        _rows = new(database);
        _list = list;
    }

    /// <summary>
    /// Opens a ledger to write to it, and creates it where it is missing; one that is new and takes nothing, for a reason reported, is gone at its end.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">Where to report why it cannot be opened.</param>
    /// <returns>The ledger; null where it cannot be opened.</returns>
    public static Ledger? Open(string folder, Problems problems)
    {
        if (File.Exists(folder))
        {
            problems.Error(new(folder, 0, 0), "unusable-ledger", "is a file; a ledger is a folder, which is made where it is missing");
            return null;
        }

        LedgerDatabase? database = null;
        var made = new MadeFolders();
        var isNew = !(LedgerFolder.Is(folder) || SegmentList.IsIn(folder) || LedgerMark.IsSet(folder));
        try
        {
            made.Make(folder);
            database = LedgerDatabase.Open(LedgerFolder.Database(folder));
            if (LedgerSchema.Create(database) is { } fault)
            {
                problems.Error(new(LedgerFolder.Database(folder), 0, 0), "later-ledger", fault);
            }
            else if (SegmentList.Read(folder, problems) is { } list)
            {
                return new(folder, database, list, isNew ? made : null);
            }
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            problems.Error(new(LedgerFolder.Database(folder), 0, 0), "unusable-ledger", LedgerFault.Words(exception));
        }

        database?.Dispose();
        if (isNew && database is not null)
        {
            LedgerFolder.Remove(folder);
        }

        made.RemoveEmpty();
        return null;
    }

    /// <summary>Reads files into the ledger, each as a whole or not at all, and closes the hours that have ended.</summary>
    /// <param name="reader">Reads files.</param>
    /// <param name="paths">Files and folders.</param>
    /// <param name="now">The present: hours that end later stay open.</param>
    /// <param name="problems">Where to report what cannot be read or stored.</param>
    /// <param name="progress">Told how far the reading has come; null where nobody listens.</param>
    /// <param name="closing">Called with the hours and formats closed and the number of all; null where nobody listens.</param>
    /// <returns>What was taken; null where nothing was, for a reason that is reported.</returns>
    public LedgerImport? Import(
        TrackedReader reader,
        IReadOnlyList<string> paths,
        DateTimeOffset now,
        Problems problems,
        IProgress<TrackedProgress>? progress = null,
        Action<int, int>? closing = null)
    {
        var found = TrackedPaths.Of(paths, problems);
        foreach (var path in found.Where(path => path.IsNamed))
        {
            reader.IsKnown(path);
        }

        if (problems.HasErrors)
        {
            return null;
        }

        var before = _list;
        var files = new LedgerFiles(_database, _rows);
        try
        {
            LedgerMark.Set(_folder);
            reader.Read(found, files, progress);
            _holds |= files.Taken.Count > 0 || !problems.HasErrors;
            if (_holds || _made is null)
            {
                _list = new HourCloser(_folder, _database).Close(_list, now, closing);
            }
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            files.GiveUp();
            problems.Error(new(_folder, 0, 0), "unusable-ledger", LedgerFault.Words(exception));
        }

        return LedgerImport.Of(files.Taken, before, _list);
    }

    /// <summary>Adds readings that come from no file: all of them are on disk when this returns, or none is in the ledger.</summary>
    /// <param name="source">The format they came in.</param>
    /// <param name="readings">The readings; usage among them has an id.</param>
    /// <exception cref="LedgerFaultException">They cannot be stored.</exception>
    public void Append(string source, IReadOnlyList<Reading> readings)
    {
        try
        {
            LedgerMark.Set(_folder);
            _rows.Begin();
            var origin = OriginOf(source);
            foreach (var reading in readings)
            {
                _rows.Add(reading, origin);
            }

            _rows.Commit();
            _holds = true;
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            _streams.Clear();
            _rows.RollBack();
            throw new LedgerFaultException(LedgerFault.Words(exception), exception);
        }
    }

    /// <summary>Keeps a new ledger although nothing is in it yet.</summary>
    internal void Keep() => _holds = true;

    /// <summary>Closes the hours that have ended.</summary>
    /// <param name="now">The present.</param>
    public void Close(DateTimeOffset now) => _list = new HourCloser(_folder, _database).Close(_list, now);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _database.Dispose();
        if (_made is not null && !_holds)
        {
            LedgerMark.Clear(_folder);
            LedgerFolder.Remove(_folder);
            _made.RemoveEmpty();
        }
    }

    private RowOrigin OriginOf(string source)
    {
        if (!_streams.TryGetValue(source, out var origin))
        {
            _streams.Add(source, origin = new(source, LedgerFiles.Stream(_database, source), ""));
        }

        return origin;
    }
}
