using System.CommandLine;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackImportCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("path")
        {
            Description = "Files and folders, as for mtok track report",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "FILE|DIR",
        };
        var ledger = TrackedInputs.Ledger("The folder that keeps what is tracked; made where it is missing");
        ledger.Required = true;
        var columns = TrackedInputs.Columns();
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "import",
            "Keeps usage, counters and bills in a ledger: each file as a whole, each row once.",
            ["mtok track import examples/month --ledger ledger", "mtok track report --ledger ledger"])
        { files, ledger, columns, catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts
                || Import(parsed.GetValue(ledger)!, parsed.GetValue(files)!, new(facts, problems, parsed.GetValue(columns)), problems) is not { } import)
            {
                return Output.Fail(problems);
            }

            if (!problems.HasErrors)
            {
                return output.Show(parsed, LedgerImportReport.Of(import));
            }

            var kept = import.Files.Count(file => file.File.SameAs is null);
            return Output.Fail(
                problems,
                kept == 0 ? "nothing was imported" : $"{kept} of the files {(kept == 1 ? "is" : "are")} in the ledger, and no part of another");
        });
        return command;
    }

    private static LedgerImport? Import(string folder, string[] files, TrackedReader reader, Problems problems)
    {
        using var ledger = Ledger.Open(folder, problems);
        using var line = new ReadingLine();
        return ledger?.Import(reader, files, Today.Now, problems, line, line.ReportClosing);
    }
}
