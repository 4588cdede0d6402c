using BenchmarkDotNet.Attributes;
using Mtok.Planning;

namespace Mtok.Benchmarks;

/// <summary>One decision on each example, from a loaded catalog. Goal: under 20 ms.</summary>
[ShortRunJob]
public class DecideBenchmarks
{
    private Catalog _catalog = null!;
    private Workload _workload = null!;

    public static IEnumerable<string> Examples =>
        Directory.EnumerateFiles(Repository.Examples, "*.toml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    [ParamsSource(nameof(Examples))]
    public string Example { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        (_catalog, _workload) = Repository.Load(Example);
    }

    [Benchmark]
    public Decision Decide() => Decision.For(_workload, _catalog, new(_catalog));
}
