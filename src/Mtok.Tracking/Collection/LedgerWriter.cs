using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Puts bodies into the database of a ledger, several in a transaction. One thread at a time.</summary>
/// <param name="folder">The ledger's folder.</param>
internal sealed class LedgerWriter(string folder) : IDisposable
{
    private readonly Dictionary<string, RowOrigin> _streams = new(StringComparer.Ordinal);
    private LedgerDatabase? _database;
    private LedgerRows? _rows;

    /// <summary>The database; opened where it is not open.</summary>
    /// <exception cref="DuckDBException">It cannot be used now.</exception>
    public LedgerDatabase Open()
    {
        if (_database is null)
        {
            _database = LedgerDatabase.Open(LedgerFolder.Database(folder));
            _rows = new(_database);
        }

        return _database;
    }

    /// <summary>Stores bodies: all of them are on disk when this returns, or none is in the ledger.</summary>
    /// <exception cref="LedgerFaultException">They cannot be stored.</exception>
    public void Store(IReadOnlyList<ReadBody> bodies)
    {
        try
        {
            var database = Open();
            LedgerMark.Set(folder);
            _rows!.Begin();
            foreach (var body in bodies)
            {
                Add(database, body);
            }

            _rows.Commit();
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception)
            || exception is ArgumentException or InvalidOperationException or ArithmeticException)
        {
            Forget();
            throw new LedgerFaultException(LedgerFault.Words(exception), exception);
        }
    }

    /// <summary>Puts files into the ledger, each as a whole or not at all.</summary>
    /// <param name="reader">Reads files.</param>
    /// <param name="paths">The files.</param>
    /// <param name="problems">Where to report what cannot be stored.</param>
    public IReadOnlyList<TakenFile> Import(TrackedReader reader, IReadOnlyList<TrackedPath> paths, Problems problems)
    {
        try
        {
            var files = new LedgerFiles(Open(), _rows!);
            LedgerMark.Set(folder);
            reader.Read(paths, files, null);
            return files.Taken;
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            Forget();
            problems.Error(new(folder, 0, 0), "unusable-ledger", LedgerFault.Words(exception));
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _database?.Dispose();
        (_rows, _database) = (null, null);
    }

    private void Add(LedgerDatabase database, ReadBody body)
    {
        var origin = OriginOf(database, body.Source) with { Root = body.Root };
        foreach (var reading in body.Readings)
        {
            _rows!.Add(reading, origin);
        }

        if (body.Mark is { } mark)
        {
            TailTable.Keep(database, mark);
        }
    }

    private RowOrigin OriginOf(LedgerDatabase database, string source)
    {
        if (!_streams.TryGetValue(source, out var origin))
        {
            _streams.Add(source, origin = new(source, LedgerFiles.Stream(database, source), ""));
        }

        return origin;
    }

    /// <summary>After a failure nothing of the transaction is there; a database that was closed by it is opened again by the next.</summary>
    private void Forget()
    {
        _streams.Clear();
        _rows?.RollBack();
        try
        {
            Dispose();
        }
        catch (DuckDBException)
        {
            // The failure that led here is reported; the database is opened again in any case.
            (_rows, _database) = (null, null);
        }
    }
}
