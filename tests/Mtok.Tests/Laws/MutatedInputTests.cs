using System.Globalization;
using System.Text;
using Mtok.Imports;
using Mtok.Simulation;
using Mtok.Traces;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>
/// Mutated files of every kind of input but prices (PriceFuzzTests) and what is tracked (SourceMutationTests): each is read or refused as a problem with
/// its file, and nothing is thrown or endless. MTOK_FUZZ asks for more of each kind, 10,000 before a release.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class MutatedInputTests : IDisposable
{
    private const int LongestText = 4_000;

    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("MTOK_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<string, Kind> Kinds = new()
    {
        ["workload"] = new(Of("examples/*.toml"), (path, problems) => new WorkloadReader(Workloads.Built, problems).Read(path) is not null),
        ["trace, own CSV"] = Trace("arrival_s,input_tokens,output_tokens,cached_tokens,class\n0,100,20,0,a\n0.5,200,30,100,b\n2,7,8,,a\n"),
        ["trace, wall times"] = Trace("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 23:59:59.9799600,4808,10\n2023-11-17 00:00:00.0319600,3180,8\n"),
        ["trace, BurstGPT"] = Trace("Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,10,0,10,API log\n"),
        ["trace, JSONL"] = Trace("{\"timestamp\": 0, \"input_length\": 1000, \"output_length\": 500, \"hash_ids\": [0, 1]}\n{\"timestamp\": 3000, \"input_length\": 600, \"output_length\": 4, \"hash_ids\": [0, 46]}\n"),
        ["trace, vLLM"] = Trace("{\"start_times\": [1.5, 2.5], \"input_lens\": [10, 20], \"output_lens\": [1, 2], \"errors\": [\"\", \"\"]}"),
        ["trace, GuideLLM"] = Trace("{\"benchmarks\": [{\"requests\": {\"successful\": [{\"request_start_time\": 1780000002.5, \"prompt_tokens\": 30, \"output_tokens\": 3}], \"errored\": [{}], \"incomplete\": null}}]}"),
        ["trace, Parquet"] = new([ParquetTrace()], (path, problems) => IsRead(path, new(problems, 5))),
        ["log"] = new(
            [Encoding.UTF8.GetBytes("{\"t\": \"2026-11-01T10:00:00Z\", \"usage\": {\"in\": 50, \"out\": 5}, \"team\": \"a\"}\n{\"t\": 1793527200, \"usage\": {\"out\": 6, \"in\": 60}}\n"), "t;in;out\n1;2;3\n4;5;6\n"u8.ToArray()],
            (path, problems) => IsRead(path, new(problems, 5, sort: true, LogColumns.Parse("arrival=t,input=usage.in,output=usage.out,class=team", out _)))),
        ["ServeGen client"] = new(
            ["0,1,1,Gamma,1,1\n600,1,1,Gamma,1,1\n1200,0.5,2,Weibull,0.8,1\n"u8.ToArray()],
            (path, problems) =>
            {
                File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "chunk-1-dataset.json"), "{10: 0.5, 20: 0.5}");
                var trace = Path.Combine(Path.GetDirectoryName(path)!, "chunk-1-trace.csv");
                File.Move(path, trace, overwrite: true);
                return IsRead(trace, new(problems, 5));
            }),
        ["benchmark"] = new(
            Of("tests/Mtok.Tests/Fixtures/benchmarks/*"),
            (path, problems) => new BenchmarkReader(Workloads.Built, new(), problems).Read(path) is not null),
        ["model config"] = new([
                """
                {"model_type": "kimi_k25", "text_config": {"model_type": "kimi_k2", "num_hidden_layers": 61, "hidden_size": 7168, "num_attention_heads": 64, "num_key_value_heads": 64,
                 "intermediate_size": 18432, "moe_intermediate_size": 2048, "n_routed_experts": 384, "num_experts_per_tok": 8, "n_shared_experts": 1, "first_k_dense_replace": 1,
                 "kv_lora_rank": 512, "q_lora_rank": 1536, "qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "v_head_dim": 128, "vocab_size": 163840}}
                """u8.ToArray(),
                """
                {"model_type": "llama", "num_hidden_layers": 80, "hidden_size": 8192, "num_attention_heads": 64, "num_key_value_heads": 8, "intermediate_size": 28672,
                 "sliding_window": 128, "layer_types": ["sliding_attention", "full_attention"], "vocab_size": 128256, "torch_dtype": "bfloat16"}
                """u8.ToArray(),
            ], (path, problems) => ModelConfig.Read(path, problems) is not null),
        ["tokenizer"] = new(
            ["""{"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},"model":{"type":"BPE","vocab":{"h":0,"e":1,"he":2,"\u0120":3},"merges":["h e"]}}"""u8.ToArray()],
            (path, problems) => TextTokenizer.Open(path, problems)?.Of("hehe h") is not null),
        ["limits"] = new(
            ["budget = \"$5000\"\njump = \"50%\"\nmin_coverage = \"90%\"\n"u8.ToArray()],
            (path, problems) => AlertLimits.Read(path, Encoding.UTF8.GetString(File.ReadAllBytes(path)), problems) is not null),
        ["collection"] = new(
            ["[[scrape]]\nurl = \"http://127.0.0.1:8000/metrics\"\ndeployment = \"chat\"\nevery = \"15s\"\n[[tail]]\npath = \"/var/log/x.jsonl\"\n[[prometheus]]\nurl = \"http://127.0.0.1:9090\"\n"u8.ToArray()],
            (path, problems) => new CollectorFileReader(problems).Read(path, Encoding.UTF8.GetString(File.ReadAllBytes(path))) is not null),
        ["spot capacity"] = new(["{\"metadata\": {\"gap_seconds\": 600}, \"data\": [5, 3, 5, 0]}"u8.ToArray()], (path, problems) => SpotCapacity.Read(path, problems) is not null),
        ["offers"] = Catalog("offers/own.csv", "offers/vultr.csv"),
        ["API prices"] = Catalog("apis/own.csv", "apis/groq.csv"),
        ["measurements"] = Catalog("measurements/own.csv", "measurements/*.csv"),
        ["accelerators"] = Catalog("accelerators/own.toml", "accelerators/google.toml"),
        ["models"] = Catalog("models/own.toml", "models/xai.toml"),
        ["owned machines"] = Catalog("owned/own.toml", "owned/machines.toml"),
        ["kernels"] = Catalog("kernels/h100-sxm.toml", "kernels/h100-sxm.toml"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutated_files_are_read_or_refused(string name)
    {
        var (originals, read) = Kinds[name];
        Assert.NotEmpty(originals);
        for (var seed = 0; seed < Mutations; seed++)
        {
            var path = _folder.File("mutated");
            await File.WriteAllBytesAsync(path, Mutation.Of(originals[seed % originals.Count], seed), TestContext.Current.CancellationToken);
            var problems = new Problems();
            var reading = Task.Run(() => Record.Exception(() => Assert.True(read(path, problems) || problems.HasErrors, "neither read nor refused")), TestContext.Current.CancellationToken);
            Assert.True(await Task.WhenAny(reading, Task.Delay(Longest, TestContext.Current.CancellationToken)) == reading, $"{name}, seed {seed}: not read within {Longest}");
            Assert.True(await reading is null, $"{name}, seed {seed}: {await reading}");
            Assert.All(problems.All, problem => Assert.False(string.IsNullOrWhiteSpace(problem.Message) || problem.Message.Contains("   at ", StringComparison.Ordinal), $"{name}, seed {seed}: {problem}"));
        }
    }

    /// <summary>Files by their pattern, of long tables the first lines.</summary>
    private static IReadOnlyList<byte[]> Of(string pattern)
    {
        var whole = Snapshot.PathOf(pattern);
        return
        [
            .. Directory.EnumerateFiles(Path.GetDirectoryName(whole)!, Path.GetFileName(whole)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
                .Select(bytes => bytes.Length > LongestText && bytes.AsSpan(0, LongestText).LastIndexOf((byte)'\n') is var end and > 0 && bytes[0] is not (byte)'{' and not (byte)'[' ? bytes[..(end + 1)] : bytes),
        ];
    }

    private static Kind Trace(string text) => new([Encoding.UTF8.GetBytes(text)], (path, problems) => IsRead(path, new(problems, 5)));

    private static bool IsRead(string path, TraceReading reading)
    {
        if (TraceFile.Open(path, reading) is not { } trace)
        {
            return false;
        }

        _ = TraceSummary.Of(trace with { Requests = trace.Requests.Take(10_000) });
        return reading.CheckEnd();
    }

    private static byte[] ParquetTrace()
    {
        using var stream = new MemoryStream();
        TraceRequest Request(int at) => new(Duration.FromSeconds(at), Tokens.FromCount(100 + at), Tokens.FromCount(10), default, at % 2, null);
        TraceWriter.Write(new("t", ["a", "b"], null, [.. Enumerable.Range(0, 20).Select(Request)]), TraceFormat.Parquet, stream);
        return stream.ToArray();
    }

    /// <summary>A file in a catalog folder of a user, beside what is built in.</summary>
    private static Kind Catalog(string place, string like) => new(
        Of("catalog/" + like),
        (path, problems) =>
        {
            var folder = Path.Combine(Path.GetDirectoryName(path)!, "catalog");
            var file = Path.Combine(folder, place);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Move(path, file, overwrite: true);
            return CatalogReader.Load(folder, problems) is not null;
        });

    private sealed record Kind(IReadOnlyList<byte[]> Originals, Func<string, Problems, bool> Read);
}
