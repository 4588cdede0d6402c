using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Result files in the real formats, with figures that agree with each other.</summary>
internal static class BenchmarkFixtures
{
    public static readonly string[] All = ["vllm.json", "sglang.jsonl", "guidellm.json", "aiperf.json", "inferencex.json", "mlperf.json", "trtllm.txt"];

    /// <summary>Everything a file may leave unsaid.</summary>
    public static readonly BenchmarkConditions Said = new(
        Accelerator: "h200", Gpus: 8, Precision: "fp8", Engine: "vLLM", AsOf: Day("2026-05"), Source: "our lab");

    public static Catalog Catalog => Workloads.Built;

    public static AsOf Day(string text) => AsOf.TryParse(text, out var day) ? day : throw new ArgumentException(text);

    public static string Text(string name) => File.ReadAllText(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/benchmarks/" + name));

    public static (BenchmarkImport? Import, Problems Problems) Read(string name, BenchmarkConditions? said = null, params (string Old, string New)[] changes)
    {
        var text = Text(name);
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        return ReadText(name, text, said);
    }

    public static (BenchmarkImport? Import, Problems Problems) ReadText(string name, string text, BenchmarkConditions? said = null)
    {
        var problems = new Problems();
        return (new BenchmarkReader(Catalog, said ?? (name == "mlperf.json" ? Said with { Input = Tokens.FromCount(294) } : Said), problems).Read(name, text), problems);
    }

    public static IEnumerable<string> Rules(Problems problems, Severity severity) =>
        problems.All.Where(problem => problem.Severity == severity).Select(problem => problem.Rule).Distinct();
}
