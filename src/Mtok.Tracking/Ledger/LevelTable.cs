using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Levels: power of devices, GPUs of nodes, a row each.</summary>
internal sealed class LevelTable(LedgerDatabase database) : IDisposable
{
    private DuckDBAppender? _rows;

    /// <summary>Takes a level.</summary>
    public void Add(Level level, RowOrigin origin)
    {
        _rows ??= database.Appender("level_rows");
        _rows.CreateRow().AppendValue(origin.Source).AppendValue(level.What).AppendValue(level.Of).Append(LedgerTime.Hour(level.At))
            .Append(LedgerTime.Stamp(level.At)).AppendValue(level.Value).AppendValue(origin.File).AppendValue(level.Where.Line).EndRow();
    }

    /// <summary>Hands the rows taken so far to the database; after a transaction that failed, forgets them.</summary>
    public void Flush()
    {
        _rows?.Dispose();
        _rows = null;
    }

    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "what, subject, epoch_us(event_time), value, path, line";

    /// <summary>A level.</summary>
    public static Level Read(DuckDBDataReader row) => new(
        new(row.GetString(4), row.GetInt32(5), 1),
        row.GetString(0),
        row.GetString(1),
        LedgerTime.Moment(row.IsDBNull(2) ? null : row.GetInt64(2)),
        row.GetString(3));

    /// <inheritdoc/>
    public void Dispose() => Flush();
}
