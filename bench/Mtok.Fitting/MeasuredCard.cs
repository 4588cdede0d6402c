namespace Mtok.Fitting;

/// <summary>
/// The laws of one card from measurements of its best kernels and of whole steps (measured_2026_11, own measurements of 2026-11-27). All but the experts are fitted
/// on the 8B network alone, so that the share of the 70B over 8 devices can judge them.
/// </summary>
internal sealed class MeasuredCard
{
    private const string Judge = "llama-3.3-70b";
    private const double HeadSize = 128;
    private static readonly string[] Formats = ["bf16", "fp8"];
    private static readonly string[] Kinds = ["decode", "prefill"];
    private readonly string _folder;
    private readonly Accelerator _device;
    private readonly double _bandwidth;
    private readonly double _peak;

    public MeasuredCard(string folder, Accelerator device)
    {
        _folder = folder;
        _device = device;
        _bandwidth = device.MemoryBandwidth!.Value.PerSecond;
        _peak = device.DensePeak["bf16"].PerSecond;
    }

    /// <summary>The name of the measurements.</summary>
    public const string Source = "own measurements of 2026-11-27: CUDA graphs, torch 2.11, Triton 3.6 (docs/model.md, S1)";

    /// <summary>Whether the device was measured.</summary>
    public static bool Exists(string data, Accelerator device) => Directory.Exists(FolderOf(data, device));

    private static string FolderOf(string data, Accelerator device) => Path.Combine(data, "measured_2026_11", device.Id.Split('-')[0]);

    public static MeasuredCard Of(string data, Accelerator device) => new(FolderOf(data, device), device);

    /// <summary>The multiplies of a format, best kernel, with the share that long prompts sustain.</summary>
    public MultiplyFit Multiply(string format)
    {
        var times = Rows("gemm")
            .Where(row => row["fmt"] == format && row["scales"] is "" or "tensor" && row["part"] != "head" && row["fmt"] == format && row["model"] == "llama-3.1-8b")
            .Where(row => row.Number("m") <= 512)
            .Select(row => new MultiplyTime(row.Number("m"), row.Number("n"), row.Number("k"), row.Number("us") / 1e6)).ToList();
        var steps = Steps(format, "decode");
        double Cost(IReadOnlyList<double> numbers)
        {
            var law = MultiplyFit.Make(numbers, []);
            double LayersOf(double tokens) => 32 * Layer.Sum(matrix => new MultiplyTime(tokens, matrix.Outputs, matrix.Inputs, 1).By(law, _device, format));
            return times.Average(time => Square((time.By(law, _device, format) / time.Seconds) - 1))
                + (3 * steps.Average(step => Square((LayersOf(step.Tokens) / step.Part["gemm"]) - 1)));
        }

        var found = MultiplyFit.Make(Rounded(PatternSearch.Minimize([Constant.FixedTime(3), Constant.Share(0.85), Constant.Share(0.8), new(3, 1.5, 6)], Cost)), []);
        var fit = MultiplyFit.Judged(found, found, times, _device, format, times.Count);
        return fit with { Law = found with { Sustained = Ratio.FromValue(Digits.Round(Sustained(format))) } };
    }

    private static readonly (double Outputs, double Inputs)[] Layer = [(6144, 4096), (4096, 4096), (28672, 4096), (4096, 14336)];

    /// <summary>The share of the peak that the multiplies of whole prompts of 2,048 tokens and more reach.</summary>
    private double Sustained(string format) => Steps(format, "prefill").Where(step => step.Tokens >= 2048).Average(step =>
        2 * step.Tokens * 32 * LayerWeights / (step.Whole - step.Part["attn"] - step.Part["small"] - step.Part["head"]) / _device.DensePeak[format].PerSecond);

    private static double LayerWeights => Layer.Sum(matrix => matrix.Outputs * matrix.Inputs);

    /// <summary>Grouped multiplies of experts, the best kernel of each shape, uniform routing.</summary>
    public MultiplyFit? Grouped(string format)
    {
        var path = _folder + "_experts";
        if (!Directory.Exists(path))
        {
            return null;
        }

        var times = Rows("experts", path)
            .Where(row => row["fmt"] == format && row["routing"] == "uniform" && row["kernel"] is "grouped_mm" or "triton" or "loop" && row["cut"] == "tp" && row["fmt"] == format)
            .GroupBy(row => (row["model"], row["parts"], row["part"], row["m"]))
            .Select(shape => shape.MinBy(row => row.Number("us")))
            .Select(row => new MultiplyTime(row.Number("rows"), row.Number("n"), row.Number("k"), row.Number("us") / 1e6) { Matrices = row.Number("hit") }).ToList();
        return times.Count == 0 ? null : MultiplyFit.Of(times, _device, format, Constant.FixedTime(3.5), Constant.Settled(1.5));
    }

    /// <summary>Reading keys and values with the best kernel: launch, join and share.</summary>
    public DecodeLaw Decode(string format)
    {
        var rows = Steps(format == "bf16" ? "bf16" : "fp8kv8", "decode");
        var width = Laws.BytesOf(format);
        DecodeLaw Make(IReadOnlyList<double> numbers) =>
            new(Duration.FromSeconds(numbers[0] / 1e6), Duration.FromSeconds(numbers[1] / 1e6), Ratio.FromValue(numbers[2]));
        double Cost(IReadOnlyList<double> numbers) => rows.Average(step =>
        {
            var bytes = step.Batch * step.Context * 2 * 8 * HeadSize * width;
            var found = 32 * (Make(numbers).FixedSeconds(step.Batch) + (bytes / (numbers[2] * _bandwidth)));
            return Square((found - step.Part["attn"]) / step.Whole);
        });
        return Make(Rounded(PatternSearch.Minimize([Constant.FixedTime(5), new(5, 0.1, 40), Constant.Share(0.9)], Cost)));
    }

