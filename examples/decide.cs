#!/usr/bin/env dotnet
#:project ../src/Mtok.Planning/Mtok.Planning.csproj

// What to run, decided in code: the same reckoning as mtok decide. From the repository: dotnet run examples/decide.cs
using Mtok;
using Mtok.Planning;

var problems = new Problems();
var catalog = CatalogReader.Embedded();
var workload = new WorkloadReader(catalog, problems).Read(args.Length > 0 ? args[0] : "examples/support-chat.toml");
if (workload is null)
{
    problems.All.ToList().ForEach(Console.Error.WriteLine);
    return 2;
}

var decision = Decision.For(workload, catalog, new Capacities(catalog), new DateOnly(2026, 11, 27));
foreach (var option in decision.BestOfEachKind)
{
    Console.WriteLine($"{option.Name}: {option.Cost!.Bill.Value}");
}

return decision.Recommended is null ? 3 : 0;
