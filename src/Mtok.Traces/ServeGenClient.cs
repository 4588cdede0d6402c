using System.Globalization;
using System.Text.Json;

namespace Mtok.Traces;

/// <summary>
/// A ServeGen client (arXiv 2505.09999): <c>chunk-N-trace.csv</c> without a header, rows of start (s), rate (req/s), coefficient of variation,
/// pattern and its two parameters; lengths are in <c>chunk-N-dataset.json</c> beside it. It contains no requests, so they are drawn with a
/// fixed seed: gamma-distributed gaps with its variation if the pattern is Gamma, and also if it is Weibull, whose published parameters do not
/// have mean 1 / rate. Lengths of prompts and outputs are drawn independently, as the file gives them.
/// </summary>
internal static class ServeGenClient
{
    private const ulong Seed = 1;
    private static readonly int[] NumberFields = [0, 1, 2, 4, 5];

    public static bool IsOne(IReadOnlyList<string> fields) =>
        fields.Count == 6 && fields[3] is "" or "Gamma" or "Weibull" && NumberFields.All(at => !double.IsNaN(TraceNumbers.Number(fields[at])));

    public static Trace? Open(string path, TraceReading reading)
    {
        reading.Format = "ServeGen client";
        var windows = Windows(path, reading.Problems);
        var lengths = Lengths(path.Replace("-trace.csv", "-dataset.json", StringComparison.Ordinal), path, reading.Problems);
        return windows is null || lengths is null ? null : new(TraceFile.Name(path), [TraceColumns.Unnamed], null, Requests(path, windows, lengths, reading));
    }

    private static IEnumerable<TraceRequest> Requests(
        string path, List<Window> windows, SortedList<double, (LengthDraw Inputs, LengthDraw Outputs)> lengths, TraceReading reading)
    {
        reading.Begin();
        var random = new SeededRandom(Seed);
        var checks = new TraceRow(path, reading);
        foreach (var (window, until) in windows
            .Zip(windows.Skip(1).Select(next => next.From).Append(windows[^1].From + windows[^1].Length))
            .Where(pair => pair.First.Rate > 0))
        {
            var gaps = new GammaDraw(window.Variation);
            var (inputs, outputs) = lengths.LastOrDefault(entry => entry.Key <= window.From, lengths.First()).Value;
            for (var time = window.From + (gaps.Next(ref random) / window.Rate); time < until; time += gaps.Next(ref random) / window.Rate)
            {
                if (checks.Check(0, time, inputs.Next(ref random).Input, outputs.Next(ref random).Input) is { } request)
                {
                    yield return request;
                }
            }
        }
    }

    internal static List<Window>? Windows(string path, Problems problems)
    {
        var windows = new List<Window>();
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        foreach (var (row, line) in text
            .Split('\n', StringSplitOptions.TrimEntries)
            .Select((row, at) => (row.Split(','), at + 1))
            .Where(pair => pair.Item1.Length > 1))
        {
            var numbers = row.Select(field => TraceNumbers.Number(field)).ToList();
            if (row.Length != 6 || numbers.Take(3).Any(number => double.IsNaN(number) || number < 0) || (windows.Count > 0 && numbers[0] <= windows[^1].From))
            {
                problems.Error(
                    new(path, line, 0), "bad-number", "a client's row needs start (s), rate (req/s) and variation, all non-negative, "
                    + "in ascending order of start");
                return null;
            }

            windows.Add(new(numbers[0], numbers[1], numbers[2], windows.Count > 0 ? numbers[0] - windows[^1].From : 600));
        }

        return windows;
    }

    private static SortedList<double, (LengthDraw Inputs, LengthDraw Outputs)>? Lengths(string path, string trace, Problems problems)
    {
        if (!File.Exists(path) || path == trace)
        {
            problems.Error(new(trace, 0, 0), "missing-file", $"a ServeGen client needs a file of lengths beside it: no such file \"{path}\"");
            return null;
        }

        var lengths = new SortedList<double, (LengthDraw Inputs, LengthDraw Outputs)>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            foreach (var window in document.RootElement.EnumerateObject())
            {
                var (inputs, outputs) = (Histogram(window.Value, "input_tokens"), Histogram(window.Value, "output_tokens"));
                if (inputs.Count > 0 && outputs.Count > 0)
                {
                    lengths[double.Parse(window.Name, CultureInfo.InvariantCulture)] = (Draw(inputs), Draw(outputs));
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            problems.Error(
                new(path, 0, 0),
                "broken-json",
                "not the lengths of a ServeGen client: {\"start\": {\"input_tokens\": \"{length: share}\", \"output_tokens\": ...}}");
            return null;
        }

        if (lengths.Count == 0)
        {
            problems.Error(new(path, 0, 0), "no-requests", "no window has lengths");
        }

        return lengths.Count == 0 ? null : lengths;
    }

    /// <summary>Lengths written as a Python dictionary, <c>{12: 0.25, 40: 0.75}</c>.</summary>
    private static List<(double Length, double Share)> Histogram(JsonElement window, string name) =>
        [.. window.GetProperty(name).GetString()!.Trim('{', '}').Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split(':'))
            .Select(pair => (double.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture)))];

    private static LengthDraw Draw(List<(double Length, double Share)> lengths) =>
        new(new([.. lengths.Select(entry => Point(entry.Length))], [Point(1)], [.. lengths.Select(entry => (long)(entry.Share * 1e12))]));

    private static Tokens[] Point(double length) => [Tokens.FromCount(length), Tokens.FromCount(length)];

    internal sealed record Window(double From, double Rate, double Variation, double Length);
}
