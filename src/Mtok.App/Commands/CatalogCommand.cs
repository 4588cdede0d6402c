using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App.Commands;

internal static class CatalogCommand
{
    public static Command Build() => new("catalog", "What the program knows: accelerators, models, offers, API prices, measurements, other costs, profiles of traffic.")
    {
        Lint(), List(), Show(),
    };

    private static Command Lint()
    {
        var folder = new Argument<string?>("folder") { Description = "A catalog folder; without one, the built-in catalog", Arity = ArgumentArity.ZeroOrOne, HelpName = "DIR" };
        var command = new ExampleCommand("lint", "Checks every row of a catalog folder and reports all problems with file, line and column. Exits 2 where there are errors.", ["mtok catalog lint my-prices/"]) { folder };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var path = parsed.GetValue(folder);
            var reader = new CatalogReader(problems);
            reader.Add(CatalogFiles.Embedded());
            var files = path is null ? CatalogFiles.Embedded() : CatalogFiles.Folder(path, problems);
            if (path is not null)
            {
                reader.Add(files);
                if (files.Count == 0 && !problems.HasErrors)
                {
                    problems.Error(new(path, 0, 0), "no-catalog-files", "the folder holds no catalog file, such as offers/<seller>.csv; nothing was checked");
                }
            }

            reader.Build();
            var own = problems.All.Where(problem => path is null || problem.Where.File.StartsWith(path, StringComparison.Ordinal)).Distinct().ToList();
            var failed = own.Exists(problem => problem.Severity == Severity.Error);
            return output.Show(parsed, CatalogReports.Lint(path ?? "the built-in catalog", files.Count, own), failed ? ExitCode.BadData : ExitCode.Answer);
        });
        return command;
    }

    private static Command List()
    {
        var kind = new Argument<CatalogList>("kind") { Description = "accelerators, models, offers, apis, measurements, costs, interruptions, owned or profiles", HelpName = "KIND", CustomParser = Options.Word<CatalogList> };
        var match = new Option<string?>("--match") { Description = "Only rows that contain this text", HelpName = "TEXT" };
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand("list", "Lists the rows of one kind.", ["mtok catalog list offers --match h200"]) { kind, match, catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            return CatalogReader.Load(parsed.GetValue(catalog), problems) is { } facts
                ? output.Show(parsed, CatalogReports.List(facts, parsed.GetValue(kind), parsed.GetValue(match)))
                : Output.Fail(problems);
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("id") { Description = "An accelerator, model, seller/instance or provider", HelpName = "ID" };
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand("show", "Shows everything known of one accelerator, model, machine or provider, with sources and dates.", ["mtok catalog show h100-sxm"]) { id, catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems) is not { } facts)
            {
                return Output.Fail(problems);
            }

            if (CatalogReports.Show(facts, parsed.GetValue(id)!) is { } report)
            {
                return output.Show(parsed, report);
            }

            problems.Error(new(parsed.GetValue(id)!, 0, 0), "unknown-id", $"no accelerator, model, machine or provider of that name{CatalogReports.Suggest(facts, parsed.GetValue(id)!)}");
            return Output.Fail(problems);
        });
        return command;
    }
}
