using System.Diagnostics;
using System.Globalization;
using Mtok.Simulation;
using Trace = Mtok.Traces.Trace;

namespace Mtok.Benchmarks;

/// <summary>Long simulations, timed once each: too slow to be repeated as a benchmark.</summary>
internal static class SimulationSpeed
{
    /// <summary>The conversation hour in a fresh process, then repeated.</summary>
    public static void Hour()
    {
        var (trace, kind) = (SimulatedWork.AzureHour(), SimulatedWork.Kind("llama-2-70b", 8, new()));
        foreach (var name in new[] { "first in the process", "second", "third", "tenth" })
        {
            Row($"conversation hour, 4 replicas, {name}", trace, SimulatedWork.Fleet(kind, 4), Environment.ProcessorCount);
        }

        for (var warm = 0; warm < 50; warm++)
        {
            Simulator.Run(trace, SimulatedWork.Fleet(kind, 4), new() { Cores = 1 });
        }

        Row("conversation hour, 4 replicas, warm, one core", trace, SimulatedWork.Fleet(kind, 4), 1);
        Row("conversation hour, 4 replicas, warm, one core, least outstanding", trace, SimulatedWork.Fleet(kind, 4, Router.LeastOutstanding), 1);
    }

    /// <summary>The conversation hour again and again on one core: nanoseconds of the processor a request, the median and the best.</summary>
    public static void Core()
    {
        var (trace, kind) = (SimulatedWork.AzureHour(), SimulatedWork.Kind("llama-2-70b", 8, new()));
        foreach (var router in new[] { Router.RoundRobin, Router.LeastOutstanding })
        {
            var fleet = SimulatedWork.Fleet(kind, 4, router);
            var result = Simulator.Run(trace, fleet, new() { Cores = 1 });
            var times = new List<double>();
            for (var run = 0; run < 400; run++)
            {
                var begun = Environment.CpuUsage.TotalTime;
                result = Simulator.Run(trace, fleet, new() { Cores = 1 });
                times.Add((Environment.CpuUsage.TotalTime - begun).TotalNanoseconds / result.Requests);
            }

            // The first runs compile.
            double[] warm = [.. times.Skip(100).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"conversation hour, 4 replicas, one core, {router,-16} median {warm[warm.Length / 2]:0} ns a request, best {warm[0]:0}, {result.Hash}"));
        }
    }

    /// <summary>A week of 44.1 million requests. Goal: under 90 s on two cores within 500 MB.</summary>
    public static void Week() => Row("week of 44.1 million, 40 replicas", SimulatedWork.Week(), SimulatedWork.Fleet(SimulatedWork.Kind("llama-3.1-8b", 1, new()), 40), 2);

    /// <summary>How the time scales with requests, replicas and the batch size.</summary>
    public static void Growth()
    {
        var kind = SimulatedWork.Kind("llama-3.1-8b", 1, new());
        foreach (var requests in new[] { 100_000L, 1_000_000, 4_000_000 })
        {
            Row($"{requests:#,##0} requests, 8 replicas", SimulatedWork.Generated(requests, requests / 16.0, 24), SimulatedWork.Fleet(kind, 8), 1);
        }

        foreach (var router in new[] { Router.RoundRobin, Router.LeastOutstanding })
        {
            foreach (var replicas in new[] { 2, 8, 32, 128 })
            {
                Row($"{replicas} replicas, {router}, 1,000,000 requests", SimulatedWork.Generated(1_000_000, 500_000.0 / replicas, 24), SimulatedWork.Fleet(kind, replicas, router), 1);
            }
        }

        foreach (var batch in new[] { 8, 32, 128, 512 })
        {
            var limited = SimulatedWork.Kind("llama-3.1-8b", 1, new() { MaxSequences = batch });
            Row($"batch of {batch}, overloaded, 500,000 requests", SimulatedWork.Generated(500_000, 1000, 24), SimulatedWork.Fleet(limited, 1), 1);
        }
    }

    private static void Row(string what, Trace trace, SimulatedFleet fleet, int most)
    {
        var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var result = Simulator.Run(trace, fleet, new() { Cores = most });
        var seconds = watch.Elapsed.TotalSeconds;
        var cores = Process.GetCurrentProcess().TotalProcessorTime - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {seconds,8:0.000} s ({cores.TotalSeconds:0.000} s of cores) {result.Requests / seconds,12:#,##0} requests/s, {result.Steps / (double)result.Requests,6:0.0} steps a request, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:#,##0} MB, p99 {result.Ttft.P99.Milliseconds:0.###} and {result.Tpot.P99.Milliseconds:0.####} ms, {result.Hash}"));
    }
}
