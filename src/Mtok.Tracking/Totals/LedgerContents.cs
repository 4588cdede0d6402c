namespace Mtok.Tracking;

/// <summary>What a ledger holds beside usage: files, bills, deployments, samples.</summary>
/// <param name="database">The database with what is open.</param>
/// <param name="store">Where the segments lie.</param>
/// <param name="list">The segments of what is closed.</param>
internal sealed class LedgerContents(LedgerDatabase database, ISegmentStore store, SegmentList list)
{
    /// <summary>Adds the files, their bills and deployments, and what has to be known of them.</summary>
    public void AddFiles(Tally tally, DeploymentReader reader)
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

            if (file.Deployments is { } text && reader.Read(file.Path, text) is { } deployments)
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

    /// <summary>Adds samples of counters: of closed hours those that decide, of open ones all.</summary>
    public void AddSamples(Tally tally)
    {
        var open = $"SELECT {HourKind.Samples.Columns} FROM {HourKind.Samples.Origin}";
        var read = SampleTable.Reader(database);
        foreach (var from in Sources(CounterTurns.Of(list), open))
        {
            foreach (var row in database.Rows($"SELECT {SampleTable.Columns} FROM {from}"))
            {
                tally.Add(read(row));
            }
        }
    }

    /// <summary>Adds levels, of closed hours and of open ones.</summary>
    public void AddLevels(Tally tally)
    {
        var open = $"SELECT DISTINCT ON (source, what, subject, ts, value) {HourKind.Levels.Columns} FROM {HourKind.Levels.Origin}";
        foreach (var from in Sources([.. list.Of(HourKind.Levels.Name)], open))
        {
            foreach (var row in database.Rows($"SELECT {LevelTable.Columns} FROM {from}"))
            {
                tally.Add(LevelTable.Read(row));
            }
        }
    }

    private IEnumerable<string> Sources(IReadOnlyList<Segment> segments, string open)
    {
        if (segments.Count > 0)
        {
            yield return store.Rows(database, segments);
        }

        yield return $"({open})";
    }
}
