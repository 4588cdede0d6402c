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

        AddFiles(database, tally);
        AddSamples(database, list, tally);
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
            database.Execute($"INSERT INTO {segment.Source} BY NAME SELECT * FROM {Parquet([segment])}");
        }
    }

    private void AddFiles(LedgerDatabase database, Tally tally)
    {
        var leftOut = FileTable.LeftOut(database);
        var bills = BillTable.ByFile(database);
        foreach (var file in FileTable.Read(database).ToList().Where(file => !file.IsReplaced).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (file.SameAs is null)
            {
                tally.Begin(new(file.Path, file.Content, file.Bytes, new Dictionary<long, string>()));
                foreach (var row in bills[file.Number])
                {
                    tally.Add(row);
                }
            }

            if (file.Deployments is { } text && new DeploymentReader(catalog, problems).Read(file.Path, text) is { } deployments)
            {
                tally.Add(text, deployments);
            }

            tally.End(new(file.Path, file.Kind, file.Rows, [.. leftOut[file.Number]], file.SameAs));
        }

        foreach (var warning in FileTable.Warnings(database))
        {
            tally.Warn(warning);
        }
    }

    private void AddSamples(LedgerDatabase database, SegmentList list, Tally tally)
    {
        var open = $"SELECT {HourKind.Samples.Columns} FROM {HourKind.Samples.Origin}";
        var read = SampleTable.Reader(database);
        foreach (var from in Sources(list, HourKind.Samples, open))
        {
            foreach (var row in database.Rows($"SELECT {SampleTable.Columns} FROM {from}"))
            {
                tally.Add(read(row));
            }
        }

        open = $"SELECT {HourKind.Levels.Columns} FROM {HourKind.Levels.Origin}";
        foreach (var from in Sources(list, HourKind.Levels, open))
        {
            foreach (var row in database.Rows($"SELECT {LevelTable.Columns} FROM {from}"))
            {
                tally.Add(LevelTable.Read(row));
            }
        }
    }

    private IEnumerable<string> Sources(SegmentList list, HourKind kind, string open)
    {
        if (list.Of(kind.Name).ToList() is { Count: > 0 } segments)
        {
            yield return Parquet(segments);
        }

        yield return $"({open})";
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
            var closed = $"SELECT * FROM {Parquet(months)}{(hasOpen ? $" WHERE NOT ({HourKind.Usage.IsClosing})" : "")}";
            hours.AddRange(database.Rows(closed).Select(UsageTable.Read));
        }

        return hours;
    }

    private string Parquet(IEnumerable<Segment> segments) =>
        $"read_parquet({LedgerDatabase.Quoted(segments.Select(segment => Path.Combine(folder, segment.Path)))}, union_by_name = true)";
}
