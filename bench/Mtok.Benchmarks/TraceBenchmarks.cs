using BenchmarkDotNet.Attributes;
using Mtok.Traces;

namespace Mtok.Benchmarks;

/// <summary>Generating three hours of Azure's week of 2024, about 700,000 requests. Goal: 5 million requests per second.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class TraceBenchmarks
{
    private TrafficProfile _profile = null!;

    [GlobalSetup]
    public void Setup() => _profile = CatalogReader.Load(null, new Problems())!.FindProfile("azure-2024-week")!;

    [Benchmark]
    public int Generate() => TraceGenerator.Generate(_profile, Duration.FromHours(3), 1).Requests.Count();
}
