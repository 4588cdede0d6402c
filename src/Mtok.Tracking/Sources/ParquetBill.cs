using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>
/// Bills as Parquet, read by DuckDB: every column as its text, so that decimals stay what they are and a binary fraction is the shortest
/// decimal that has its value.
/// </summary>
internal static class ParquetBill
{
    private const string Settings =
        "SET enable_external_file_cache = false; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; "
        + "SET memory_limit = '400MB'; SET threads = 1";

    private static readonly ConditionalWeakTable<SourceFile, ParquetColumns> Known = [];

    /// <summary>The source that reads a format of bills from Parquet.</summary>
    public static Source SourceOf(BillFormat format) => new(
        $"{format.Name} (Parquet)",
        file => file.Head.Span.StartsWith("PAR1"u8) && format.Fits(new(Known.GetValue(file, ColumnsOf).Names)),
        (file, readings, problems) => Read(format, file, readings, problems));

    private static ParquetColumns ColumnsOf(SourceFile file)
    {
        try
        {
            return OnDisk(file, path => Query(path, "DESCRIBE SELECT * FROM read_parquet($path)", ColumnsOf));
        }
        catch (DuckDBException)
        {
            return new([], []);
        }
    }

    private static ParquetColumns ColumnsOf(DuckDBDataReader reader)
    {
        var names = new List<string>();
        var types = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
            types.Add(reader.GetString(1));
        }

        return new(names, types);
    }

    private static void Read(BillFormat format, SourceFile file, IReadings readings, Problems problems)
    {
        var reading = new BillReading(readings, problems);
        var columns = Known.GetValue(file, ColumnsOf);
        var named = new BillColumns(columns.Names);
        if (format.CostColumns.FirstOrDefault(named.Has) is not { } cost)
        {
            problems.Error(new(file.Path, 0, 0), "missing-key", $"column \"{string.Join("\" or \"", format.CostColumns)}\" is missing");
            return;
        }

        try
        {
            var sum = OnDisk(file, path => Query(path, Selection(columns), reader => Rows(format, file, reader, named, named.IndexOf(cost), reading)));
            if (columns.Types[named.IndexOf(cost)] is "DOUBLE" or "FLOAT")
            {
                readings.Warn(new(file.Path, 0, 0), $"{cost} is stored as binary fractions with the sum {sum.ToString("R", CultureInfo.InvariantCulture)}; "
                    + "each amount is taken as the shortest decimal that has its value");
            }
        }
        catch (DuckDBException fault)
        {
            problems.Error(new(file.Path, 0, 0), "broken-parquet", fault.Message.Split('\n')[0]);
        }

        reading.End(file);
    }

    /// <summary>Reads all rows, numbered from 1.</summary>
    /// <returns>The sum of the costs as binary fractions.</returns>
    private static double Rows(BillFormat format, SourceFile file, DuckDBDataReader reader, BillColumns columns, int cost, BillReading reading)
    {
        var sum = 0.0;
        for (var row = 1; reader.Read(); row++)
        {
            var values = new string[reader.FieldCount];
            for (var field = 0; field < values.Length; field++)
            {
                values[field] = reader.IsDBNull(field) ? "" : reader.GetString(field);
            }

            format.Read(new(file.At(row), column => columns.IndexOf(column) is var at && at >= 0 ? values[at] : ""), reading);
            sum += double.TryParse(values[cost], CultureInfo.InvariantCulture, out var amount) ? amount : 0;
        }

        return sum;
    }

    /// <summary>Nested columns as JSON, all others as text.</summary>
    private static string Selection(ParquetColumns columns) =>
        $"SELECT {string.Join(", ", columns.Names.Zip(columns.Types, AsText))} FROM read_parquet($path)";

    private static string AsText(string name, string type) => IsNested(type) ? $"to_json({Quoted(name)})::VARCHAR" : $"{Quoted(name)}::VARCHAR";

    private static bool IsNested(string type) =>
        type.StartsWith("MAP", StringComparison.Ordinal) || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.EndsWith(']');

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    [SuppressMessage(
        "Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "column names are quoted; the database is empty and in memory")]
    private static T Query<T>(string path, string text, Func<DuckDBDataReader, T> read)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
        command.CommandText = text;
        command.UseStreamingMode = true;
        command.Parameters.Add(new DuckDBParameter("path", path));
        using var reader = command.ExecuteReader();
        return read(reader);
    }

    /// <summary>DuckDB reads files by path, in which some characters are patterns: what has no such path is copied to a temporary file.</summary>
    private static T OnDisk<T>(SourceFile file, Func<string, T> use)
    {
        using var stream = file.Open();
        if (stream is FileStream { Name: var name } && name.IndexOfAny(['*', '?', '[', '{']) < 0)
        {
            return use(name);
        }

        var copy = Path.GetTempFileName();
        try
        {
            using (var target = File.Create(copy))
            {
                stream.CopyTo(target);
            }

            return use(copy);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private sealed record ParquetColumns(IReadOnlyList<string> Names, IReadOnlyList<string> Types);
}
