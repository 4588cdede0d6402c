using System.Globalization;
using System.IO.Compression;

namespace Mtok.Fitting;

/// <summary>A table in its original form: CSV whose fields have no quotes, compressed by gzip where its name says so.</summary>
internal sealed class KernelTable(string path)
{
    public IEnumerable<Row> Rows()
    {
        Stream file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var columns = reader.ReadLine()!.Split(',').Select((name, at) => (name, at)).ToDictionary(column => column.name, column => column.at, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            yield return new(columns, line.Split(','));
        }
    }

    internal readonly record struct Row(IReadOnlyDictionary<string, int> Columns, string[] Fields)
    {
        /// <summary>The field's text; empty if the table has no such column.</summary>
        public string this[string column] => Columns.TryGetValue(column, out var at) ? Fields[at] : "";

        public double Number(string column) => double.Parse(this[column], CultureInfo.InvariantCulture);
    }
}
