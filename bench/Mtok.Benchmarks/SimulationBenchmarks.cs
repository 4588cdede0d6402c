using BenchmarkDotNet.Attributes;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Benchmarks;

/// <summary>The Azure conversation hour, 19,366 requests, on 4 replicas. Goal: under 0.1 s, at least 500,000 requests/s on one core.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class SimulationBenchmarks
{
    private Trace _trace = null!;
    private SimulatedFleet _fleet = null!;

    [Params(Router.RoundRobin, Router.LeastOutstanding)]
    public Router Router { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _trace = SimulatedWork.AzureHour();
        _fleet = SimulatedWork.Fleet(SimulatedWork.Kind("llama-2-70b", 8, new()), 4, Router);
    }

    [Benchmark]
    public SimulationResult OneCore() => Simulator.Run(_trace, _fleet, new() { Cores = 1 });

    [Benchmark]
    public SimulationResult AllCores() => Simulator.Run(_trace, _fleet, new());
}
