using System.CommandLine;

namespace Mtok.App;

internal static class ManCommand
{
    public static Command Build()
    {
        var asked = new Argument<string[]>("command")
        {
            Description = "The command, such as track report; mtok itself where none is named",
            HelpName = "COMMAND",
        };
        var folder = new Option<string?>("--output", "-o") { Description = "Write the pages of all commands to this folder", HelpName = "DIR" };
        var command = new ExampleCommand(
            "man",
            "The manual page of a command, for man: the texts of its help.",
            ["mtok man decide > mtok-decide.1", "mtok man --output ~/.local/share/man/man1"]) { asked, folder };
        command.SetAction(parsed => parsed.GetValue(folder) is { } pages ? WriteAll(pages) : Print(parsed.GetValue(asked) ?? []));
        return command;
    }

    private static int WriteAll(string folder) => Output.TryStore(
        [.. ManPage.Below([MtokCommand.Build(null)]).Select(path =>
            KeyValuePair.Create(Path.Combine(folder, $"{ManPage.NameOf(path)}.1"), ManPage.Of(path, PageOutput.Version, Today.Date)))])
        ? ExitCode.Answer
        : ExitCode.Usage;

    private static int Print(IReadOnlyList<string> names)
    {
        var wanted = string.Join('-', names.Prepend("mtok"));
        var pages = ManPage.Below([MtokCommand.Build(null)]).ToDictionary(ManPage.NameOf, StringComparer.Ordinal);
        if (pages.TryGetValue(wanted, out var path))
        {
            return Output.TryPrint(ManPage.Of(path, PageOutput.Version, Today.Date)) ? ExitCode.Answer : ExitCode.Usage;
        }

        Console.Error.WriteLine($"mtok: there is no command \"{string.Join(' ', names)}\"{Spelling.DidYouMean(wanted, pages.Keys)}");
        return ExitCode.Usage;
    }
}
