using BenchmarkDotNet.Attributes;

namespace Mtok.Benchmarks;

/// <summary>Capacity of replicas, from a loaded catalog. Goals: one result under 50 us; every device, size and precision for 20 models under 1 s.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class CapacityBenchmarks
{
    private const int RankedModels = 20;
    private static readonly int[] Sizes = [1, 2, 4, 8];
    private static readonly Precision[] Precisions = [new("bf16"), new("fp8"), new("fp4")];
    private static readonly TokenMix Mix = new(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.Zero);
    private static readonly CapacityQuestion Question = new(null, new(Duration.FromSeconds(2), Duration.FromMilliseconds(100)));

    private Catalog _catalog = null!;
    private CapacityAnswers _answers = null!;
    private ServingModel _serving = null!;

    [GlobalSetup]
    public void Setup()
    {
        _catalog = CatalogReader.Load(null, new Problems())!;
        _answers = new(new Capacities(_catalog));
        var engine = _catalog.Engines.First(engine => engine.Id == "vllm-nvidia-dense");
        _serving = new ThroughputModel(_catalog).Serve(_catalog.FindModel("llama-3.3-70b")!, new("h100-sxm", 4, new("fp8"), "vLLM"), engine, Mix)!;
    }

    /// <summary>Repeated queries of one device with limits: dense on a device with few measurements of the model and on the one with most; experts.</summary>
    [Benchmark]
    [Arguments("llama-3.3-70b", "rtx-pro-6000", 1)]
    [Arguments("llama-3.3-70b", "h100-sxm", 8)]
    [Arguments("qwen3-30b-a3b", "h100-sxm", 1)]
    [Arguments("deepseek-r1", "h200", 8)]
    public CapacityAnswer One(string model, string accelerator, int gpus) => Ask(_answers, model, accelerator, gpus);

    /// <summary>The first query of a catalog: steps, calibration and corrections from scratch.</summary>
    [Benchmark]
    [Arguments("llama-3.3-70b", "h100-sxm", 8)]
    [Arguments("deepseek-r1", "h200", 8)]
    public CapacityAnswer First(string model, string accelerator, int gpus) => Ask(new(new Capacities(_catalog)), model, accelerator, gpus);

    private CapacityAnswer Ask(CapacityAnswers answers, string model, string accelerator, int gpus) =>
        answers.Of(_catalog.FindModel(model)!, _catalog.FindAccelerator(accelerator)!, gpus, Precisions[1], null, Mix, Question);

    /// <summary>Q6: a thousand prompts at once. Goal: under 100 us.</summary>
    [Benchmark]
    public FiniteRun Burst() => _serving.Burst(Tokens.FromCount(1000));

    /// <summary>Everything from scratch except the catalog.</summary>
    [Benchmark]
    public int Ranking()
    {
        var answers = new CapacityAnswers(new(_catalog));
        var found = 0;
        foreach (var model in _catalog.Models.Where(model => model.Network is not null).Take(RankedModels))
        {
            foreach (var accelerator in _catalog.Accelerators)
            {
                foreach (var precision in Precisions)
                {
                    foreach (var gpus in Sizes)
                    {
                        found += answers.Of(model, accelerator, gpus, precision, null, Mix, Question).Output is null ? 0 : 1;
                    }
                }
            }
        }

        return found;
    }
}
