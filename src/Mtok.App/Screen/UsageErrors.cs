using System.CommandLine;

namespace Mtok.App;

/// <summary>Tells what is wrong with a command line, all at once, on stderr.</summary>
internal static class UsageErrors
{
    /// <summary>Tells the faults of a line: of its options, of what goes together, and of the workload that its sound options stand for.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="again">Parses it again: the parser looks at the options only where what goes together is sound, or not asked about.</param>
    public static int Tell(ParseResult parsed, Func<ParseResult> again)
    {
        var command = parsed.CommandResult.Command;
        command.Validators.Clear();
        var bare = again();
        var unknown = parsed.UnmatchedTokens.Select(token => $"unknown command or option \"{token}\"{Spelling.DidYouMean(token, Names(command))}").ToList();
        var errors = unknown.Count > 0 && command.Subcommands.Count > 0
            ? unknown
            : unknown.Concat(bare.Errors.Concat(parsed.Errors)
                .Select(error => error.Message)
                .Where(message => !parsed.UnmatchedTokens.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal))));
        foreach (var error in errors.Distinct())
        {
            Console.Error.WriteLine($"mtok: {error}");
        }

        if (unknown.Count == 0 && command is ExampleCommand { Faults: { } faults })
        {
            Output.Tell(faults(bare));
        }

        Console.Error.WriteLine($"See: {string.Join(' ', Path(parsed).Reverse())} --help");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(child => child.Name).Concat(command.Options.Select(option => option.Name));

    private static IEnumerable<string> Path(ParseResult parsed)
    {
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            yield return result.Command.Name;
        }
    }
}
