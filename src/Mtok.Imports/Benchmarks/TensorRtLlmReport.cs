using System.Globalization;

namespace Mtok.Imports;

/// <summary>The text report of <c>trtllm-bench throughput</c> (tensorrt_llm/bench/dataclasses/reporting.py).</summary>
internal sealed class TensorRtLlmReport(string file, string text, Problems problems)
{
    public const string Name = "trtllm-bench";

    private const string RequestRate = "Request Throughput (req/sec):";
    private const string OutputRate = "Total Output Throughput (tokens/sec):";

    private readonly string[] _lines = text.Split('\n');

    /// <summary>The lines that identify the report.</summary>
    public static IReadOnlyList<string> Marks { get; } = [RequestRate, OutputRate];

    public static bool Fits(string text) => Marks.All(mark => text.Contains(mark, StringComparison.Ordinal));

    public IEnumerable<BenchmarkRun> Read()
    {
        var requests = Number("Number of requests:");
        var inFlight = Number("Number of concurrent requests:");
        // If all are queued at once, they wait for half the run on average; far fewer in flight means that concurrency was capped.
        var capped = inFlight < 0.4 * requests;
        var tensor = Whole("TP Size:");
        var pipeline = Whole("PP Size:");
        var quantization = Word("Quantization:");
        yield return new(new(file, 1, 1), "")
        {
            Models = BenchmarkWords.Models(Word("Model:")),
            Accelerators = Machine(),
            Gpus = tensor * pipeline,
            TensorParallel = tensor,
            PipelineParallel = pipeline,
            Precision = BenchmarkWords.Precision(quantization is null or "None" ? Word("Dtype:") : quantization),
            Engine = "TensorRT-LLM",
            EngineVersion = Word("TensorRT LLM Version:") ?? Word("TensorRT-LLM Version:"),
            Scenario = capped ? Scenario.ClosedLoop : Scenario.Burst,
            RequestCount = requests is > 0 and < int.MaxValue ? (int)requests.Value : null,
            Speculative = Speculation(),
            Concurrency = capped ? (int)Math.Clamp(Math.Round(inFlight!.Value), 1, 1_000_000) : null,
            InFlight = inFlight,
            Input = BenchmarkWords.Tokens(Number("Average Input Length (tokens):")),
            Output = BenchmarkWords.Tokens(Number("Average Output Length (tokens):")),
            Requests = BenchmarkWords.Requests(Number(RequestRate)),
            OutputRate = BenchmarkWords.Rate(Number(OutputRate)),
            TotalRate = BenchmarkWords.Rate(Number("Total Token Throughput (tokens/sec):")),
            OutputRatePerGpu = BenchmarkWords.Rate(Number("Per GPU Output Throughput (tps/gpu):")),
            Ttft = BenchmarkWords.Milliseconds(Number("[TTFT] P50    :") ?? Number("Average time-to-first-token [TTFT] (ms):")),
            Tpot = BenchmarkWords.Milliseconds(Number("[TPOT] P50    :") ?? Number("Average time-per-output-token [TPOT] (ms):")),
            TtftP99 = BenchmarkWords.Milliseconds(Number("[TTFT] P99    :")),
            TpotP99 = BenchmarkWords.Milliseconds(Number("[TPOT] P99    :")),
            MeanTtft = BenchmarkWords.Milliseconds(Number("Average time-to-first-token [TTFT] (ms):")),
            MeanTpot = BenchmarkWords.Milliseconds(Number("Average time-per-output-token [TPOT] (ms):")),
            MeanEndToEnd = BenchmarkWords.Milliseconds(Number("Average request latency (ms):")),
            Completed = requests,
        };
    }

    private (int Line, string Value)? Find(string key)
    {
        for (var line = 0; line < _lines.Length; line++)
        {
            var at = _lines[line].IndexOf(key, StringComparison.Ordinal);
            if (at >= 0 && _lines[line][..at].Trim() is "" or [.., ']'])
            {
                return (line + 1, _lines[line][(at + key.Length)..].Trim());
            }
        }

        return null;
    }

    private string? Word(string key) => Find(key) is { Value.Length: > 0 } found ? found.Value : null;

    private double? Number(string key)
    {
        if (Find(key) is not { } found)
        {
            return null;
        }

        if (double.TryParse(found.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            && number is > 0 and < 1e15)
        {
            return number;
        }

        problems.Error(new(file, found.Line, 1), "bad-number", $"\"{key.TrimEnd(':').Trim()}\" is {found.Value}; it must be a number above zero");
        return null;
    }

    /// <summary>The mode in the heading of the decoding statistics, which only a speculative run prints.</summary>
    private string Speculation()
    {
        var heading = Array.Find(_lines, line => line.Contains("DECODING STATISTICS", StringComparison.Ordinal));
        return heading is null ? "" : heading.Split('(', ')') is [_, var mode, ..] ? mode : "yes";
    }

    private int? Whole(string key)
    {
        if (Number(key) is not { } number)
        {
            return null;
        }

        if (number <= 1024 && Math.Floor(number) == number)
        {
            return (int)number;
        }

        problems.Error(new(file, Find(key)!.Value.Line, 1), "out-of-range", $"\"{key.TrimEnd(':')}\" is {number:R}; it must be a whole number, 1 to 1024");
        return null;
    }

    /// <summary>The line below MACHINE DETAILS: the device's name, then its memory.</summary>
    private string[] Machine()
    {
        var heading = Array.FindIndex(_lines, line => line.Contains("MACHINE DETAILS", StringComparison.Ordinal));
        var line = heading < 0 || heading + 2 >= _lines.Length ? "" : _lines[heading + 2];
        return line.Contains(", memory ", StringComparison.Ordinal) ? [line.Split(", memory ")[0].Trim()] : [];
    }
}
