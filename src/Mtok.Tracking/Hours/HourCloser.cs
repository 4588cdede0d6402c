using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// Closes hours: their open rows, with those of an earlier revision, become a segment for each source. A failure at any point loses nothing: the open rows
/// go last, and a row that is in a segment and open counts once.
/// </summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="database">Its database.</param>
/// <param name="publish">
/// Makes a list count: it gets the list and what writes it and forgets the rows that are closed. Null where nobody reads or writes beside.
/// </param>
internal sealed class HourCloser(string folder, LedgerDatabase database, Action<SegmentList, Action>? publish = null)
{
    /// <summary>The kind of segments that hold usage added up by hour and key, one for each month.</summary>
    public const string HourSums = "hours";

    /// <summary>The kind of segments that hold a whole table.</summary>
    public const string Tables = "tables";

    /// <summary>Tables that are written whole, with the order of their rows.</summary>
    private static readonly (string Name, string Order)[] Whole =
        [("files", "file"), ("left_out", "file, reason"), ("warnings", "file, message, path, line"), ("bill_rows", "file, place"), ("series", "series")];

    private readonly SegmentWriter _writer = new(folder, database);
    private Dictionary<(string Kind, int? Hour, string Source), Segment> _before = [];
    private Dictionary<(string Kind, int? Hour, string Source), Segment> _after = [];

    /// <summary>Closes every hour that has ended.</summary>
    /// <param name="list">The segments so far.</param>
    /// <param name="now">The present; hours that end later stay open.</param>
    /// <param name="progress">Called with the hours and sources done and the number of all; null where nobody listens.</param>
    /// <returns>The segments that count now; they are on disk and listed.</returns>
    public SegmentList Close(SegmentList list, DateTimeOffset now, Action<int, int>? progress = null)
    {
        _before = list.Segments.ToDictionary(segment => segment.Place);
        _after = new(_before);
        foreach (var kind in HourKind.All)
        {
            Close(kind, Reopen(database, folder, list, kind, LedgerTime.Hour(now)!.Value), progress);
        }

        foreach (var (name, order) in Whole)
        {
            var rows = database.Number($"SELECT count(*) FROM {name}");
            Write(new(Tables, null, name, 0, "", rows, ""), $"SELECT * FROM {name} ORDER BY {order}");
        }

        var open = HourKind.All.Sum(kind => database.Number($"SELECT count(*) FROM {kind.Table} WHERE NOT ({kind.IsClosing})"));
        var closed = new SegmentList([.. _after.Values.OrderBy(segment => segment.Path, StringComparer.Ordinal)], open);
        Publish(closed);
        _writer.Sweep(list, closed);
        return closed;
    }

    private void Publish(SegmentList closed)
    {
        void Write()
        {
            closed.Write(folder);
            Forget();
        }

        if (publish is not null)
        {
            publish(closed, Write);
            return;
        }

        Write();
        database.Execute("CHECKPOINT");
        if (closed.Open == 0)
        {
            LedgerMark.Clear(folder);
        }
    }

    /// <summary>Finds the hours of a kind to close, opens their closed rows again, and drops what is repeated.</summary>
    public static HashSet<int?> Reopen(LedgerDatabase database, string folder, SegmentList list, HourKind kind, int now)
    {
        var segments = list.Of(kind.Name).ToList();
        database.Execute(FormattableString.Invariant(
            $"CREATE OR REPLACE TEMP TABLE {kind.Closing} AS SELECT DISTINCT hour FROM {kind.Table} WHERE hour < {now} OR hour IS NULL"));
        if (kind == HourKind.Usage && segments.Count > 0 && database.Number($"SELECT count(*) FROM {kind.Table}") > 0)
        {
            var all = LedgerDatabase.Quoted(segments.Select(segment => Path.Combine(folder, segment.Path)));
            database.Execute(
                $"INSERT INTO {kind.Closing} SELECT DISTINCT hour FROM read_parquet({all}, union_by_name = true) SEMI JOIN {kind.Table} USING (id1, id2)");
        }

        var closing = database.Rows($"SELECT DISTINCT hour FROM {kind.Closing}").Select(row => row.IsDBNull(0) ? (int?)null : row.GetInt32(0)).ToHashSet();
        if (segments.FindAll(segment => closing.Contains(segment.Hour)) is { Count: > 0 } earlier)
        {
            kind.Open(database, earlier, earlier.Select(segment => Path.Combine(folder, segment.Path)));
        }

        kind.DropRepeated(database);
        return closing;
    }

