using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Benchmarks;

/// <summary>The proved cheapest fleet of the Azure conversation hour on llama-3.3-70b within 1 s and 60 ms, timed once each.</summary>
internal static class ProofSpeed
{
    public static void Run()
    {
        var (catalog, example) = Repository.Load("private-chat");
        var capacities = new Capacities(catalog);
        var trace = SimulatedWork.AzureHour();
        var workload = example with
        {
            ServiceLevel = example.ServiceLevel with { Ttft = Duration.FromSeconds(1), Tpot = Duration.FromMilliseconds(60) },
            Allowed = example.Allowed with { Kinds = [OptionKind.OnDemand, OptionKind.Reserved, OptionKind.Owned, OptionKind.Spot] },
            Interruptible = true,
        };
        var demand = TraceDemand.Of(trace, workload, Duration.Hour, 168, 6)!;
        var problem = PlanChoices.For(workload, demand, catalog, capacities);
        foreach (var all in new[] { false, false, true, true })
        {
            var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var proved = RankingProof.Of(problem, workload, trace, capacities, cheapest: null, all);
            var cores = Process.GetCurrentProcess().TotalProcessorTime - before;
            var kinds = proved.Kinds.CountBy(kind => kind.Standing.GetType().Name).Select(count => $"{count.Value} {count.Key}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(all ? "every kind" : "winner"),-12} {watch.Elapsed.TotalSeconds:0.00} s ({cores.TotalSeconds:0.00} s of cores), {proved.Options} fleets, {proved.Kinds.Count} kinds, {proved.Replays} replays: {string.Join(", ", kinds)}"));
        }
    }
}
