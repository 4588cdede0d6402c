using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// Usage of closed and open hours added up where the rows lie: nothing is copied but requests that are stated more than once, and no row changes.
/// </summary>
/// <param name="database">A connection of its own, in a transaction.</param>
/// <param name="folder">The ledger's folder.</param>
/// <param name="list">The segments of what is closed.</param>
internal sealed class OpenUsage(LedgerDatabase database, string folder, SegmentList list)
{
    /// <summary>Ids looked at together: about 100 MB.</summary>
    private const long Together = 2_000_000;

    private const string Open = "usage_rows JOIN usage_keys USING (key)";

    private static readonly string Stated =
        $"id1, id2, hour, ts, until_ts, model, team, deployment, source, requests, status, {string.Join(", ", LedgerSchema.Classes)}, cost, path, line";

    private static readonly string OpenRow = $"{Stated}, false AS is_closed FROM {Open} JOIN (SELECT file, path FROM files) USING (file)";

    private static readonly string ClosedRow = Stated
        .Replace(" ts,", " epoch_us(event_time) AS ts,", StringComparison.Ordinal)
        .Replace(" until_ts,", " epoch_us(until_time) AS until_ts,", StringComparison.Ordinal)
        .Replace(" cost,", " stated_cost AS cost,", StringComparison.Ordinal) + ", true AS is_closed";

    private readonly List<Segment> _segments = [.. list.Of(HourKind.Usage.Name)];

    /// <summary>All usage by hour and key, each request once.</summary>
    public IReadOnlyList<UsageHour> Hours()
    {
        var rows = database.Number("SELECT count(*) FROM usage_rows");
        Prepare();
        if (rows > 0)
        {
            var parts = PartsOf(rows);
            for (var part = 0; part < parts; part++)
            {
                Find(parts, part);
            }
        }

        var read = UsageTable.Reader();
        return UsageOrder.Of(Queries(rows > 0).SelectMany(query => database.Rows(query).Select(read)).GroupBy(hour => (hour.Hour, hour.Key))
            .Select(same => same.Aggregate((left, right) => left.Plus(right))));
    }

    /// <summary>How many statements repeat another; once <see cref="Hours"/> was asked for.</summary>
    public long Repeated => database.Number("SELECT count(*) FROM stated_again WHERE place > 1");

    private static long PartsOf(long rows) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, rows / Together));

    /// <summary>Requests that are stated more than once, with the place of each statement: the most complete is the first.</summary>
    private void Prepare()
    {
        database.Execute($"CREATE OR REPLACE TEMP TABLE stated_again AS SELECT *, 1::BIGINT AS place FROM (SELECT {OpenRow}) LIMIT 0");
        database.Execute("CREATE OR REPLACE TEMP TABLE again AS SELECT id1, id2 FROM usage_rows LIMIT 0");
    }

    private void Find(long parts, long part)
    {
        var isOfPart = string.Create(CultureInfo.InvariantCulture, $"(id1 & {parts - 1}) = {part}");
        database.Execute($"CREATE OR REPLACE TEMP TABLE closed_again AS SELECT {OpenRow} LIMIT 0");
        if (_segments.Count > 0)
        {
            database.Execute(
                $"INSERT INTO closed_again SELECT {ClosedRow} FROM {SegmentList.Parquet(folder, _segments)} "
                + $"SEMI JOIN (SELECT id1, id2 FROM usage_rows WHERE {isOfPart}) USING (id1, id2) WHERE {isOfPart}");
        }

        database.Execute(
            $"CREATE OR REPLACE TEMP TABLE part_again AS SELECT id1, id2 FROM usage_rows WHERE {isOfPart} GROUP BY id1, id2 HAVING count(*) > 1 "
            + "UNION SELECT id1, id2 FROM closed_again");
        if (database.Number("SELECT count(*) FROM part_again") == 0)
        {
            return;
        }

        database.Execute("INSERT INTO again SELECT * FROM part_again");
        database.Execute(
            "INSERT INTO stated_again SELECT *, row_number() OVER "
            + $"(PARTITION BY id1, id2 ORDER BY {UsageTable.Completeness}) AS place FROM (SELECT * FROM closed_again UNION ALL "
            + $"SELECT {OpenRow} SEMI JOIN part_again USING (id1, id2) WHERE {isOfPart})");
    }

    /// <summary>
    /// What counts: closed hours as they were added up, but for those that lose a request to a more complete statement, which are added up again without it;
    /// open rows that are stated once; and the most complete statement of each of the others, where it is open.
    /// </summary>
    private IEnumerable<string> Queries(bool hasOpen)
    {
        const string losing = "SELECT coalesce(hour, -2147483648) FROM stated_again WHERE is_closed AND place > 1";
        const string isLosing = $"coalesce(hour, -2147483648) IN ({losing})";
        if (list.Of(HourCloser.HourSums).ToList() is { Count: > 0 } months)
        {
            yield return $"SELECT * FROM {SegmentList.Parquet(folder, months)} WHERE NOT ({isLosing})";
        }

        if (!hasOpen)
        {
            yield break;
        }

        var lost = LosingHours();
        if (_segments.FindAll(segment => lost.Contains(segment.Hour)) is { Count: > 0 } again)
        {
            const string losers = "(SELECT id1, id2 FROM stated_again WHERE is_closed AND place > 1)";
            yield return UsageTable.RollUpOf($"{SegmentList.Parquet(folder, again)} ANTI JOIN {losers} USING (id1, id2)");
        }

        yield return UsageTable.RollUpOf($"{Open} ANTI JOIN again USING (id1, id2)");
        yield return UsageTable.RollUpOf("(SELECT * FROM stated_again WHERE place = 1 AND NOT is_closed)");
    }

    private HashSet<int?> LosingHours() => database.Rows("SELECT DISTINCT hour FROM stated_again WHERE is_closed AND place > 1")
        .Select(row => row.IsDBNull(0) ? (int?)null : row.GetInt32(0)).ToHashSet();
}
