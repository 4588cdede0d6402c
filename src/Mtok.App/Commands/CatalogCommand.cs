using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CatalogCommand
{
    /// <summary>The word before the id of a source.</summary>
    private const string Model = "model";
    private const string Source = "source";

    public static Command Build() =>
        new("catalog", "What the program knows: accelerators, models, offers, API prices, measurements, other costs, profiles of traffic.")
    {
        Lint(), List(), Show(), History(), CatalogUpdateCommand.Build(),
    };

    private static Command Lint()
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "A catalog folder; without one, the built-in catalog",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "DIR",
        };
        var command = new ExampleCommand(
            "lint",
            "Checks every row of a catalog folder and reports all problems with file, line and column. Exits 2 on errors.",
            ["mtok catalog lint my-prices/"]) { folder };
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

            SellerRules.Check(reader.Build(), problems);
            var own = problems.All.Where(problem => path is null || problem.Where.File.StartsWith(path, StringComparison.Ordinal)).Distinct().ToList();
            var failed = own.Exists(problem => problem.Severity == Severity.Error);
            return output.Show(parsed, CatalogReports.Lint(path ?? "the built-in catalog", files.Count, own), failed ? ExitCode.BadData : ExitCode.Answer);
        });
        return command;
    }

    private static Command List()
    {
        var kind = new Argument<CatalogList>("kind")
        {
            Description = "accelerators, models, offers, apis, measurements, costs, interruptions, owned or profiles",
            HelpName = "KIND",
            CustomParser = Options.Word<CatalogList>,
        };
        var match = new Option<string?>("--match") { Description = "Only rows that contain this text", HelpName = "TEXT" };
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand("list", "Lists the rows of one kind.", ["mtok catalog list offers --match h200"]) { kind, match, catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            return CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is { } facts
                ? output.Show(parsed, CatalogReports.List(facts, parsed.GetValue(kind), parsed.GetValue(match)))
                : Output.Fail(problems);
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string[]>("id")
        {
            Description = "An accelerator, model, seller, seller/instance, provider or provider/model; or the word model or source before the id of one",
            Arity = new(1, 2),
            HelpName = "ID",
        };
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "show",
            "Shows everything known of one accelerator, model, machine, seller or API price, with sources and dates; and what a source is.",
            [
                "mtok catalog show h100-sxm", "mtok catalog show model gpt-4o",
                "mtok catalog show groq/gpt-oss-120b", "mtok catalog show source genai-prices@0.1.8",
            ]) { id, catalog };
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(id) is [var what, _] && what is not (Source or Model))
            {
                result.AddError($"only {Model} or {Source} comes before an id, not \"{what}\"");
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var (name, what) = (parsed.GetValue(id)![^1], parsed.GetValue(id)!.Length > 1 ? parsed.GetValue(id)![0] : "");
            var found = what switch
            {
                Source => SourceReport.Of(facts, name),
                Model => facts.FindModel(name) is { } model ? CatalogReports.Show(facts, model.Id) : null,
                _ => CatalogReports.Show(facts, name),
            };
            if (found is not null)
            {
                return output.Show(parsed, found);
            }

            var (rule, message) = what switch
            {
                Source => ("unknown-source", $"no source of that id{SourceReport.Suggest(facts, name)}"),
                Model => ("unknown-model", $"no model of that name{facts.SuggestModel(name)}"),
                _ => ("unknown-id", $"no accelerator, model, machine, seller or API price of that name{CatalogReports.Suggest(facts, name)}"),
            };
            problems.Error(new(name, 0, 0), rule, message);
            return Output.Fail(problems);
        });
        return command;
    }

    private static Command History()
    {
        var offer = new Option<string?>("--offer") { Description = "A machine, seller/instance", HelpName = "OFFER" };
        var api = new Option<string?>("--api") { Description = "A provider's model, provider/model", HelpName = "API" };
        var pricing = new Option<string?>("--pricing")
        {
            Description = "Only this purchase option: on_demand, spot, reserved_1y, reserved_3y, reserved_5y, block, serverless",
            HelpName = "WORD",
        };
        pricing.AcceptOnlyFromAmong([.. Offer.PricingWords.Keys]);
        var region = new Option<string?>("--region") { Description = "Only regions whose name contains this", HelpName = "TEXT" };
        var catalog = Options.CatalogFolder();
        var show = Options.Show(20);
        var command = new ExampleCommand(
            "history",
            "Price history: every dated row and what it changed; --output FILE.svg or .png draws it.",
            ["mtok catalog history --offer aws/p5.48xlarge --pricing on_demand", "mtok catalog history --api groq/gpt-oss-120b --output gpt-oss.svg"])
        {
            offer,
            api,
            pricing,
            region,
            catalog,
            show,
        };
        var output = new Output(command);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(offer) is null) == (result.GetResult(api) is null))
            {
                result.AddError("give either --offer or --api");
            }

            if (result.GetResult(api) is not null && (result.GetResult(pricing) is not null || result.GetResult(region) is not null))
            {
                result.AddError("--pricing and --region go with --offer");
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var report = parsed.GetValue(offer) is { } machine
                ? PriceHistoryReport.OfOffer(
                    facts,
                    machine,
                    parsed.GetValue(pricing) is { } word ? Offer.PricingWords[word] : null,
                    parsed.GetValue(region),
                    parsed.GetValue(show))
                : PriceHistoryReport.OfApi(facts, parsed.GetValue(api)!, parsed.GetValue(show));
            if (report is not null)
            {
                return output.Show(parsed, report);
            }

            var (name, known) = parsed.GetValue(offer) is { } wanted
                ? (wanted, facts.EveryOffer.Select(row => $"{row.Seller}/{row.Instance}"))
                : (parsed.GetValue(api)!, facts.EveryApi.Select(row => $"{row.Provider}/{row.ProviderModel}"));
            problems.Error(new(name, 0, 0), "unknown-id", $"no price of that name{Spelling.DidYouMean(name, known.Distinct())}");
            return Output.Fail(problems);
        });
        return command;
    }
}
