using System.Buffers;
using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// A ledger whose folder a ClickHouse can read: it reads the segments and sends the rows that answers need, which are then the same as of the folder.
/// What is not closed yet is the writer's, and not seen.
/// </summary>
/// <param name="address">The server.</param>
/// <param name="folder">The ledger's folder as the server sees it, below its <c>user_files_path</c>.</param>
internal sealed class ClickHouseStore(ClickHouseAddress address, string folder) : ISegmentStore
{
    /// <summary>Files named in one query, far below the length of a query that a server takes (256 kB).</summary>
    private const int Together = 500;

    private const string Patterns = "{}*?";

    private static readonly SearchValues<char> OfPatterns = SearchValues.Create(Patterns);
    private readonly ClickHouseServer _server = new(address);
    private DirectoryInfo? _answers;
    private int _count;

    /// <inheritdoc/>
    public SegmentList? List(Problems problems)
    {
        var path = $"{folder}/{SegmentList.Name}";
        if (folder.AsSpan().ContainsAny(OfPatterns))
        {
            problems.Error(new(folder, 0, 0), "unusable-ledger", $"ClickHouse takes a name with one of {Patterns} for a pattern");
            return null;
        }

        return SegmentList.Parse(path, _server.Text($"SELECT text FROM {ListFile} FORMAT RawBLOB"), problems);
    }

    /// <summary>A text that changes when the list does.</summary>
    public string Version() => _server.Text($"SELECT cityHash64(text) FROM {ListFile} FORMAT TabSeparated");

    /// <inheritdoc/>
    public bool HasOpen(SegmentList list) => list.Open > 0;

    /// <inheritdoc/>
    public string CopyOpen(LedgerDatabase database) => "ClickHouse reads closed hours";

    /// <inheritdoc/>
    public string Rows(LedgerDatabase database, IReadOnlyList<Segment> segments)
    {
        var columns = SegmentColumns.Declared(database, segments[0]);
        var files = segments.Chunk(Together).Select(chunk => Fetch(chunk, columns)).ToList();
        var rows = $"read_parquet({LedgerDatabase.Quoted(files)})";
        var (sent, listed) = (database.Number($"SELECT count(*) FROM {rows}"), segments.Sum(segment => segment.Rows));
        LedgerFault.Require(
            sent == listed,
            string.Create(CultureInfo.InvariantCulture, $"ClickHouse at {address.Url} has {sent:N0} of {listed:N0} rows of {segments[0].Kind} in {folder}"));
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _answers?.Delete(recursive: true);

    private string ListFile => $"file({Quoted($"{folder}/{SegmentList.Name}")}, 'RawBLOB', 'text String')";

    private string Fetch(Segment[] segments, string columns)
    {
        var paths = string.Join(',', segments.Select(segment => segment.Path));
        _answers ??= Directory.CreateTempSubdirectory("mtok-");
        var file = Path.Combine(_answers.FullName, FormattableString.Invariant($"{_count++}.parquet"));
        using var answer = File.Create(file);
        _server.Copy(
            $"SELECT * FROM file({Quoted($"{folder}/{(segments.Length > 1 ? $"{{{paths}}}" : paths)}")}, 'Parquet', '{columns}') "
            + "SETTINGS output_format_parquet_string_as_string = 1 FORMAT Parquet",
            answer);
        return file;
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
