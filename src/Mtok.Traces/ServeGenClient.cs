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

    /// <summary>Some ten years: what is beyond was typed wrongly, and would be drawn for ever.</summary>
    private const double LatestStart = 3e8;
    private const double HighestRate = 1e6;
    private const double HighestVariation = 1000;
    private const double LongestRequest = 1e7;

    /// <summary>Shares are sometimes counts.</summary>
    private const double LargestShare = 1e6;
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

            if (numbers[0] > LatestStart || numbers[1] > HighestRate || numbers[2] > HighestVariation)
            {
                problems.Error(
                    new(path, line, 0),
                    "out-of-range",
                    $"a client starts within {LatestStart:#,##0} s, at up to {HighestRate:#,##0} req/s, with a variation of up to {HighestVariation:#,##0}");
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
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        var at = "";
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var window in document.RootElement.EnumerateObject())
            {
                at = $"\"{window.Name}\"";
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
                new(path, exception is JsonException { LineNumber: { } line } ? (int)line + 1 : LineOf(text, at), 0),
                "broken-json",
                "not the lengths of a ServeGen client: {\"start\": {\"input_tokens\": \"{length: share}\", \"output_tokens\": ...}}, with lengths of up to "
                    + $"{LongestRequest:#,##0} tokens and shares that are not negative and not all 0");
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
            .Select(pair => pair.Length == 2 ? (Within(pair[0], LongestRequest), Within(pair[1], LargestShare)) : throw new FormatException())];

    private static double Within(string text, double most) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var number && number >= 0 && number <= most ? number : throw new FormatException();

    private static int LineOf(string text, string key) =>
        key.Length > 0 && text.IndexOf(key, StringComparison.Ordinal) is > 0 and var at ? text.AsSpan(0, at).Count('\n') + 1 : 1;

    private static LengthDraw Draw(List<(double Length, double Share)> lengths) => lengths.All(entry => (long)(entry.Share * 1e12) == 0)
        ? throw new FormatException()
        : new(new([.. lengths.Select(entry => Point(entry.Length))], [Point(1)], [.. lengths.Select(entry => (long)(entry.Share * 1e12))]));

    private static Tokens[] Point(double length) => [Tokens.FromCount(length), Tokens.FromCount(length)];

    internal sealed record Window(double From, double Rate, double Variation, double Length);
}
