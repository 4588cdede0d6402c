using System.CommandLine;
using System.CommandLine.Help;

namespace Mtok.App;

/// <summary>The program's command: all others are below it.</summary>
internal static class MtokCommand
{
    private const string Help = "help";
    private const string Version = "version";

    private static readonly (string What, string Line)[] Jobs =
    [
        ("What does this call or GPU cost?", "mtok price --usd-per-hour 4.50 --tokens-per-second 5000"),
        ("What should we run?", "mtok decide workload.toml   (mtok init writes one)"),
        ("What did it cost?", "mtok track report bills/ metrics/ logs/"),
        ("Who keeps it up to date?", "mtok serve --ledger ledger   (pages, API, collector)"),
    ];

    private static readonly (string Name, Func<Command> Build)[] Commands =
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
        ("completion", CompletionCommand.Build),
        ("man", ManCommand.Build),
        (Help, () => new Command(Help, "Help of a command: mtok help track report.")),
        (Version, () => new Command(Version, "The version.")),
    ];

    /// <summary>Shows no progress.</summary>
    private static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress on stderr; errors are still reported", Recursive = true };

    /// <summary>Prints at once what is longer than the screen.</summary>
    private static Option<bool> NoPager { get; } = new("--no-pager")
    {
        Description = "Long answers are not shown by a pager (MTOK_PAGER, PAGER, less)",
        Recursive = true,
    };

    /// <summary>Whether a line asks for no pager.</summary>
    public static bool HasNoPager(ParseResult parsed) => parsed.GetResult(NoPager) is { Implicit: false };

    /// <summary>Whether a line asks for no progress.</summary>
    public static bool IsQuiet(ParseResult parsed) => parsed.GetResult(Quiet) is { Implicit: false };

    /// <summary>The command with the one below it that a line begins with, or with all where it begins with none.</summary>
    public static Command Build(string? first)
    {
        var mtok = new Command(
            "mtok",
            string.Join(
                '\n',
                [
                    "Mtok: what a million LLM tokens really cost you, on every way of getting them, and what to run.",
                    "",
                    .. Jobs.Select(job => $"{job.What,-36}{job.Line}"),
                    "",
                    .. ExitCode.All.Select(code => $"Exit code {code.Code}: {code.Meaning}"),
                ]))
        {
            new HelpOption { Recursive = true },
            Quiet,
            NoPager,
            new VersionOption(),
        };
        var asked = Array.Find(Commands, command => command.Name == first);
        foreach (var command in asked.Build is null ? Commands : [asked])
        {
            mtok.Subcommands.Add(command.Build());
        }

        return mtok;
    }

    /// <summary>The line that another one stands for: <c>help decide</c> for <c>decide --help</c>, <c>version</c> for <c>--version</c>.</summary>
    public static string[] Line(string[] arguments) => arguments switch
    {
        [] => ["--help"],
        [Help, .. var command] => [.. command, "--help"],
        [Version] => ["--version"],
        _ => OldNames.Renamed(arguments),
    };
}
