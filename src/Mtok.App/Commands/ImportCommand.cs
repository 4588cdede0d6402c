using System.CommandLine;
using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.App;

internal static class ImportCommand
{
    private const string Undone = "nothing was stored";

    public static Command Build() => new("import", "Your own figures into your own catalog folder.")
    {
        Benchmark(), ImportPricesCommand.Build(), ImportModelCommand.Build(),
    };

    private static Command Benchmark()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Results of vllm bench serve, SGLang bench_serving, GuideLLM, AIPerf, InferenceX, MLPerf or trtllm-bench, detected by content",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "FILE",
        };
        var model = new Option<string?>("--model", "-m")
        {
            Description = "The model, if the file does not name it; for MLPerf's table, the one to import",
            HelpName = "MODEL",
        };
        var accelerator = new Option<string?>("--accelerator")
        {
            Description = "The accelerator, if the file does not name it; for MLPerf's table, the one to import",
            HelpName = "ACCELERATOR",
        };
        var gpus = Options.Number("--gpus", "Number of accelerators that served together", new(1, 1_000_000));
        var tensor = Options.Number("--tensor-parallel", "Tensor-parallel size: accelerators per copy of the weights", new(1, 1_000_000));
        var precision = new Option<string?>("--precision")
        {
            Description = "Precision of the computation, not of the checkpoint: bf16, fp8, fp4, ... or unstated",
            HelpName = "PRECISION",
        };
        var engine = new Option<string?>("--engine") { Description = "The serving engine", HelpName = "ENGINE" };
        var version = new Option<string?>("--engine-version") { Description = "Its version", HelpName = "VERSION" };
        var input = Options.Quantity("--input-tokens", "Input tokens of a request", RequestRanges.Length);
        var outputTokens = Options.Quantity("--output-tokens", "Output tokens of a request", RequestRanges.Length);
        var asOf = Options.Dated("When it was measured: a date, a month, a year, or undated");
        var source = new Option<string?>("--source") { Description = "Who measured it", HelpName = "TEXT" };
        var catalog = new Option<string?>("--catalog")
        {
            Description = "Catalog folder to store the rows in (created if missing); nothing is stored without it",
            HelpName = "DIR",
        };
        var command = new ExampleCommand(
            "benchmark",
            "Benchmark results as measurements that count before the built-in ones. Checks every run; an error stores nothing.",
            [
                "mtok import benchmark vllm.json --accelerator h100 --gpus 4 --tensor-parallel 4 --precision fp8 --engine vLLM --source "
                    + "\"our lab\" --catalog my-catalog/",
            ])
        { files, model, accelerator, gpus, tensor, precision, engine, version, input, outputTokens, asOf, source, catalog };
        var output = new Output(command);
        command.SetAction(async (parsed, cancelled) =>
        {
            var problems = new Problems();
            var folder = parsed.GetValue(catalog);
            var before = new Problems();
            if (ImportFolder.Load(folder, before) is not { } facts)
            {
                return Output.Fail(before, Undone);
            }

            var conditions = new BenchmarkConditions(
                parsed.GetValue(model), parsed.GetValue(accelerator), parsed.GetValue(gpus), parsed.GetValue(tensor), parsed.GetValue(precision),
                parsed.GetValue(engine), parsed.GetValue(version),
                parsed.GivenOrNull(input), parsed.GivenOrNull(outputTokens), parsed.GetValue(asOf), parsed.GetValue(source));
            var reader = new BenchmarkReader(facts, conditions, problems);
            var imports = parsed.GetValue(files)!.Select(reader.Read).OfType<BenchmarkImport>().ToList();
            return await CatalogWriter.StoreAsync(problems.HasErrors ? null : folder, Store, cancelled).ConfigureAwait(false);

            int Store()
            {
                var stored = folder is null || problems.HasErrors ? [] : MeasurementImport.Into(folder, imports, facts, problems);
                return problems.HasErrors
                    ? Output.Fail(problems, Undone)
                    : ImportFolder.Keep(stored, () => output.Show(parsed, ImportReports.Benchmarks(imports, stored, problems.All)));
            }
        });
        return command;
    }
}
