using BenchmarkDotNet.Attributes;
using Mtok.Planning;

namespace Mtok.Benchmarks;

/// <summary>Pricing every fleet of an example once: machines needed, bill, utilisation. Goal: 100,000 options per second.</summary>
[ShortRunJob]
public class OptionBenchmarks
{
    private const int Options = 10_000;
    private readonly List<Fleet> _fleets = [];
    private Workload _workload = null!;

    [Params("article-high-volume-steady", "article-medium-business-hours")]
    public string Example { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        (var catalog, _workload) = Repository.Load(Example);
        var fleets = Decision.For(_workload, catalog, new(catalog)).Options.Select(option => option.Fleet).OfType<Fleet>().ToList();
        _fleets.AddRange(Enumerable.Range(0, Options).Select(number => fleets[number % fleets.Count]));
    }

    [Benchmark(OperationsPerInvoke = Options)]
    public UsdPerMonth Price()
    {
        UsdPerMonth least = default;
        foreach (var fleet in _fleets)
        {
            var machines = fleet.Bill(fleet.Use(_workload.Traffic.Mean, _workload.ServedShape, Ratio.One).MeanMachines);
            var bill = machines + _workload.Overheads.Total(machines, _workload.Traffic.Mean, _workload.Mix);
            least = least == default || bill < least ? bill : least;
        }

        return least;
    }
}
