using System.CommandLine;
using System.CommandLine.Help;
using Mtok.App;

return await Fault.Guard(async () =>
{
    var mtok = new Command(
        "mtok",
        string.Join(
            '\n',
            [
                "Mtok: what a million LLM tokens really cost you, on every way of getting them, and what to run.",
                "",
                .. ExitCode.All.Select(code => $"Exit code {code.Code}: {code.Meaning}"),
            ]))
    {
        DecideCommand.Build(),
        PlanCommand.Build(),
        CompareCommand.Build(),
        CapacityCommand.Build(),
        SimulateCommand.Build(),
        CalibrateCommand.Build(),
        AccuracyCommand.Build(),
        PriceCommand.Build(),
        UtilizationCommand.Build(),
        BreakEvenCommand.Build(),
        TraceCommand.Build(),
        TrackCommand.Build(),
        CatalogCommand.Build(),
        ImportCommand.Build(),
        new HelpOption { Recursive = true },
        new VersionOption(),
    };
    var parsed = mtok.Parse(args.Length == 0 ? ["--help"] : OldNames.Renamed(args));
    if (parsed.CommandResult.Command is ExampleCommand command)
    {
        command.ShowExamples();
    }

    return parsed.Errors.Count > 0 ? UsageErrors.Tell(parsed) : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
}).ConfigureAwait(false);
