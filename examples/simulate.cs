#!/usr/bin/env dotnet
#:project ../src/Mtok.Simulation/Mtok.Simulation.csproj

// How many machines a trace needs: it is replayed, request by request. From the repository: dotnet run examples/simulate.cs
using Mtok;
using Mtok.Simulation;
using Mtok.Traces;

var problems = new Problems();
var capacities = new Capacities(CatalogReader.Embedded());
var trace = TraceFile.Open(args.Length > 0 ? args[0] : "examples/chat-10min.csv", problems);
for (var replicas = 1; replicas <= 2; replicas++)
{
    var asked = new SimulationRequest
    {
        Model = "llama-3.3-70b", Accelerator = "h100-sxm", Gpus = 2, Replicas = replicas,
        Ttft = Duration.FromSeconds(1), Tpot = Duration.FromMilliseconds(50),
    };
    if (FleetBuilder.Build(asked, trace, capacities, new(problems)).Fleet is not { } fleet)
    {
        problems.All.ToList().ForEach(Console.Error.WriteLine);
        return 2;
    }

    var result = Simulator.Run(trace!, fleet);
    Console.WriteLine($"{replicas} x {asked.Gpus} {asked.Accelerator}: {result.Attainment} in time, TTFT {result.Ttft.P99} at p99, {result.PerMtok?.Allocation}");
}

return 0;
