namespace Mtok.Fitting;

/// <summary>
/// Tables of ai-dynamo/aiconfigurator. Latencies are in milliseconds; a message's size is in elements of two bytes;
/// the step of a decode row is the number of tokens before the new one.
/// </summary>
internal sealed class AiConfiguratorTables(string folder, string system, string source, Accelerator device) : IKernelTables
{
    /// <summary>Layer matrices of language models have this many weights and sides.</summary>
    private const double FewestWeights = 8e6;
    private const double MostWeights = 400e6;
    private const double ShortestSide = 512;
    private const double WidestHidden = 16384;
    private const double MostTokens = 16384;
    private const double HeadSize = 128;

    /// <summary>The range of a layer's all-reduces: from one token of a small model to a full prompt batch of a large one.</summary>
    private const double SmallestSum = 8 * 1024;
    private const double LargestSum = 256 * 1024 * 1024;

    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["bf16"] = "bfloat16",
        ["fp8"] = "fp8",
        ["fp8 block-scaled"] = "fp8_block",
        ["fp4"] = "nvfp4",
    };

    public string Source => source;

    public IEnumerable<MultiplyTime> Multiplies(string precision)
    {
        var best = new Dictionary<(double M, double N, double K), double>();
        foreach (var row in Rows("gemm__vllm").Where(row => row["gemm_dtype"] == Spellings[precision]))
        {
            var (m, n, k) = (row.Number("m"), row.Number("n"), row.Number("k"));
            if (Math.Min(n, k) is >= ShortestSide and <= WidestHidden && n * k is >= FewestWeights and <= MostWeights && m <= MostTokens)
            {
                best[(m, n, k)] = Math.Min(row.Number("latency"), best.GetValueOrDefault((m, n, k), double.MaxValue));
            }
        }

        return best.OrderBy(entry => entry.Key).Select(entry => new MultiplyTime(entry.Key.M, entry.Key.N, entry.Key.K, entry.Value / 1000));
    }

    public IEnumerable<Timing> Decode(string format) => Rows("generation_attention").Where(row => IsPlain(row) && (row["kv_cache_dtype"] == "fp8" ? "fp8" : "bf16") == format && row.Number("step") + 1 >= Laws.ShortestContext).Select(row =>
    {
        var (batch, kvHeads) = (row.Number("batch_size"), row.Number("num_key_value_heads"));
        return new Laws(device).Decode(
            format, Laws.Name(batch, row.Number("num_heads"), kvHeads), batch, row.Number("step") + 1, kvHeads, HeadSize, row.Number("latency") / 1000);
    });

    public IEnumerable<PromptTime> Prompts() => Rows("context_attention")
        .Where(row => IsPlain(row) && row["kv_cache_dtype"] == "bfloat16" && row["step"] == "0" && row.Number("isl") >= Laws.ShortestPrompt)
        .Select(row => new Laws(device).Prompt(row.Number("batch_size") * row.Number("isl"), row.Number("isl") / 2, row.Number("num_heads"), HeadSize, row.Number("latency") / 1000));

    public IEnumerable<Timing> AllReduce(int devices)
    {
        var custom = Rows("custom_allreduce").Where(row => row["backend"] == "vllm_graph");
        var library = Rows("nccl_perf").Where(row => row["op_name"] == "all_reduce" && row["nccl_dtype"] == "half");
        return custom.Concat(library)
            .Where(row => row.Number("num_gpus") == devices)
            .GroupBy(row => 2 * row.Number("message_size"), row => row.Number("latency") / 1000)
            .Where(size => size.Key is >= SmallestSum and <= LargestSum)
            .Select(size => Laws.AllReduce(devices, size.Key, size.Min()));
    }

    private static bool IsPlain(KernelTable.Row row) => row.Number("head_dim") == HeadSize && row["window_size"] is "" or "0";

    private IEnumerable<KernelTable.Row> Rows(string kind) =>
        Directory.EnumerateFiles(folder, $"{system}__*{kind}*.csv.gz").Order(StringComparer.Ordinal).SelectMany(path => new KernelTable(path).Rows());
}
