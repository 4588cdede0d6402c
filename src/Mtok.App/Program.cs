using System.CommandLine;
using System.CommandLine.Help;
using Mtok.App;

(string Name, Func<Command> Build)[] commands =
[
    ("decide", DecideCommand.Build),
    ("plan", PlanCommand.Build),
    ("init", InitCommand.Build),
    ("compare", CompareCommand.Build),
    ("capacity", CapacityCommand.Build),
    ("simulate", SimulateCommand.Build),
    ("calibrate", CalibrateCommand.Build),
    ("accuracy", AccuracyCommand.Build),
    ("price", PriceCommand.Build),
    ("utilization", UtilizationCommand.Build),
    ("break-even", BreakEvenCommand.Build),
    ("trace", TraceCommand.Build),
    ("tokens", TokensCommand.Build),
    ("track", TrackCommand.Build),
    ("serve", ServeCommand.Build),
    ("catalog", CatalogCommand.Build),
    ("import", ImportCommand.Build),
];

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
        new HelpOption { Recursive = true },
        new VersionOption(),
    };

    // A line that begins with a command needs no other.
    var asked = Array.Find(commands, command => command.Name == args.FirstOrDefault());
    foreach (var command in asked.Build is null ? commands : [asked])
    {
        mtok.Subcommands.Add(command.Build());
    }

    var line = args.Length == 0 ? ["--help"] : OldNames.Renamed(args);
    var parsed = mtok.Parse(line);
    if (parsed.CommandResult.Command is ExampleCommand shown)
    {
        shown.ShowExamples();
    }

    // Ctrl-C and exceptions are this program's, not the parser's.
    return parsed.Errors.Count > 0
        ? UsageErrors.Tell(parsed, () => mtok.Parse(line))
        : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
}).ConfigureAwait(false);
