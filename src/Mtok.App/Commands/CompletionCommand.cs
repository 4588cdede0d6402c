using System.CommandLine;

namespace Mtok.App;

internal static class CompletionCommand
{
    public static Command Build()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh", HelpName = "bash|zsh|fish|pwsh" };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.ByShell.Keys]);
        var command = new ExampleCommand(
            "completion",
            "A script that lets a shell complete commands, options, and the ids of models, devices, sellers and profiles.",
            ["source <(mtok completion bash)", "mtok completion fish > ~/.config/fish/completions/mtok.fish"]) { shell };
        command.SetAction(parsed => Console.Out.WriteLine(CompletionScripts.ByShell[parsed.GetValue(shell)!]));
        return command;
    }

    /// <summary>Writes how a line may go on, a word each; the ids are those of the built-in catalog.</summary>
    public static int Complete(IReadOnlyList<string> words)
    {
        var catalog = new Lazy<Catalog>(() => CatalogReader.Load(null, new Problems(), today: Today.Date)!);
        foreach (var word in Completion.Of(MtokCommand.Build(words.Count > 1 ? words[0] : null), words, () => catalog.Value))
        {
            Console.Out.WriteLine(word);
        }

        return ExitCode.Answer;
    }
}
