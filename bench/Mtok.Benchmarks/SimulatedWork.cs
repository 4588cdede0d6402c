using System.Globalization;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Benchmarks;

/// <summary>Traces and fleets to benchmark the simulator.</summary>
internal static class SimulatedWork
{
    private const double WeekSeconds = 7 * 24 * 3600;

    public static ReplicaKind Kind(string model, int gpus, EngineLimits limits)
    {
        var catalog = CatalogReader.Load(null, new Problems())!;
        var kinds = new ReplicaKinds(new(catalog));
        var (served, device) = (catalog.FindModel(model)!, catalog.FindAccelerator("h100-sxm")!);
        return kinds.Of(served, new(device.Id, gpus, new("fp16"), "vLLM"), kinds.EngineFor(served, device, "vLLM"), limits)!;
    }

    public static SimulatedFleet Fleet(ReplicaKind kind, int replicas, Router router = Router.RoundRobin) =>
        new([new(kind, replicas, new(UsdPerHour.FromDollars(20), 1, ""))], router);

    /// <summary>The Azure conversation hour of 2023 if it is beside the repository; else the same number of requests at its rate and mean lengths.</summary>
    public static Trace AzureHour()
    {
        var path = Path.Combine(Repository.Examples, "../../shared/data/traces/azure2023/AzureLLMInferenceTrace_conv.csv");
        if (!File.Exists(path))
        {
            return Generated(19_366, 3508, 1);
        }

        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(cells => (DateTime.Parse(cells[0], CultureInfo.InvariantCulture), int.Parse(cells[1], CultureInfo.InvariantCulture), Math.Max(1, int.Parse(cells[2], CultureInfo.InvariantCulture)))).ToList();
        return Of("azure conversation hour", rows.Select(row => new TraceRequest(Duration.FromSeconds((row.Item1 - rows[0].Item1).TotalSeconds), Tokens.FromCount(row.Item2), Tokens.FromCount(row.Item3), default, 0, null)).ToList());
    }

    /// <summary>The number of requests of both Azure weeks of 2024, over a week with quiet nights.</summary>
    public static Trace Week(long requests = 44_107_693) => Generated(requests, WeekSeconds, 24);

    /// <summary>Seeded, streamed requests: arrivals at a rate that follows the day, lengths around those of the conversation hour.</summary>
    public static Trace Generated(long requests, double seconds, double hoursOfWave)
    {
        return Of("generated", Make());

        IEnumerable<TraceRequest> Make()
        {
            var state = 0x9E3779B97F4A7C15UL;
            var mean = seconds / requests;
            var at = 0.0;
            for (var index = 0L; index < requests; index++)
            {
                var bits = Next(ref state);
                var wave = 1 + (0.6 * Math.Sin(2 * Math.PI * at / (hoursOfWave * 3600)));
                at += mean / wave * -Math.Log(1 - ((bits >> 40) / (double)(1 << 24)));
                var lengths = Next(ref state);
                var input = 200 + (int)(lengths & 2047);
                var output = 1 + (int)(-200 * Math.Log(1 - (((lengths >> 20) & 0xFFFFF) / (double)(1 << 20))));
                yield return new(Duration.FromSeconds(at), Tokens.FromCount(input), Tokens.FromCount(output), default, 0, null);
            }
        }
    }

    private static Trace Of(string name, IEnumerable<TraceRequest> requests) => new(name, ["all"], null, requests);

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
