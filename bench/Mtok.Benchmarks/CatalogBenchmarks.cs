using BenchmarkDotNet.Attributes;

namespace Mtok.Benchmarks;

/// <summary>Reading and checking the embedded catalog. Goal: under 50 ms.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class CatalogBenchmarks
{
    [Benchmark]
    public Catalog? Load() => CatalogReader.Load(null, new Problems());
}
