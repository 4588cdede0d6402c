namespace Mtok.Tracking;

/// <summary>Reads a ledger: the segments of closed hours without a lock, and open hours where no other process is writing.</summary>
/// <param name="place">Where the ledger is.</param>
/// <param name="catalog">Where its deployments look up offers and accelerators.</param>
/// <param name="problems">Where to report why it cannot be read.</param>
public sealed class LedgerReader(LedgerPlace place, Catalog catalog, Problems problems)
{
    /// <summary>Everything in the ledger; null where it cannot be read.</summary>
    public Tracked? Read()
    {
        try
        {
            using var store = place.Open();
            if (store.List(problems) is not { } list)
            {
                return null;
            }

            using var database = LedgerDatabase.Temporary();
            return Read(store, database, list);
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            problems.Error(new(place.Folder, 0, 0), "unusable-ledger", LedgerFault.Words(exception));
            return null;
        }
    }

    private Tracked? Read(ISegmentStore store, LedgerDatabase database, SegmentList list)
    {
        LedgerSchema.Create(database);
        using var tally = new Tally(problems);
        var isOpen = store.HasOpen(list);
        if (isOpen && store.CopyOpen(database) is { } fault)
        {
            tally.Warn(new(place.Folder, 0, 0), $"hours that are not closed yet are not counted: {fault}");
            isOpen = false;
        }

        if (!isOpen)
        {
            ReadTables(store, database, list);
        }

        var contents = new LedgerContents(database, store, list);
        contents.AddFiles(tally, new(catalog, problems));
        contents.AddSamples(tally);
        contents.AddLevels(tally);
        var hours = UsageOrder.Of(Hours(store, database, list));
        return problems.HasErrors ? null : tally.Finish(hours, 0);
    }

    private static void ReadTables(ISegmentStore store, LedgerDatabase database, SegmentList list)
    {
        foreach (var segment in list.Of(HourCloser.Tables))
        {
            database.Execute($"INSERT INTO {segment.Source} BY NAME SELECT * FROM {store.Rows(database, [segment])}");
        }
    }

    /// <summary>Hours as they were added up when they were closed; those that open rows belong to, or change, are added up again from their rows.</summary>
    private List<UsageHour> Hours(ISegmentStore store, LedgerDatabase database, SegmentList list)
    {
        var hours = new List<UsageHour>();
        var read = UsageTable.Reader();
        var hasOpen = database.Number("SELECT count(*) FROM usage_rows") > 0;
        if (hasOpen)
        {
            HourCloser.Reopen(database, place.Folder, list, HourKind.Usage, int.MaxValue);
            hours.AddRange(database.Rows(UsageTable.RollUp).Select(read));
        }

        if (list.Of(HourCloser.HourSums).ToList() is { Count: > 0 } months)
        {
            var closed = $"SELECT * FROM {store.Rows(database, months)}{(hasOpen ? $" WHERE NOT ({HourKind.Usage.IsClosing})" : "")}";
            hours.AddRange(database.Rows(closed).Select(read));
        }

        return hours;
    }
}
