using System.Globalization;
using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Usage stated outright, a row for each statement; repeated statements of a request are dropped before hours are added up.</summary>
internal sealed class UsageTable(LedgerDatabase database) : IDisposable
{
    private static readonly string Stated = string.Join(", ", LedgerSchema.Classes);

    /// <summary>The statement that tells more output, then more input, then the later; the rest makes the choice the same in any order.</summary>
    internal static string Completeness { get; } =
        "coalesce(output, -1) DESC, coalesce(input, -1) DESC, ts DESC NULLS LAST, model, team, deployment, source, status, requests, "
        + $"{Stated}, until_ts, cost, path, line";

    private readonly Dictionary<(string Source, UsageKey Key, string Currency), int> _keys = [];
    private DuckDBAppender? _rows;
    private DuckDBAppender? _newKeys;

    /// <summary>Takes a statement.</summary>
    /// <param name="usage">The statement.</param>
    /// <param name="origin">The format, the file's number, and what tells statements without an id apart.</param>
    public void Add(Usage usage, RowOrigin origin)
    {
        var id = usage.Id.Length > 0 ? IdHash.Of(usage.Id) : IdHash.Of(origin.Identity(usage.Where));
        var tokens = usage.Tokens;
        _rows ??= database.Appender("usage_rows");
        _rows.CreateRow().AppendValue((long)(id >> 64)).AppendValue((long)id)
            .Append(LedgerTime.Hour(usage.At)).Append(LedgerTime.Stamp(usage.At)).Append(LedgerTime.Stamp(usage.Until))
            .AppendValue(KeyOf(usage, origin.Source)).Append(usage.Requests).AppendValue((sbyte)usage.Status)
            .Append(tokens.Input).Append(tokens.InputUncached).Append(tokens.CacheRead).Append(tokens.CacheWrite5m).Append(tokens.CacheWrite1h)
            .Append(tokens.CacheWriteUnsplit).Append(tokens.Output).Append(tokens.Reasoning).Append(tokens.ToolPrompt)
            .Append(usage.Billed?.Input).Append(usage.Billed?.Output).Append(usage.StatedCost?.Amount)
            .AppendValue(origin.File).AppendValue(usage.Where.Line).EndRow();
    }

    /// <summary>Hands the rows taken so far to the database.</summary>
    public void Flush()
    {
        _newKeys?.Dispose();
        _rows?.Dispose();
        (_newKeys, _rows) = (null, null);
    }

    /// <summary>Forgets the rows taken since the last flush, after a transaction that failed.</summary>
    public void Reset()
    {
        Dispose();
        (_newKeys, _rows) = (null, null);
        _keys.Clear();
    }

    /// <summary>Drops all but the most complete statement of each request.</summary>
    public static void DropRepeated(LedgerDatabase database)
    {
        database.Execute("CREATE OR REPLACE TEMP TABLE repeated AS SELECT id1, id2 FROM usage_rows GROUP BY id1, id2 HAVING count(*) > 1");
        if (database.Number("SELECT count(*) FROM repeated") is > 0)
        {
            database.Execute($"""
                DELETE FROM usage_rows WHERE rowid IN (
                    SELECT row FROM (
                        SELECT u.rowid AS row, row_number() OVER (PARTITION BY u.id1, u.id2 ORDER BY {Completeness}) AS place
                        FROM usage_rows u SEMI JOIN repeated USING (id1, id2) JOIN usage_keys USING (key) JOIN (SELECT file, path FROM files) USING (file))
                    WHERE place > 1)
                """);
        }
    }

    /// <summary>The rows added up by hour and key, as SQL.</summary>
    public static string RollUp { get; } = RollUpOf("usage_rows JOIN usage_keys USING (key)");

    /// <summary>Rows of usage with their keys added up by hour and key, as SQL.</summary>
    /// <param name="rows">The tables to select from.</param>
    public static string RollUpOf(string rows) =>
        "SELECT hour, model, team, deployment, sum(requests)::BIGINT AS requests, "
        + "sum(CASE WHEN status = 0 AND requests IS NOT NULL THEN 0 WHEN status = 0 THEN NULL ELSE requests END)::BIGINT AS failed, "
        + string.Join(", ", LedgerSchema.Classes.Select(name => $"sum({name})::BIGINT AS {name}"))
        + $" FROM {rows} GROUP BY hour, model, team, deployment";

    /// <summary>Reads rows of <see cref="RollUp"/>. A key is kept once: there are many hours of each.</summary>
    public static Func<DuckDBDataReader, UsageHour> Reader()
    {
        var keys = new Dictionary<UsageKey, UsageKey>();
        return row =>
        {
            var key = new UsageKey(row.GetString(1), row.GetString(2), row.GetString(3));
            return Read(row, keys.TryAdd(key, key) ? key : keys[key]);
        };
    }

    private static UsageHour Read(DuckDBDataReader row, UsageKey key) => new(
        LedgerTime.Beginning(row.IsDBNull(0) ? null : row.GetInt32(0)),
        key,
        Count(row, 4),
        Count(row, 5),
        new(Count(row, 6), Count(row, 7), Count(row, 8), Count(row, 9), Count(row, 10), Count(row, 11), Count(row, 12), Count(row, 13))
        {
            ToolPrompt = Count(row, 14),
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _newKeys?.Dispose();
    }

    private static long? Count(DuckDBDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private int KeyOf(Usage usage, string source)
    {
        var key = (source, usage.Key, usage.StatedCost?.Currency ?? "");
        if (_keys.Count == 0)
        {
            ReadKeys();
        }

        if (!_keys.TryGetValue(key, out var number))
        {
            _keys.Add(key, number = _keys.Count + 1);
            _newKeys ??= database.Appender("usage_keys");
            _newKeys.CreateRow().AppendValue(number).AppendValue(source).AppendValue(usage.Key.Model).AppendValue(usage.Key.Team)
                .AppendValue(usage.Key.Deployment).AppendValue(key.Item3).EndRow();
        }

        return number;
    }

    private void ReadKeys()
    {
        foreach (var row in database.Rows("SELECT key, source, model, team, deployment, currency FROM usage_keys"))
        {
            _keys.Add((row.GetString(1), new(row.GetString(2), row.GetString(3), row.GetString(4)), row.GetString(5)), row.GetInt32(0));
        }
    }
}

/// <summary>Where rows of a file come from.</summary>
/// <param name="Source">The format.</param>
/// <param name="File">The file's number in the ledger.</param>
/// <param name="Root">The content that the file began with: a log that has grown keeps the identity of its lines.</param>
internal sealed record RowOrigin(string Source, int File, string Root)
{
    private int _line;
    private int _place;

    /// <summary>What tells a statement without an id from every other: the file's content, its line, and its place among those of the line.</summary>
    public string Identity(Location where)
    {
        (_line, _place) = where.Line == _line ? (_line, _place + 1) : (where.Line, 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Root} {where.Line} {_place}");
    }
}
