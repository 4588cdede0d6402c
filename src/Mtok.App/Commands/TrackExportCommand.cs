using System.CommandLine;
using System.Globalization;
using System.Text;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackExportCommand
{
    public static Command Build()
    {
        var focus = new Option<bool>("--focus") { Description = "As FOCUS 1.4 rows (Cost and Usage), CSV; the one format there is" };
        var period = new Option<FocusPeriod>("--period")
        {
            Description = $"Charge periods of machines {Options.Default("hour")}",
            HelpName = "hour|day",
            CustomParser = Options.Word<FocusPeriod>,
        };
        var account = new Option<string>("--account")
        {
            Description = "The billing account that the rows name",
            HelpName = "ID",
            DefaultValueFactory = _ => "own-serving",
        };
        var file = new Option<string?>("--output", "-o")
        {
            Description = "Write to this file instead of the terminal; never left incomplete",
            HelpName = "FILE",
        };
        WrittenFiles.Check(file, []);
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "export",
            "The bill with each deployment's machines split by team, idle, starting and failed, for other cost tools; equal to the bill.",
            ["mtok track export examples/month --focus --period day"])
        { focus, period, account, file, catalog };
        command.Validators.Add(result =>
        {
            if (!result.Read(focus))
            {
                result.AddError("--focus is missing: it says in which format to export");
            }
        });
        var inputs = new TrackedInputs(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            if (inputs.Read(parsed, facts, problems) is not { } tracked || problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            var export = FocusExport.Of(
                tracked, inputs.Span(parsed), parsed.GetValue(period), parsed.GetValue(account)!, new Capacities(facts), problems);
            return problems.HasErrors ? Output.Fail(problems, "nothing was exported") : Show(export, parsed.GetValue(file));
        });
        return command;
    }

    private static int Show(FocusExport export, string? path)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        export.Write(text);
        if (path is null)
        {
            return Output.TryPrint(text.ToString()) ? ExitCode.Answer : ExitCode.Usage;
        }

        if (WholeFiles.Write([KeyValuePair.Create(path, Encoding.UTF8.GetBytes(text.ToString()))]) is { } fault)
        {
            Console.Error.WriteLine(fault);
            return ExitCode.Usage;
        }

        return Output.TryPrint(FocusWords.Of(export, path)) ? ExitCode.Answer : ExitCode.Usage;
    }
}
