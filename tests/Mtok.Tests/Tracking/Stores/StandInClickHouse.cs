using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>
/// What answers as ClickHouse does over HTTP, as far as a reader of segments asks: files below a folder, of declared columns, as Parquet. DuckDB reads
/// them; the lane of ClickHouse has the real one.
/// </summary>
internal sealed partial class StandInClickHouse : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly TemporaryFolder _answers = new();
    private readonly string _root;
    private int _count;

    /// <param name="root">The folder that its paths are below.</param>
    public StandInClickHouse(string root)
    {
        _root = root;
        for (var port = 20_000 + (Environment.ProcessId % 20_000); !_listener.IsListening; port++)
        {
            Url = $"http://127.0.0.1:{port}/";
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Url);
            try
            {
                _listener.Start();
            }
            catch (HttpListenerException)
            {
                // The port is taken: the next one.
            }
        }

        _ = ServeAsync();
    }

    public string Url { get; private set; } = "";

    /// <summary>What to answer to a query instead: a status and a text; null for the usual.</summary>
    public Func<string, (int Status, string Text)?> Instead { get; set; } = _ => null;

    public List<(string Query, string? User, string? Key)> Asked { get; } = [];

    public LedgerPlace Place(string folder, string user = "", string password = "") =>
        ClickHouseAddress.TryParse("clickhouse=" + Url, name => name == ClickHouseAddress.UserVariable ? user : password, out var address, out _)
            ? new(folder, address)
            : throw new InvalidOperationException(Url);

    public void Dispose()
    {
        if (_listener.IsListening)
        {
            _listener.Close();
            _answers.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var query = reader.ReadToEnd();
        Asked.Add((query, context.Request.Headers["X-ClickHouse-User"], context.Request.Headers["X-ClickHouse-Key"]));
        var (status, bytes) = Instead(query) is { } other ? (other.Status, Encoding.UTF8.GetBytes(other.Text)) : (200, Bytes(query));
        context.Response.StatusCode = status;
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
    }

    private byte[] Bytes(string query)
    {
        if (query.Contains("version()", StringComparison.Ordinal))
        {
            return "26.7.2.1\n"u8.ToArray();
        }

        var file = File().Match(query);
        var path = Path.Combine(_root, file.Groups["path"].Value);
        return file.Groups["format"].Value == "RawBLOB" ? System.IO.File.ReadAllBytes(path) : Parquet(path, file.Groups["columns"].Value);
    }

    /// <summary>Rows of the files that are there, whatever is missing, as ClickHouse reads a pattern.</summary>
    private byte[] Parquet(string path, string columns)
    {
        var named = path.Contains('{', StringComparison.Ordinal)
            ? path[(path.IndexOf('{', StringComparison.Ordinal) + 1)..^1].Split(',').Select(name => path[..path.IndexOf('{', StringComparison.Ordinal)] + name)
            : [path];
        var names = Column().Matches(columns).Select(column => $"\"{column.Groups[1].Value}\"");
        var answer = Path.Combine(_answers.Path, $"{_count++}.parquet");
        using var database = LedgerDatabase.Temporary();
        database.Execute(
            $"COPY (SELECT {string.Join(", ", names)} FROM read_parquet({LedgerDatabase.Quoted(named.Where(System.IO.File.Exists))})) "
            + $"TO {LedgerDatabase.Quoted(answer)} (FORMAT parquet)");
        return System.IO.File.ReadAllBytes(answer);
    }

    [GeneratedRegex("file\\('(?<path>[^']*)', '(?<format>\\w+)', '(?<columns>(?:[^'\\\\]|\\\\.)*)'\\)")]
    private static partial Regex File();

    [GeneratedRegex("`(\\w+)` Nullable")]
    private static partial Regex Column();
}