    private void Close(HourKind kind, HashSet<int?> closing, Action<int, int>? progress)
    {
        foreach (var earlier in _before.Keys.Where(place => place.Kind == kind.Name && closing.Contains(place.Hour)))
        {
            _after.Remove(earlier);
        }

        var places = PlacesOf(kind);
        LedgerFault.Require(
            places.Sum(place => place.Rows) == database.Number($"SELECT count(*) FROM {kind.Table} WHERE {kind.IsClosing}"),
            $"rows of {kind.Name} have no file or no key");
        for (var at = 0; at < places.Count; at++)
        {
            progress?.Invoke(at, places.Count);
            Write(places[at], kind.Selection(places[at].Hour, places[at].Source));
        }

        if (kind == HourKind.Usage)
        {
            AddUp(closing);
        }
        else if (kind == HourKind.Samples)
        {
            new CounterTurns(folder, database).Write(closing, _before.Values, Write);
        }
    }

    private List<Segment> PlacesOf(HourKind kind) =>
        [
            .. database.Rows(kind.Places).Select(row => new Segment(
                kind.Name, row.IsDBNull(0) ? null : row.GetInt32(0), row.GetString(1), 0, "", row.GetInt64(2), "")
            {
                Sums = kind.Sums.Select((column, at) => KeyValuePair.Create(column, row.IsDBNull(3 + at) ? null : row.GetString(3 + at))).ToDictionary(),
            }),
        ];

    /// <summary>Usage of closed hours by key, in one file a month, so that a report need not read every request.</summary>
    private void AddUp(HashSet<int?> closing)
    {
        var isClosing = HourKind.Usage.IsClosing;
        foreach (var month in closing.GroupBy(MonthOf).OrderBy(month => month.Key, StringComparer.Ordinal))
        {
            var (first, last) = (month.Min() ?? 0, month.Max() ?? -1);
            var isOfMonth = month.Key.Length == 0 ? "hour IS NULL" : FormattableString.Invariant($"hour BETWEEN {first} AND {last}");
            var selection = $"SELECT * FROM ({UsageTable.RollUp}) WHERE {isOfMonth} AND {isClosing}";
            if (_before.GetValueOrDefault((HourSums, null, month.Key)) is { } before)
            {
                var path = LedgerDatabase.Quoted(Path.Combine(folder, before.Path));
                selection = $"SELECT * FROM read_parquet({path}) WHERE NOT ({isClosing}) UNION ALL {selection}";
            }

            database.Execute($"CREATE OR REPLACE TEMP TABLE month AS {selection}");
            Write(new(HourSums, null, month.Key, 0, "", database.Number("SELECT count(*) FROM month"), ""), "SELECT * FROM month ORDER BY ALL");
        }
    }

    private void Write(Segment segment, string selection) =>
        _after[segment.Place] = _writer.Write(segment, selection, _before.GetValueOrDefault(segment.Place));

    private void Forget()
    {
        foreach (var kind in HourKind.All)
        {
            database.Execute($"DELETE FROM {kind.Table} WHERE {kind.IsClosing}");
        }
    }

    private static string MonthOf(int? hour) => LedgerTime.Beginning(hour)?.ToString("yyyy-MM", CultureInfo.InvariantCulture) ?? "";
}
