using System.CommandLine;
using System.Diagnostics;
using Mtok.Reporting;

namespace Mtok.App.Commands;

internal static class AccuracyCommand
{
    public static Command Build()
    {
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand("accuracy", "How well the throughput model predicts published rates that it was not fitted on.", ["mtok accuracy"]) { catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            return CatalogReader.Load(parsed.GetValue(catalog), problems) is { } facts
                ? output.Show(parsed, AccuracyReport.Of(ModelAccuracy.Of(facts, Progress())))
                : Output.Fail(problems);
        });
        return command;
    }

    /// <summary>One line on a terminal's stderr with what is left; nothing where stderr is not a terminal.</summary>
    private static Action<string, int, int> Progress()
    {
        var watch = Stopwatch.StartNew();
        return (name, number, of) =>
        {
            if (!Console.IsErrorRedirected)
            {
                var left = number == 1 ? "" : $", about {watch.Elapsed.TotalSeconds / (number - 1) * (of - number + 1):0} s left";
                Console.Error.Write($"\r{number} of {of}: {name}{left}".PadRight(79) + (number == of ? "\r" : ""));
            }
        };
    }
}
