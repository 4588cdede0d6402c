using System.CommandLine;
using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CatalogUpdateCommand
{
    public static Command Build()
    {
        var sources = new Argument<string[]>("source")
        {
            Description = "The sources to fetch; without one, all of sources/*.toml",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "SOURCE",
        };
        var catalog = new Option<string>("--catalog") { Description = "Your catalog folder (created if missing)", Required = true, HelpName = "DIR" };
        var limit = Options.Quantity(
            "--time-limit", "How long it may take in all: sources that have not come by then are left as they are", CatalogUpdate.TimeLimitRange);
        var command = new ExampleCommand(
            "update",
            "Fetches published prices into your catalog folder. A source that cannot be had or believed leaves what is there; exits 2 where one failed.",
            ["mtok catalog update --catalog my-catalog/", "mtok catalog update openrouter models-dev --catalog my-catalog/"])
        { sources, catalog, limit };
        var output = new Output(command);
        command.SetAction(async (parsed, cancelled) =>
        {
            var problems = new Problems();
            var folder = parsed.GetValue(catalog)!;
            if (File.Exists(folder))
            {
                problems.Error(new(folder, 0, 0), "not-a-folder", "--catalog must be a folder");
                return Output.Fail(problems, "nothing was fetched");
            }

            if (CatalogReader.Load(Directory.Exists(folder) ? folder : null, problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems, "nothing was fetched");
            }

            var wanted = parsed.GetValue(sources) is { Length: > 0 } names
                ? names.Select(name => Find(facts, name, problems)).OfType<PriceSource>().ToList()
                : facts.Sources;
            if (problems.HasErrors)
            {
                return Output.Fail(problems, "nothing was fetched");
            }

            using var line = new UpdateLine([.. wanted.Select(source => source.Id)]);
            var updates = await CatalogUpdate.RunAsync(
                folder, wanted, Today.Date, CatalogWriter.Turn, parsed.GivenOrNull(limit), line, cancelled);
            line.Dispose();
            return output.Show(
                parsed, UpdateReport.Of(updates), updates.Any(each => each.Outcome == UpdateOutcome.Failed) ? ExitCode.BadData : ExitCode.Answer);
        });
        return command;
    }

    private static PriceSource? Find(Catalog facts, string name, Problems problems)
    {
        var found = facts.Sources.FirstOrDefault(source => source.Id == name);
        if (found is null)
        {
            problems.Error(new(name, 0, 0), "unknown-source", $"no source of that name{Spelling.DidYouMean(name, facts.Sources.Select(source => source.Id))}");
        }

        return found;
    }
}
