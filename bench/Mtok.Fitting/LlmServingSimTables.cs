namespace Mtok.Fitting;

/// <summary>
/// Tables of casys-kaist/LLMServingSim: kernels of one layer of two models in bf16, in microseconds; tensor parallel over
/// devices that are timed one by one, so they contain no all-reduces.
/// </summary>
internal sealed class LlmServingSimTables(string folder, string system, string source, Accelerator device) : IKernelTables
{
    private static readonly Split[] Splits =
    [
        new("meta-llama__Llama-3.1-8B__bf16", 1, Hidden: 4096, Heads: 32, KvHeads: 8, Ffn: 14336, Vocabulary: 128256),
        new("meta-llama__Llama-3.1-8B__bf16", 2, Hidden: 4096, Heads: 32, KvHeads: 8, Ffn: 14336, Vocabulary: 128256),
        new("Qwen__Qwen3-32B__bf16", 1, Hidden: 5120, Heads: 64, KvHeads: 8, Ffn: 25600, Vocabulary: 151936),
        new("Qwen__Qwen3-32B__bf16", 2, Hidden: 5120, Heads: 64, KvHeads: 8, Ffn: 25600, Vocabulary: 151936),
    ];

    public string Source => source;

    public IEnumerable<MultiplyTime> Multiplies(string precision) =>
        from split in precision == "bf16" ? Splits : []
        from row in Rows(split, "dense").Concat(Rows(split, "per_sequence"))
        where split.Matrices.ContainsKey(row["layer"])
        let matrix = split.Matrices[row["layer"]]
        let tokens = row.Number(row["tokens"].Length > 0 ? "tokens" : "sequences")
        select new MultiplyTime(tokens, matrix.N, matrix.K, Seconds(row));

    public IEnumerable<Timing> Decode(string format) =>
        from split in format == "bf16" ? Splits : []
        from row in Rows(split, "attention")
        where row["prefill_chunk"] == "0" && row["n_decode"] != "0" && row.Number("kv_decode") >= Laws.ShortestContext
        let batch = row.Number("n_decode")
        select new Laws(device).Decode("bf16", Laws.Name(batch, split.Heads, split.Devices), batch, row.Number("kv_decode"), split.KvHeads / split.Devices, Split.HeadSize, Seconds(row));

    public IEnumerable<PromptTime> Prompts() =>
        from split in Splits
        from row in Rows(split, "attention")
        where row["n_decode"] == "0" && row.Number("prefill_chunk") >= Laws.ShortestPrompt
        let tokens = row.Number("prefill_chunk")
        select new Laws(device).Prompt(tokens, row.Number("kv_prefill") + (tokens / 2), split.Heads / split.Devices, Split.HeadSize, Seconds(row));

    public IEnumerable<Timing> AllReduce(int devices) => [];

    private static double Seconds(KernelTable.Row row) => row.Number("time_us") / 1e6;

    private IEnumerable<KernelTable.Row> Rows(Split split, string kind)
    {
        var path = Path.Combine(folder, $"{system}__{split.Model}__tp{split.Devices}__{kind}.csv.gz");
        return File.Exists(path) ? new KernelTable(path).Rows() : [];
    }

    /// <summary>A model's layer sharded over devices.</summary>
    private sealed record Split(string Model, int Devices, double Hidden, double Heads, double KvHeads, double Ffn, double Vocabulary)
    {
        public const double HeadSize = 128;

        public IReadOnlyDictionary<string, (double N, double K)> Matrices { get; } = new Dictionary<string, (double N, double K)>(StringComparer.Ordinal)
        {
            ["qkv_proj"] = ((Heads + (2 * KvHeads)) * HeadSize / Devices, Hidden),
            ["o_proj"] = (Hidden, Heads * HeadSize / Devices),
            ["gate_up_proj"] = (2 * Ffn / Devices, Hidden),
            ["down_proj"] = (Hidden, Ffn / Devices),
            ["lm_head"] = (Vocabulary / Devices, Hidden),
        };
    }
}
