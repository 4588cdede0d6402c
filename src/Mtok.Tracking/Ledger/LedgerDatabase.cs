using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>
/// A DuckDB database of readings: the one file of a ledger, which one process at a time may open, or a temporary one. Every division and average
/// is left to C#: DuckDB answers both as binary fractions.
/// </summary>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "every text is the ledger's own; values are quoted")]
internal sealed class LedgerDatabase : IDisposable
{
    /// <summary>Bounded memory, nothing loaded from elsewhere, and files read as they are now.</summary>
    private const string Settings =
        "SET memory_limit = '200MB'; SET threads = 2; SET enable_external_file_cache = false; SET autoinstall_known_extensions = false; "
        + "SET autoload_known_extensions = false";

    private readonly DuckDBConnection _connection;

    private LedgerDatabase(string source, string? temporary)
    {
        _connection = new("DataSource=" + source);
        try
        {
            _connection.Open();
            if (temporary is not null)
            {
                Execute(Settings);
                SpillTo(temporary);
            }
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>The database in a file, created where it is missing.</summary>
    /// <exception cref="DuckDBException">Another process has it open, or it is no database.</exception>
    public static LedgerDatabase Open(string path) => new(path, path + ".tmp");

    /// <summary>A database that is in memory as far as it fits and ends with the object.</summary>
    public static LedgerDatabase Temporary() => new(":memory:", Path.Combine(Path.GetTempPath(), "mtok-spill"));

    /// <summary>
    /// Another connection to a database that this process has open: its transactions see what is committed, and no other's temporary tables.
    /// </summary>
    public static LedgerDatabase Beside(string path) => new(path, null);

    /// <summary>Executes statements without an answer.</summary>
    public void Execute(string text)
    {
        using var command = Command(text);
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of an answer, one at a time; the values of a row are valid until the next.</summary>
    public IEnumerable<DuckDBDataReader> Rows(string text)
    {
        using var command = Command(text);
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }

    /// <summary>The one number of an answer.</summary>
    public long Number(string text)
    {
        using var command = Command(text);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Appends rows to a table.</summary>
    public DuckDBAppender Appender(string table) => _connection.CreateAppender(table);

    /// <summary>A text literal.</summary>
    public static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A list of text literals.</summary>
    public static string Quoted(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quoted))}]";

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Where to spill; a database that is open already may be spilling, and keeps its place.</summary>
    private void SpillTo(string folder)
    {
        if (Number($"SELECT count(*) FROM duckdb_settings() WHERE name = 'temp_directory' AND value = {Quoted(folder)}") == 0)
        {
            Execute($"SET temp_directory = {Quoted(folder)}");
        }
    }

    private DuckDBCommand Command(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        return command;
    }
}
