using System.CommandLine;
using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.App;

internal static class ImportPricesCommand
{
    private const string Undone = "nothing was stored";

    public static Command Build()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Price files of SkyPilot, gpuhunt, gcosts, tardellirs, Vantage, Azure Retail Prices, AWS spot advisor and spot "
                + "history, LiteLLM, models.dev, genai-prices, OpenRouter, llm-prices, detected by content; or an address to fetch one from",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "FILE|URL",
        };
        var asOf = Options.Dated("Of which day the prices are, where the file does not say: a date, a month, a year, or undated [an address: today]");
        var source = new Option<string?>("--as") { Description = "Name of the source [default: the format and the file's name]", HelpName = "SOURCE" };
        var seller = new Option<string?>("--seller") { Description = "The seller, if the file does not name it", HelpName = "NAME" };
        var catalog = new Option<string?>("--catalog")
        {
            Description = "Catalog folder to store the rows in (created if missing); nothing is stored without it",
            HelpName = "DIR",
        };
        var show = Options.Show(20);
        var command = new ExampleCommand(
            "prices",
            "Price files as dated catalog rows. Says what it left out and why; an error in any file stores nothing.",
            ["mtok import prices vms.csv --seller aws --as-of 2026-05-20 --as skypilot-catalog --catalog my-catalog/"])
        { files, asOf, source, seller, catalog, show };
        var output = new Output(command);
        command.SetAction(async (parsed, cancelled) =>
        {
            var problems = new Problems();
            var folder = parsed.GetValue(catalog);
            var before = new Problems();
            if (ImportFolder.Load(folder, before) is not { } facts)
            {
                return Output.Fail(before, Undone);
            }

            var conditions = new PriceConditions(parsed.GetValue(asOf), parsed.GetValue(source), parsed.GetValue(seller));
            var imports = await PriceAddress.ReadAsync(parsed.GetValue(files)!, facts, conditions, Today.Date, problems, cancelled);
            return await CatalogWriter.StoreAsync(problems.HasErrors ? null : folder, Store, cancelled).ConfigureAwait(false);

            int Store()
            {
                var now = folder is null || problems.HasErrors ? facts : ImportFolder.Load(folder, problems);
                var stored = folder is null || problems.HasErrors ? [] : PriceStore.Into(folder, imports, now!, problems);
                if (problems.HasErrors)
                {
                    return Output.Fail(problems, Undone);
                }

                var changed = stored.Where(file => file.Added > 0).Select(file => KeyValuePair.Create(file.Path, file.Text)).ToList();
                return changed.Count > 0 && !Output.TryStore(changed)
                    ? ExitCode.Usage
                    : output.Show(parsed, PriceImportReport.Of(imports, stored, folder is not null, facts, parsed.GetValue(show)));
            }
        });
        return command;
    }
}
