namespace Mtok.Tracking;

/// <summary>How far followed logs are read, kept in the transaction of what was read.</summary>
internal static class TailTable
{
    /// <summary>Keeps how far a log is read.</summary>
    public static void Keep(LedgerDatabase database, TailMark mark)
    {
        database.Execute($"DELETE FROM tails WHERE path = {LedgerDatabase.Quoted(mark.Path)}");
        using var rows = database.Appender("tails");
        rows.CreateRow().AppendValue(mark.Path).AppendValue(mark.First).AppendValue(mark.Offset).AppendValue(mark.Read).EndRow();
    }

    /// <summary>How far every log is read.</summary>
    public static List<TailMark> Read(LedgerDatabase database) =>
        [
            .. database.Rows("SELECT path, first, \"offset\", \"read\" FROM tails ORDER BY path")
                .Select(row => new TailMark(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3))),
        ];
}
