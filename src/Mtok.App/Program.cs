using System.CommandLine;
using System.CommandLine.Help;
using Mtok.App;

using var watched = Interruption.Watch();
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
        InitCommand.Build(),
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

    // Ctrl-C and exceptions are this program's, not the parser's.
    return parsed.Errors.Count > 0
        ? UsageErrors.Tell(parsed)
        : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
}).ConfigureAwait(false);