    /// <summary>
    /// Attention of prompts with the best kernel: whole prompts in steps of the 8B, and chunks alone, with and without tokens before them, where they were
    /// measured.
    /// </summary>
    public PromptLaw Prompt()
    {
        var rows = Steps("bf16", "prefill").Concat(Steps("fp8", "prefill")).ToList();
        var chunks = Chunks();
        PromptLaw Make(IReadOnlyList<double> numbers) => new(
            Duration.FromSeconds(numbers[0] / 1e6), Duration.FromSeconds(numbers[1] / 1e6), Ratio.FromValue(numbers[2]), Tokens.FromCount(numbers[3]));
        double Cost(IReadOnlyList<double> numbers)
        {
            var law = Make(numbers);
            return rows.Average(step => Square(((32 * PromptSeconds(law, step.Tokens, 0, 32)) - step.Part["attn"]) / (step.Part["attn"] + (0.1 * step.Whole))))
                + (chunks.Count == 0 ? 0 : chunks.Average(chunk => Square((PromptSeconds(law, chunk.Tokens, chunk.Before, chunk.Heads) - chunk.Seconds) / (chunk.Seconds + 20e-6))));
        }

        return Make(Rounded(PatternSearch.Minimize([new(4, 0.1, 100), new(10, 0.1, 100), Constant.Share(0.65), new(1500, 50, 20_000)], Cost)));
    }

    private IReadOnlyList<(double Tokens, double Before, double Heads, double Seconds)> Chunks()
    {
        var folder = _folder + "_mixed";
        return !Directory.Exists(folder)
            ? []
            : [.. Rows("attention", folder).Where(row => row["kind"] == "chunk")
                .GroupBy(row => (Tokens: row.Number("chunk"), Before: row.Number("prefix"), Heads: row.Number("heads")))
                .Select(chunk => (chunk.Key.Tokens, chunk.Key.Before, chunk.Key.Heads, chunk.Min(row => row.Number("us")) / 1e6))];
    }

    /// <summary>The small kernels of a layer.</summary>
    public SmallLaw Small()
    {
        var rows = Formats.SelectMany(format => Kinds.SelectMany(kind => Steps(format, kind)).Select(step => (step, Width: Laws.BytesOf(format)))).ToList();
        SmallLaw Make(IReadOnlyList<double> numbers) => new(Duration.FromSeconds(numbers[0] / 1e6), Ratio.FromValue(numbers[1]), Ratio.FromValue(numbers[2]));
        double Cost(IReadOnlyList<double> numbers) => rows.Average(row =>
        {
            var law = Make(numbers);
            var bytes = (2 * 4096 * (6 + row.Width)) + (14336 * (4 + row.Width)) + (4 * 6144.0);
            return Square(((32 * (law.Floor.Seconds + law.Seconds(bytes * row.step.Tokens, _bandwidth))) / row.step.Part["small"]) - 1);
        });
        return Make(Rounded(PatternSearch.Minimize([Constant.FixedTime(6), new(1.5, 0.5, 10), Constant.Share(0.9)], Cost)));
    }

    /// <summary>The fixed time of the output embedding beside its multiply: choosing a token.</summary>
    public double HeadMicroseconds(MultiplyLaw law) => Digits.Round(Math.Max(0.1, Steps("bf16", "decode").Select(step =>
        1e6 * (step.Part["head"] - new MultiplyTime(step.Batch, 128256, 4096, 1).By(law, _device, "bf16"))).Order().ElementAt(6)));

    private double PromptSeconds(PromptLaw law, double tokens, double before, double heads) => law.Launch.Seconds + (before > 0 ? law.Prefix.Seconds : 0)
        + (4 * tokens * (before + ((tokens + law.HalfLength.Count) / 2)) * heads * HeadSize / (law.Share.Value * _peak));

    private static double Square(double value) => value * value;

    private static IReadOnlyList<double> Rounded(IReadOnlyList<double> numbers) => [.. numbers.Select(Digits.Round)];

    /// <summary>Whole steps of the 8B on one device.</summary>
    private IReadOnlyList<Step> Steps(string format, string kind) =>
        [.. Rows("step")
            .Where(row => row["model"] != Judge && row["fmt"] == format && row["kind"] == kind)
            .GroupBy(row => (Batch: row.Number("batch"), Context: row.Number("context")))
            .Select(step => new Step(
                step.Key.Batch, step.Key.Context, kind == "decode" ? step.Key.Batch : step.Key.Context,
                step.ToDictionary(row => row["part"], row => row.Number("us") / 1e6, StringComparer.Ordinal)))];

    private IEnumerable<KernelTable.Row> Rows(string name, string? folder = null) => new KernelTable(Path.Combine(folder ?? _folder, name + ".csv")).Rows();

    private sealed record Step(double Batch, double Context, double Tokens, IReadOnlyDictionary<string, double> Part)
    {
        public double Whole => Part["whole"];
    }
}
