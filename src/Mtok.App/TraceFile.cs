using System.Globalization;

namespace Mtok.App;

/// <summary>Reads a trace of requests: columns of arrival, prompt and output, as in the Azure traces or plainly named.</summary>
internal static class TraceFile
{
    private static readonly string[][] Names = [["TIMESTAMP", "arrival_s"], ["ContextTokens", "input_tokens", "input_toks"], ["GeneratedTokens", "output_tokens", "output_toks"]];

    public static Trace? Read(string path, Problems problems)
    {
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        var lines = text.Split('\n');
        var header = lines[0].TrimEnd('\r').Split(',');
        var columns = Names.Select(names => Array.FindIndex(header, column => names.Contains(column, StringComparer.OrdinalIgnoreCase))).ToList();
        if (columns.Contains(-1))
        {
            problems.Error(new(path, 1, 1), "unknown-trace", $"the header must name {string.Join(", ", Names.Select(names => string.Join(" or ", names)))}");
            return null;
        }

        var requests = lines.Skip(1).Select((line, index) => (Cells: line.TrimEnd('\r').Split(','), Line: index + 2)).Where(row => row.Cells[0].Length > 0)
            .Select(row => Request(row.Cells, columns, new(path, row.Line, 0), problems)).OfType<(double At, int Input, int Output)>().OrderBy(row => row.At).ToList();
        if (problems.HasErrors || requests.Count == 0)
        {
            problems.Error(new(path, 0, 0), "no-requests", "no request could be read");
            return null;
        }

        return new(Path.GetFileName(path), ["all"], null, [.. requests.Select(row => new TraceRequest(Duration.FromSeconds(row.At - requests[0].At), Tokens.FromCount(row.Input), Tokens.FromCount(row.Output), default, 0, null))]);
    }

    private static (double, int, int)? Request(string[] cells, List<int> columns, Location where, Problems problems)
    {
        string Cell(int column) => columns[column] < cells.Length ? cells[columns[column]] : "";
        var at = double.TryParse(Cell(0), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds
            : DateTime.TryParse(Cell(0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time.Ticks / 1e7
            : (double?)null;
        if (at is { } arrival && int.TryParse(Cell(1), NumberStyles.None, CultureInfo.InvariantCulture, out var input) && int.TryParse(Cell(2), NumberStyles.None, CultureInfo.InvariantCulture, out var output) && input > 0)
        {
            return (arrival, input, Math.Max(1, output));
        }

        problems.Error(where, "bad-request", "not an arrival, a prompt of at least one token and a number of output tokens");
        return null;
    }
}
