using System.CommandLine;
using System.Text;

namespace Mtok.App;

internal static class InitCommand
{
    private const string Usual = "workload.toml";

    public static Command Build()
    {
        var file = new Argument<string?>("file")
        {
            Description = $"The file to write [default: {Usual}]",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one" };
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "init",
            "Writes a commented workload file to start from: with what the options say, or with your answers at a terminal, or with usual values.",
            ["mtok init", "mtok init chat.toml --model llama-3.3-70b --rps 60 --input-tokens 1200 --output-tokens 250 --ttft 1s --tpot 60ms"])
        { file, force, catalog };
        var options = WorkloadOptions.Alone(command);
        command.Validators.Add(result =>
        {
            var path = result.GetValue(file) ?? Usual;
            if ((File.Exists(path) && !result.GetValue(force) ? $"{path}: error: exists; --force replaces it" : WholeFiles.WhyNot(path)) is { } fault)
            {
                result.AddError(fault);
            }
        });
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var path = parsed.GetValue(file) ?? Usual;
            if (Keys(options.Given(parsed.CommandResult), facts) is not { } keys)
            {
                return ExitCode.Usage;
            }

            var text = StarterWorkload.Text([.. keys.Select(key => Beside(path, key))]);
            if (new WorkloadReader(facts, problems).Read(path, text, keys) is null)
            {
                return Output.Fail(problems, "nothing was written");
            }

            if (WholeFiles.Write([KeyValuePair.Create(path, Encoding.UTF8.GetBytes(text))]) is { } fault)
            {
                Console.Error.WriteLine(fault);
                return ExitCode.Usage;
            }

            return Output.TryPrint($"Written to {path}. Look it through, then: mtok decide {path}\n") ? ExitCode.Answer : ExitCode.Usage;
        });
        return command;
    }

    /// <summary>What the options give; what is answered where there are none and somebody can be asked; null where the answers end too early.</summary>
    private static IReadOnlyList<GivenKey>? Keys(IReadOnlyList<GivenKey> given, Catalog facts) =>
        given.Count > 0 || Console.IsInputRedirected || Console.IsOutputRedirected ? given : new StarterQuestions(facts, Console.In, Console.Out).Ask();

    /// <summary>A demand CSV as the workload file will find it: from its own folder.</summary>
    private static GivenKey Beside(string path, GivenKey key) =>
        key.Path[^1] == "shape" && Path.IsPathRooted(key.Texts[0])
            ? key with { Texts = [Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(path))!, key.Texts[0])] }
            : key;
}
