namespace Mtok.Tracking;

/// <summary>
/// A ledger that is written, read and closed at once, each by a connection of its own: a reader sees what was committed when it began, and a closing
/// forgets rows in the same moment as its segments count.
/// </summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="catalog">Where its deployments look up offers and accelerators.</param>
internal sealed class CollectedLedger(string folder, Catalog catalog) : IDisposable
{
    private readonly LedgerWriter _writer = new(folder);

    /// <summary>Held where connections are opened, and where the list of segments and the open rows change together.</summary>
    private readonly Lock _lock = new();
    private readonly Lock _closing = new();
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private SegmentList _list = SegmentList.Empty;
    private long _changes;
    private Catalog _catalog = catalog;
    private (long Changes, Tracked Read)? _last;

    /// <summary>The end of the last hour that is closed; null where none is.</summary>
    public DateTimeOffset? ClosedThrough
    {
        get
        {
            var hours = _list.Segments.Where(LedgerImport.IsHour).Select(segment => segment.Hour).OfType<int>().ToList();
            return hours.Count > 0 ? LedgerTime.Beginning(hours.Max() + 1) : null;
        }
    }

    /// <summary>Opens the ledger, and creates it where it is missing.</summary>
    /// <returns>Whether it can be used; why not is reported.</returns>
    public bool Open(Problems problems)
    {
        using (var created = Ledger.Open(folder, problems))
        {
            created?.Keep();
            if (created is null || SegmentList.Read(folder, problems) is not { } list)
            {
                return false;
            }

            _list = list;
        }

        try
        {
            _writer.Open();
            return true;
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            problems.Error(new(LedgerFolder.Database(folder), 0, 0), "unusable-ledger", LedgerFault.Words(exception));
            return false;
        }
    }

    /// <summary>Stores bodies.</summary>
    /// <exception cref="LedgerFaultException">They cannot be stored, and nothing of them is.</exception>
    public void Store(IReadOnlyList<ReadBody> bodies)
    {
        lock (_writing)
        {
            _writer.Store(bodies);
            Interlocked.Increment(ref _changes);
        }
    }

    /// <summary>Puts files into the ledger.</summary>
    public IReadOnlyList<TakenFile> Import(TrackedReader reader, IReadOnlyList<TrackedPath> paths, Problems problems)
    {
        lock (_writing)
        {
            var taken = _writer.Import(reader, paths, problems);
            Interlocked.Increment(ref _changes);
            return taken;
        }
    }

    /// <summary>What changes with what is committed.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Rows of hours that are not closed.</summary>
    public long OpenRows()
    {
        using var database = Beside();
        return HourKind.All.Sum(kind => database.Number($"SELECT count(*) FROM {kind.Table}"));
    }

    /// <summary>How far followed logs are read.</summary>
    public IReadOnlyList<TailMark> Tails()
    {
        using var database = Beside();
        return TailTable.Read(database);
    }

    /// <summary>Everything that is committed, one reader after the other; what is the same as before is not read again.</summary>
    /// <returns>What is in it; null where it cannot be read (reported).</returns>
    public Tracked? Snapshot(Problems problems)
    {
        try
        {
            lock (_reading)
            {
                return Reread(problems);
            }
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            problems.Error(new(folder, 0, 0), "unusable-ledger", LedgerFault.Words(exception));
            return null;
        }
    }

    /// <summary>Looks up offers and accelerators of deployments in another catalog from now on.</summary>
    public void Use(Catalog other)
    {
        lock (_reading)
        {
            if (other != _catalog)
            {
                (_catalog, _last) = (other, null);
            }
        }
    }

    /// <summary>Keeps what was left out of bodies and has to be known of them.</summary>
    public void Keep(StreamNotes notes)
    {
        lock (_writing)
        {
            using var database = Beside();
            if (notes.Keep(database))
            {
                Interlocked.Increment(ref _changes);
            }
        }
    }

    /// <summary>Closes the hours that ended before a moment, while others write and read.</summary>
    public void Close(DateTimeOffset now)
    {
        lock (_closing)
        {
            using var database = Beside();
            if (!IsDue(database, LedgerTime.Hour(now)!.Value))
            {
                return;
            }

            var list = Begin(database);
            new HourCloser(folder, database, (closed, write) => Publish(database, closed, write)).Close(list, now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private Tracked? Reread(Problems problems)
    {
        var changes = Interlocked.Read(ref _changes);
        if (_last is null || _last.Value.Changes != changes)
        {
            using var database = Beside();
            var read = new LedgerSnapshot(folder, _catalog).Read(database, Begin(database), problems);
            _last = read is null ? null : (changes, read);
        }

        return _last?.Read;
    }

    private static bool IsDue(LedgerDatabase database, int hour) =>
        HourKind.All.Any(kind => database.Number(FormattableString.Invariant(
            $"SELECT count(*) FROM (SELECT 1 FROM {kind.Table} WHERE hour < {hour} OR hour IS NULL LIMIT 1)")) > 0);

    private void Publish(LedgerDatabase database, SegmentList closed, Action write)
    {
        lock (_lock)
        {
            write();
            database.Execute("COMMIT");
            _list = closed;
        }
    }

    /// <summary>Begins a transaction that sees the rows that go with the list of segments.</summary>
    private SegmentList Begin(LedgerDatabase database)
    {
        lock (_lock)
        {
            database.Execute("BEGIN TRANSACTION");
            database.Number("SELECT count(*) FROM ledger");
            return _list;
        }
    }

    private LedgerDatabase Beside() => LedgerDatabase.Beside(LedgerFolder.Database(folder));
}
