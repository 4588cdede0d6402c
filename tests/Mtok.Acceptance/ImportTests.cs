using System.Runtime.CompilerServices;

namespace Mtok.Acceptance;

/// <summary>Importing benchmark results with the real executable.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mtok-import-").FullName;

    private string Own => Path.Combine(_folder, "own");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_imported_burst_is_stored_passes_the_lint_and_is_no_maximum()
    {
        // A burst is a point that corrects the model at its load: it shows no most.
        var file = Path.Combine(_folder, "run.json");
        File.WriteAllText(file, Fast());
        var import = Run("import", "benchmark", file, "--accelerator", "h100", "--gpus", "4", "--precision", "fp8", "--source", "our lab", "--catalog", Own);
        Assert.Equal((0, ""), (import.Exit, import.Error));
        Assert.Equal(["run.csv"], Directory.GetFiles(Path.Combine(Own, "measurements")).Select(Path.GetFileName));
        Assert.Equal(0, Run("catalog", "lint", Own).Exit);
        var compared = Run("compare", "--model", "llama-3.3-70b", "--input", "512", "--output", "256", "--catalog", Own, "--format", "json");
        Assert.DoesNotContain("our lab", compared.Output, StringComparison.Ordinal);

        var workload = Path.Combine(_folder, "work.toml");
        File.WriteAllText(workload, "name = \"Work\"\nmodels = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 4_000_000\nshape = \"steady\"\n[tokens]\ninput = 512\noutput = 256\n");
        Assert.DoesNotContain("our lab", Run("decide", workload, "--format", "json").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("our lab", Run("decide", workload, "--catalog", Own, "--format", "json").Output, StringComparison.Ordinal);

        var again = Run("import", "benchmark", file, "--accelerator", "h100", "--gpus", "4", "--precision", "fp8", "--source", "our lab", "--catalog", Own);
        Assert.Contains("1 of them replacing earlier rows", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Own, "measurements", "run.csv")).Length);
    }

    [Fact]
    public void Without_a_catalog_nothing_is_stored_and_that_is_said()
    {
        var shown = Run("import", "benchmark", Fixture("sglang.jsonl"), "--accelerator", "h200", "--gpus", "8", "--precision", "fp8", "--as-of", "2026-05", "--source", "our lab");
        Assert.Equal(0, shown.Exit);
        Assert.Contains("Nothing was stored", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_file_stores_nothing_of_any()
    {
        var bad = Path.Combine(_folder, "bad.json");
        File.WriteAllText(bad, Fast()[..^20]);
        var import = Run("import", "benchmark", Fixture("vllm.json"), bad, "--accelerator", "h100", "--gpus", "4", "--precision", "fp8", "--source", "our lab", "--catalog", Own);
        Assert.Equal(2, import.Exit);
        Assert.Contains("nothing was stored", import.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Own));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_no_part_of_it()
    {
        Directory.CreateDirectory(Path.Combine(Own, "measurements", "sglang.csv"));
        var import = Run("import", "benchmark", Fixture("vllm.json"), Fixture("sglang.jsonl"), "--accelerator", "h200", "--gpus", "8", "--precision", "fp8", "--as-of", "2026-05", "--source", "our lab", "--catalog", Own);
        Assert.NotEqual(0, import.Exit);
        Assert.Empty(Directory.GetFiles(Own, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_is_wrong_on_the_command_line_is_told()
    {
        Assert.Equal(1, Run("import", "benchmark", Fixture("vllm.json"), "--gpus", "none").Exit);
        Assert.Equal(2, Run("import", "benchmark", Path.Combine(_folder, "missing.json")).Exit);
        Assert.Contains("Example: mtok import benchmark", Run("import", "benchmark", "--help").Output, StringComparison.Ordinal);
    }

    private static string Fast() => File.ReadAllText(Fixture("vllm.json"))
        .Replace("\"max_concurrency\": 32", "\"max_concurrency\": 320", StringComparison.Ordinal)
        .Replace("\"request_throughput\": 6.0", "\"request_throughput\": 60.0", StringComparison.Ordinal)
        .Replace("\"output_throughput\": 1536.0", "\"output_throughput\": 15360.0", StringComparison.Ordinal)
        .Replace("\"total_token_throughput\": 4608.0", "\"total_token_throughput\": 46080.0", StringComparison.Ordinal);

    private static string Fixture(string name, [CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../Mtok.Tests/Fixtures/benchmarks", name));

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var run = MtokProcess.Run(Environment.CurrentDirectory, arguments);
        return (run.ExitCode, run.Out, run.Error);
    }
}
