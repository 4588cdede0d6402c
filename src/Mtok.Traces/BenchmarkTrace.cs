using System.Text.Json;

namespace Mtok.Traces;

/// <summary>
/// The requests of a benchmark result: <c>vllm bench serve --save-detailed</c> (<c>start_times</c>, <c>input_lens</c>, <c>output_lens</c>)
/// and GuideLLM (<c>benchmarks[].requests</c>). They are listed in order of completion and are sorted by start; the file is read whole.
/// </summary>
internal static class BenchmarkTrace
{
    private const string NotWhole = "incomplete JSON: ";

    /// <summary>One document is held in memory.</summary>
    private static readonly Bytes Largest = Bytes.FromCount(1L << 30);

    public static Trace? Open(TraceSource source, TraceReading reading)
    {
        try
        {
            using var stream = source.Open();
            using var bounded = new BoundedStream(stream, Largest);
            using var document = JsonDocument.Parse(bounded);
            var root = document.RootElement;
            var requests = root.ValueKind != JsonValueKind.Object ? null
                : root.TryGetProperty("benchmarks", out var benchmarks) ? GuideLlm(benchmarks, reading)
                : root.TryGetProperty("input_lens", out var inputs) ? Vllm(root, inputs, source.Path, reading) : null;
            if (requests is null)
            {
                if (!reading.Problems.HasErrors)
                {
                    reading.Problems.Error(
                        new(source.Path, 0, 0),
                        "not-a-trace",
                        "JSON without requests; vLLM writes them with --save-detailed (start_times, input_lens, output_lens), "
                        + "GuideLLM under benchmarks[].requests");
                }

                return null;
            }

            return new(TraceFile.Name(source.Path), [TraceColumns.Unnamed], null, Checked(requests, source.Path, reading));
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            reading.Problems.Error(
                TraceSource.Line(source.Path, JsonFault.LineOf(exception) + 1),
                "broken-json",
                NotWhole + exception.Message.Split(". Path")[0].Split(" LineNumber")[0]);
            return null;
        }
    }

    private static IEnumerable<TraceRequest> Checked(List<Sent> requests, string path, TraceReading reading)
    {
        reading.Begin();
        var sent = requests.Where(request => !request.Failed).OrderBy(request => request.Start).ToList();
        for (var failed = sent.Count; failed < requests.Count; failed++)
        {
            reading.Drop("failed");
        }

        var checks = new TraceRow(path, reading);
        foreach (var request in sent)
        {
            if (checks.Check(0, request.Start - sent[0].Start, request.Input, request.Output) is { } row)
            {
                yield return row;
            }
        }
    }

    private static List<Sent>? Vllm(JsonElement root, JsonElement inputs, string path, TraceReading reading)
    {
        reading.Format = "vLLM benchmark";
        var outputs = Numbers(root, "output_lens");
        var starts = Numbers(root, "start_times");
        var lengths = Numbers(inputs);
        if (lengths.Count == 0 || lengths.Count != outputs.Count || lengths.Count != starts.Count)
        {
            reading.Problems.Error(
                new(path, 0, 0),
                "not-a-trace",
                $"{lengths.Count} input_lens, {outputs.Count} output_lens and {starts.Count} start_times; "
                + "a trace needs the same number of each (vllm bench serve --save-detailed)");
            return null;
        }

        var errors = root.TryGetProperty("errors", out var texts) && texts.ValueKind == JsonValueKind.Array
            ? texts.EnumerateArray().Select(text => text.ToString().Length > 0).ToList()
            : [];
        return [.. lengths.Select((length, at) => new Sent(starts[at], length, outputs[at], at < errors.Count && errors[at]))];
    }

    private static List<Sent>? GuideLlm(JsonElement benchmarks, TraceReading reading)
    {
        reading.Format = "GuideLLM benchmark";
        var sent = new List<Sent>();
        foreach (var requests in Items(benchmarks)
            .Where(benchmark => benchmark.ValueKind == JsonValueKind.Object && benchmark.TryGetProperty("requests", out _))
            .Select(benchmark => benchmark.GetProperty("requests")))
        {
            foreach (var (state, failed) in ((string, bool)[])[("successful", false), ("incomplete", true), ("errored", true)])
            {
                if (requests.ValueKind == JsonValueKind.Object && requests.TryGetProperty(state, out var rows))
                {
                    sent.AddRange(Items(rows)
                        .Select(row => new Sent(
                            First(row, "request_start_time", "start_time"), First(row, "prompt_tokens"), First(row, "output_tokens"), failed)));
                }
            }
        }

        return sent.Count == 0 ? null : sent;
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static double First(JsonElement row, params string[] names) =>
        names
            .Select(name => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) ? Number(value) : double.NaN)
            .FirstOrDefault(number => !double.IsNaN(number), double.NaN);

    private static List<double> Numbers(JsonElement root, string name) => root.TryGetProperty(name, out var list) ? Numbers(list) : [];

    private static List<double> Numbers(JsonElement list) => [.. Items(list).Select(Number)];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : double.NaN;

    private readonly record struct Sent(double Start, double Input, double Output, bool Failed);
}
