using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Reads a ledger: the segments of closed hours without a lock, and open hours where no other process is writing.</summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="catalog">Where its deployments look up offers and accelerators.</param>
/// <param name="problems">Where to report why it cannot be read.</param>
public sealed class LedgerReader(string folder, Catalog catalog, Problems problems)
{
    /// <summary>Everything in the ledger; null where it cannot be read.</summary>
    public Tracked? Read()
    {
        if (!Directory.Exists(folder) || !(SegmentList.IsIn(folder) || File.Exists(LedgerFolder.Database(folder))))
        {
            problems.Error(new(folder, 0, 0), "missing-ledger", "no such ledger; mtok track import FILE --ledger DIR makes one");
            return null;
        }

        if (SegmentList.Read(folder, problems) is not { } list)
        {
            return null;
        }

        try
        {
            using var database = LedgerDatabase.Temporary();
            return Read(database, list);
        }
        catch (Exception exception) when (Ledger.IsOfStore(exception))
        {
            problems.Error(new(folder, 0, 0), "unusable-ledger", Ledger.Words(exception));
            return null;
        }
    }

    private Tracked? Read(LedgerDatabase database, SegmentList list)
    {
        LedgerSchema.Create(database);
        using var tally = new Tally(problems);
        var isOpen = list.Open > 0 || LedgerMark.IsSet(folder);
        if (isOpen && CopyOpen(database) is { } fault)
        {
            tally.Warn(new(folder, 0, 0), $"hours that are not closed yet are not counted: {fault}");
            isOpen = false;
        }

        if (!isOpen)
        {
            ReadTables(database, list);
        }

        var contents = new LedgerContents(database, folder, list);
        contents.AddFiles(tally, new(catalog, problems));
        contents.AddSamples(tally);
        contents.AddLevels(tally);
        var hours = UsageOrder.Of(Hours(database, list));
        return problems.HasErrors ? null : tally.Finish(hours, 0);
    }

    /// <summary>Copies what is not closed, and lets go of the file at once: a writer may want it.</summary>
    /// <returns>Why it cannot be copied; null where it was.</returns>
    private string? CopyOpen(LedgerDatabase database)
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
            return Ledger.Words(exception);
        }
    }

    private void ReadTables(LedgerDatabase database, SegmentList list)
    {
        foreach (var segment in list.Of(HourCloser.Tables))
        {
            database.Execute($"INSERT INTO {segment.Source} BY NAME SELECT * FROM {SegmentList.Parquet(folder, [segment])}");
        }
    }

    /// <summary>Hours as they were added up when they were closed; those that open rows belong to, or change, are added up again from their rows.</summary>
    private List<UsageHour> Hours(LedgerDatabase database, SegmentList list)
    {
        var hours = new List<UsageHour>();
        var hasOpen = database.Number("SELECT count(*) FROM usage_rows") > 0;
        if (hasOpen)
        {
            HourCloser.Reopen(database, folder, list, HourKind.Usage, int.MaxValue);
            hours.AddRange(database.Rows(UsageTable.RollUp).Select(UsageTable.Read));
        }

        if (list.Of(HourCloser.HourSums).ToList() is { Count: > 0 } months)
        {
            var closed = $"SELECT * FROM {SegmentList.Parquet(folder, months)}{(hasOpen ? $" WHERE NOT ({HourKind.Usage.IsClosing})" : "")}";
            hours.AddRange(database.Rows(closed).Select(UsageTable.Read));
        }

        return hours;
    }
}
