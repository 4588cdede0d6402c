#!/usr/bin/env dotnet
#:project ../src/Mtok.Planning/Mtok.Planning.csproj

// What prices of one's own change: the built-in catalog, and a folder over it. From the repository: dotnet run examples/own-catalog.cs
using Mtok;
using Mtok.Planning;

var problems = new Problems();
foreach (var folder in new[] { null, args.Length > 0 ? args[0] : "examples/own-catalog" })
{
    if (CatalogReader.Load(folder, problems) is { } catalog
        && new WorkloadReader(catalog, problems).Read("examples/support-chat.toml") is { } workload
        && Decision.For(workload, catalog, new(catalog), new DateOnly(2026, 11, 27)).Recommended is { Cost: { } cost } best)
    {
        Console.WriteLine($"{folder ?? "built in"}: {best.Name}, {cost.Bill.Value}, {cost.PerMtok.Allocation}");
        Console.WriteLine($"    priced by {best.Prices[0].Source}, {best.OldestPrice}");
    }
}

problems.All.ToList().ForEach(Console.Error.WriteLine);
return problems.HasErrors ? 2 : 0;
