using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// The samples of closed hours that decide what a counter grew by, in one file a day, so that a report need not read every scrape. Of an hour in which a
/// series only grew, from one start, they are its first three samples and its last, the two between which it grew fastest, and the first of its file;
/// of every other hour they are all.
/// </summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="database">Its database, with the hours that are being closed.</param>
internal sealed class CounterTurns(string folder, LedgerDatabase database)
{
    /// <summary>The kind of segments that hold them.</summary>
    public const string Kind = "turns";

    private static readonly HourKind Samples = HourKind.Samples;

    private static readonly string Rows = $"""
        CREATE OR REPLACE TEMP TABLE turning AS
        WITH named AS (
            SELECT *, count(*) OVER (PARTITION BY name, counts, token_class) > 1 OR series IN (SELECT series FROM twins) AS is_twin,
                split_part(name, chr(123), 1) AS metric FROM series),
        closing AS (
            SELECT sample_rows.*, name, metric, target, counts, is_twin, path
            FROM sample_rows JOIN named USING (series) JOIN (SELECT file, path FROM files) USING (file) WHERE {Samples.IsClosing}),
        restarted AS (SELECT hour, name AS subject FROM closing WHERE counts = 'start' GROUP BY hour, name HAVING count(DISTINCT start_ts) > 1),
        firsts AS (SELECT series, min(hour) AS hour FROM (SELECT series, hour FROM closing UNION ALL SELECT series, hour FROM seen) GROUP BY series),
        begun AS (SELECT DISTINCT hour, metric FROM closing SEMI JOIN firsts USING (series, hour)),
        placed AS (
            SELECT *, value - lag(value) OVER run AS grown, ts - lag(ts) OVER run AS took,
                row_number() OVER run AS place, row_number() OVER (PARTITION BY series, hour ORDER BY path, line, ts) AS read,
                lead(ts) OVER run IS NULL AS is_last
            FROM closing WINDOW run AS (PARTITION BY series, hour ORDER BY ts, value)),
        calm AS (
            SELECT series, hour FROM placed
            GROUP BY series, hour
            HAVING bool_and(ts IS NOT NULL AND NOT is_delta AND NOT is_twin AND (counts = 'start' OR value IS NOT NULL))
                AND coalesce(min(grown) >= 0, true) AND coalesce(min(took) > 0, true)
                AND count(DISTINCT start_ts) <= 1 AND count(start_ts) IN (0, count(*))),
        thinned AS (
            SELECT placed.*, row_number() OVER (PARTITION BY series, hour ORDER BY grown / took DESC NULLS LAST, ts) AS speed
            FROM placed SEMI JOIN calm USING (series, hour)
            ANTI JOIN begun USING (hour, metric)
            ANTI JOIN restarted ON restarted.hour = placed.hour AND restarted.subject IN (placed.name, placed.target)),
        kept AS (
            SELECT series, hour, ts FROM thinned WHERE place <= 3 OR is_last OR speed = 1 OR read = 1
            UNION SELECT series, hour, ts - took FROM thinned WHERE speed = 1 AND took IS NOT NULL)
        SELECT series, hour, ts, value, start_ts, is_delta, file, line FROM thinned SEMI JOIN kept USING (series, hour, ts)
        UNION ALL
        SELECT series, hour, ts, value, start_ts, is_delta, file, line FROM placed ANTI JOIN (SELECT DISTINCT series, hour FROM thinned)
            USING (series, hour)
        """;

    /// <summary>The day that an hour belongs to, as its file is named; empty for what has no time.</summary>
    public static string DayOf(int? hour) => LedgerTime.Beginning(hour)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Finds those of the hours that are being closed, and writes the files of their days again.</summary>
    /// <param name="closing">The hours.</param>
    /// <param name="before">The segments so far.</param>
    /// <param name="write">Writes a file: its place and number of rows, and its rows as SQL.</param>
    public void Write(IReadOnlySet<int?> closing, IReadOnlyCollection<Segment> before, Action<Segment, string> write)
    {
        if (closing.Count == 0)
        {
            return;
        }

        Find(before);
        foreach (var day in closing.Select(DayOf).Distinct().Order(StringComparer.Ordinal))
        {
            var rows = $"SELECT series, {HourKind.Moments}, value, make_timestamp(start_ts) AS start_time, is_delta, file, line FROM turning "
                + $"WHERE {IsOf(day, closing)}";
            database.Execute($"CREATE OR REPLACE TEMP TABLE day AS {string.Join(" UNION ALL BY NAME ", Earlier(day, before).Prepend(rows))}");
            write(
                new(Kind, null, day, 0, "", database.Number("SELECT count(*) FROM day"), ""),
                "SELECT * FROM day ORDER BY series, event_time NULLS FIRST, start_time NULLS FIRST, is_delta, value NULLS FIRST, file, line");
        }
    }

    /// <summary>The segments to read samples of: the files of days, and hours of days that have none.</summary>
    public static IReadOnlyList<Segment> Of(SegmentList list)
    {
        var days = list.Of(Kind).ToList();
        var known = days.Select(day => day.Source).ToHashSet(StringComparer.Ordinal);
        return [.. days, .. list.Of(Samples.Name).Where(segment => !known.Contains(DayOf(segment.Hour)))];
    }

    private void Find(IReadOnlyCollection<Segment> before)
    {
        database.Execute("CREATE OR REPLACE TEMP TABLE twins (series INTEGER)");
        var series = database.Rows("SELECT series, name, counts || ' ' || token_class FROM series")
            .Select(row => (Number: row.GetInt32(0), Name: row.GetString(1), Counts: row.GetString(2))).ToList();
        using (var rows = database.Appender("twins"))
        {
            foreach (var number in SameSeries.Alike(series))
            {
                rows.CreateRow().AppendValue(number).EndRow();
            }
        }

        var earlier = before.Where(segment => segment.Kind == Kind).ToList();
        var seen = earlier.Count == 0
            ? "SELECT 0 AS series, 0 AS hour LIMIT 0"
            : $"SELECT series, min(hour) AS hour FROM {SegmentList.Parquet(folder, earlier)} WHERE NOT ({Samples.IsClosing}) GROUP BY series";
        database.Execute($"CREATE OR REPLACE TEMP TABLE seen AS {seen}");
        database.Execute(Rows);
    }

    /// <summary>What a day's file has of other hours, or where there is none yet their samples.</summary>
    private IEnumerable<string> Earlier(string day, IReadOnlyCollection<Segment> before)
    {
        var file = before.Where(segment => segment.Kind == Kind && segment.Source == day).ToList();
        var rows = file.Count > 0 ? file : [.. before.Where(segment => segment.Kind == Samples.Name && DayOf(segment.Hour) == day)];
        return rows.Count == 0 ? [] : [$"SELECT * FROM {SegmentList.Parquet(folder, rows)} WHERE NOT ({Samples.IsClosing})"];
    }

    private static string IsOf(string day, IReadOnlySet<int?> closing) => day.Length == 0
        ? "hour IS NULL"
        : $"hour IN ({string.Join(", ", closing.OfType<int>().Where(hour => DayOf(hour) == day).Order())})";
}
