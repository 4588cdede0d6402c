namespace Mtok.Tracking;

/// <summary>Rows that are closed by hour and source: how a segment is selected from the open rows, and how its rows are opened again.</summary>
/// <param name="Name">The kind of segments.</param>
/// <param name="Table">The table of open rows.</param>
/// <param name="Origin">What names the source of an open row, as tables to select from.</param>
/// <param name="Columns">The columns of a segment.</param>
/// <param name="Order">The order of its rows.</param>
/// <param name="Sums">The columns whose sums are listed.</param>
/// <param name="Opening">Inserts rows of segments (<c>FROM segment</c>) into the table.</param>
internal sealed record HourKind(
    string Name, string Table, string Origin, string Columns, string Order, IReadOnlyList<string> Sums, string Opening)
{
    private const int Undated = int.MinValue;
    private const string Times = "make_timestamp(ts) AS event_time, hour";
    private const string Paths = "JOIN (SELECT file, path FROM files) USING (file)";
    private static readonly string Classes = string.Join(", ", LedgerSchema.Classes);

    /// <summary>Usage, each request once.</summary>
    public static HourKind Usage { get; } = new(
        "usage",
        "usage_rows",
        $"usage_rows JOIN usage_keys USING (key) {Paths}",
        $"id1, id2, {Times}, make_timestamp(until_ts) AS until_time, source, model, team, deployment, requests, status, {Classes}, billed_input, "
            + "billed_output, cost::DECIMAL(38,12) AS stated_cost, currency, file, path, line",
        "ts NULLS FIRST, id1, id2",
        ["requests", .. LedgerSchema.Classes, "cost"],
        $"INSERT INTO usage_rows SELECT id1, id2, hour, epoch_us(event_time), epoch_us(until_time), key, requests, status, {Classes}, billed_input, "
            + "billed_output, stated_cost, file, line FROM segment JOIN usage_keys USING (source, model, team, deployment, currency)");

    /// <summary>Samples of counters; what they count is in the table of series.</summary>
    public static HourKind Samples { get; } = new(
        "samples",
        "sample_rows",
        "sample_rows JOIN (SELECT series, source FROM series) USING (series)",
        $"series, {Times}, value, make_timestamp(start_ts) AS start_time, is_delta, file, line",
        "series, ts NULLS FIRST, start_ts NULLS FIRST, is_delta, value NULLS FIRST, file, line",
        [],
        "INSERT INTO sample_rows SELECT series, hour, epoch_us(event_time), value, epoch_us(start_time), is_delta, file, line FROM segment");

    /// <summary>Levels.</summary>
    public static HourKind Levels { get; } = new(
        "levels",
        "level_rows",
        $"level_rows {Paths}",
        $"what, subject, source, {Times}, value, file, path, line",
        "what, subject, ts NULLS FIRST, value, path, line",
        [],
        "INSERT INTO level_rows SELECT source, what, subject, hour, epoch_us(event_time), value, file, line FROM segment");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<HourKind> All { get; } = [Usage, Samples, Levels];

    /// <summary>The time and hour of a row, as columns of a segment.</summary>
    public const string Moments = Times;

    /// <summary>The table of hours that are being closed.</summary>
    public string Closing => "closing_" + Name;

    /// <summary>Whether a row is of an hour that is being closed.</summary>
    public string IsClosing => $"coalesce(hour, {Undated}) IN (SELECT coalesce(hour, {Undated}) FROM {Closing})";

    /// <summary>The rows of an hour and source, as a segment has them.</summary>
    public string Selection(int? hour, string source) =>
        $"SELECT {Columns} FROM {Origin} WHERE {(hour is { } known ? Number($"hour = {known}") : "hour IS NULL")} AND source = {LedgerDatabase.Quoted(source)} "
            + $"ORDER BY {Order}";

    /// <summary>The hours and sources that are being closed, with the number and sums of their rows.</summary>
    public string Places =>
        $"SELECT hour, source, count(*){string.Concat(Sums.Select(column => $", sum({column})::VARCHAR"))} FROM {Origin} WHERE {IsClosing} "
            + "GROUP BY hour, source ORDER BY hour NULLS FIRST, source";

    /// <summary>Opens the rows of segments again.</summary>
    public void Open(LedgerDatabase database, IReadOnlyCollection<Segment> segments, IEnumerable<string> paths)
    {
        var before = database.Number($"SELECT count(*) FROM {Table}");
        var opening = Opening.Replace("FROM segment", $"FROM read_parquet({LedgerDatabase.Quoted(paths)}, union_by_name = true)", StringComparison.Ordinal);
        database.Execute(opening);
        LedgerFault.Require(
            database.Number($"SELECT count(*) FROM {Table}") - before == segments.Sum(segment => segment.Rows), $"rows of {Name} cannot be opened again");
    }

    /// <summary>Drops repeated rows of the open ones.</summary>
    public void DropRepeated(LedgerDatabase database)
    {
        if (this == Usage)
        {
            UsageTable.DropRepeated(database);
            return;
        }

        var same = this == Samples ? "series, ts, value, start_ts, is_delta" : "source, what, subject, ts, value";
        if (database.Number($"SELECT count(*) FROM (SELECT {same} FROM {Table} GROUP BY {same} HAVING count(*) > 1)") > 0)
        {
            database.Execute($"""
                DELETE FROM {Table} WHERE rowid IN (
                    SELECT row FROM (
                        SELECT rows.rowid AS row, row_number() OVER (PARTITION BY {same} ORDER BY file, line) AS place
                        FROM {Table} rows)
                    WHERE place > 1)
                """);
        }
    }

    private static string Number(FormattableString text) => FormattableString.Invariant(text);
}
