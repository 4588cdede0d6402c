using BenchmarkDotNet.Attributes;
using Mtok.Planning;

namespace Mtok.Benchmarks;

/// <summary>Pricing every fleet of an example once: machines needed, bill, utilisation. Goal: 100,000 options per second.</summary>
[ShortRunJob]
public class OptionBenchmarks
{
    private const int Options = 10_000;
    private readonly List<RankedOption> _machines = [];
    private Reckoning _reckoning = null!;

    [Params("article-high-volume-steady", "article-medium-business-hours")]
    public string Example { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var (catalog, workload) = Repository.Load(Example);
        var ways = new RankedWays(PlanChoices.For(workload, Demand.Of(workload), catalog, new(catalog)), workload, null);
        _reckoning = ways.Reckoning;
        _machines.AddRange(Enumerable.Range(0, Options).Select(number => ways.Machines[number % ways.Machines.Count]));
    }

    [Benchmark(OperationsPerInvoke = Options)]
    public decimal Price()
    {
        var least = 0m;
        foreach (var machines in _machines)
        {
            var bill = _reckoning.BillOf(machines, 1, 1);
            least = least == 0 || bill < least ? bill : least;
        }

        return least;
    }
}
