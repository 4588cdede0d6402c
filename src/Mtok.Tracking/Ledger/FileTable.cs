using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>The files that a ledger was given, what was left out of them and what has to be known of them.</summary>
internal sealed class FileTable(LedgerDatabase database)
{
    private readonly List<LedgerFile> _files = [.. Read(database)];

    /// <summary>The files, in the order they came.</summary>
    public IReadOnlyList<LedgerFile> All => _files;

    /// <summary>The file of these bytes; null where there is none.</summary>
    public LedgerFile? Of(string content) => _files.Find(file => file.Content == content && file.SameAs is null);

    /// <summary>The file that a place held last; null where it held none.</summary>
    public LedgerFile? Current(string path) => _files.FindLast(file => file.Place == Path.GetFullPath(path) && !file.IsReplaced && file.SameAs is null);

    /// <summary>The file that another begins with: a log or an export that has grown since; null where there is none.</summary>
    public LedgerFile? Beginning(FileContent content) =>
        _files.Where(file => file.SameAs is null && file.Bytes > 0 && content.Beginnings.TryGetValue(file.Bytes, out var hash) && hash == file.Content)
            .MaxBy(file => file.Bytes);

    /// <summary>The number of the next file.</summary>
    public int Next => _files.Count + 1;

    /// <summary>Keeps a file with what was left out of it and what has to be known.</summary>
    public void Add(LedgerFile file, IEnumerable<LeftOut> leftOut, IEnumerable<TrackingWarning> warnings)
    {
        using (var rows = database.Appender("files"))
        {
            rows.CreateRow().AppendValue(file.Number).AppendValue(file.Path).AppendValue(file.Place)
                .AppendValue(file.Content).AppendValue(file.Root).AppendValue(file.Bytes)
                .Append(file.Kind).AppendValue(file.Rows).Append(file.SameAs).AppendValue(file.IsReplaced).Append(file.Deployments).EndRow();
        }

        using (var rows = database.Appender("left_out"))
        {
            foreach (var left in leftOut)
            {
                rows.CreateRow().AppendValue(file.Number).AppendValue(left.Reason).AppendValue(left.Count).AppendValue(left.First.Line)
                    .AppendValue(left.First.Column).EndRow();
            }
        }

        using (var rows = database.Appender("warnings"))
        {
            foreach (var warning in warnings)
            {
                rows.CreateRow().AppendValue(file.Number).AppendValue(warning.Message).AppendValue(warning.Count).AppendValue(warning.First.File)
                    .AppendValue(warning.First.Line).AppendValue(warning.First.Column).EndRow();
            }
        }

        _files.Add(file);
    }

    /// <summary>Marks that a later file stands in the place of an earlier one.</summary>
    public void Replace(LedgerFile file)
    {
        database.Execute($"UPDATE files SET replaced = true WHERE file = {file.Number}");
        _files[_files.IndexOf(file)] = file with { IsReplaced = true };
    }

    /// <summary>Marks that a replaced file counts again.</summary>
    public void Restore(LedgerFile file)
    {
        database.Execute($"UPDATE files SET replaced = false WHERE file = {file.Number}");
        _files[_files.IndexOf(file)] = file with { IsReplaced = false };
    }

    /// <summary>What was left out, by the number of the file.</summary>
    public static ILookup<int, LeftOut> LeftOut(LedgerDatabase database) => database
        .Rows("SELECT file, reason, count, path, line, \"column\" FROM left_out JOIN files USING (file) ORDER BY file, reason")
        .Select(row => (File: row.GetInt32(0), Row: new LeftOut(row.GetString(1), row.GetInt64(2), new(row.GetString(3), row.GetInt32(4), row.GetInt32(5)))))
        .ToLookup(each => each.File, each => each.Row);

    /// <summary>What has to be known of the files that count.</summary>
    public static IEnumerable<TrackingWarning> Warnings(LedgerDatabase database) => database
        .Rows("SELECT message, count, warnings.path, line, \"column\" FROM warnings JOIN files USING (file) WHERE NOT replaced ORDER BY ALL")
        .Select(row => new TrackingWarning(new(row.GetString(2), row.GetInt32(3), row.GetInt32(4)), row.GetString(0), row.GetInt64(1)));

    /// <summary>The files of a database.</summary>
    public static IEnumerable<LedgerFile> Read(LedgerDatabase database) => database
        .Rows("SELECT file, path, content, root, bytes, kind, \"rows\", same_as, replaced, deployments, full_path FROM files ORDER BY file")
        .Select(row => new LedgerFile(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), Text(row, 5), row.GetInt64(6))
        {
            SameAs = Text(row, 7),
            IsReplaced = row.GetBoolean(8),
            Deployments = Text(row, 9),
            Place = row.GetString(10),
        });

    private static string? Text(DuckDBDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>A file that a ledger was given.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Path">Its path, as it was given.</param>
/// <param name="Content">The SHA-256 of its bytes.</param>
/// <param name="Root">The SHA-256 of what it began with when it first came.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Kind">Its format; null where it is not known.</param>
/// <param name="Rows">Readings taken from it.</param>
internal sealed record LedgerFile(int Number, string Path, string Content, string Root, long Bytes, string? Kind, long Rows)
{
    /// <summary>The path of an earlier file of the same bytes, which counts instead; null where there is none.</summary>
    public string? SameAs { get; init; }

    /// <summary>Whether a later file stands in its place: a corrected bill, a changed file of deployments.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>Where it lay, from the root: the same file by whatever path.</summary>
    public string Place { get; init; } = System.IO.Path.GetFullPath(Path.Length > 0 ? Path : ".");

    /// <summary>The text of a file of deployments; null for all others.</summary>
    public string? Deployments { get; init; }
}
