// Uses the packages as anybody would: decides, replays a trace, reads a ledger, and says how long each took.
using System.Diagnostics;
using Mtok;
using Mtok.Planning;
using Mtok.Simulation;
using Mtok.Tracking;
using Mtok.Traces;

var (examples, ledger) = (args[0], args[1]);
var problems = new Problems();
var watch = Stopwatch.StartNew();
var catalog = CatalogReader.Embedded();
var capacities = new Capacities(catalog);

var workload = new WorkloadReader(catalog, problems).Read(Path.Combine(examples, "support-chat.toml"));
var best = Decision.For(workload!, catalog, capacities).Recommended!;
Tell($"decided: {best.Name}, {best.Cost!.Bill.Value}");

var trace = TraceFile.Open(Path.Combine(examples, "chat-10min.csv"), problems);
var asked = new SimulationRequest { Model = "llama-3.3-70b", Accelerator = "h100-sxm", Gpus = 2, Ttft = Duration.FromSeconds(1) };
var result = Simulator.Run(trace!, FleetBuilder.Build(asked, trace, capacities, new(problems)).Fleet!);
Tell($"simulated: {result.Completed} requests, {result.Attainment} in time, {result.PerMtok?.Allocation}");

var tracked = new LedgerReader(new(ledger), catalog, problems).Read()!;
var answer = TrackAnswers.Of(tracked, [TrackBy.Team], TrackSpan.All, capacities);
Tell($"read: {answer.UnitCosts.Count} teams, {string.Join(", ", answer.Bills.Select(bill => bill.Billed))}");
return problems.HasErrors ? 2 : 0;

void Tell(string what)
{
    Console.WriteLine($"{what} ({watch.Elapsed.TotalSeconds:0.0} s)");
    watch.Restart();
}
