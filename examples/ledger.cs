#!/usr/bin/env dotnet
#:project ../src/Mtok.Tracking/Mtok.Tracking.csproj

// What a million tokens cost each team: of a ledger of mtok track, or of files. From the repository: dotnet run examples/ledger.cs
using Mtok;
using Mtok.Tracking;

var problems = new Problems();
var catalog = CatalogReader.Embedded();
var tracked = args.Length > 0
    ? new LedgerReader(new(args[0]), catalog, problems).Read()
    : new TrackedReader(catalog, problems).Read(["examples/month"]);
if (tracked is null || problems.HasErrors)
{
    problems.All.ToList().ForEach(Console.Error.WriteLine);
    return 2;
}

var answer = TrackAnswers.Of(tracked, [TrackBy.Team], TrackSpan.All, new(catalog));
foreach (var team in answer.UnitCosts)
{
    var name = team.Key.Values is [{ Length: > 0 } stated] ? stated : "no team";
    Console.WriteLine($"{name}: {team.Allocation} with idle time, {team.Usage} of work");
}

Console.WriteLine($"billed: {string.Join(", ", answer.Bills.Select(bill => bill.Billed))}");
return 0;
