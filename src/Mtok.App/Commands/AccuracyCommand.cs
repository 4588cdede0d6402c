using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class AccuracyCommand
{
    public static Command Build()
    {
        var catalog = Options.CatalogFolder();
        var by = new Option<string>("--by")
        {
            Description = "Grouping",
            HelpName = string.Join('|', AccuracyReport.Groupings.Keys),
            DefaultValueFactory = _ => "engine",
        };
        by.AcceptOnlyFromAmong([.. AccuracyReport.Groupings.Keys]);
        var command = new ExampleCommand(
            "accuracy",
            "How well the throughput model predicts published figures that it was not fitted on.",
            ["mtok accuracy", "mtok accuracy --by accelerator"]) { by, catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            return CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is { } facts
                ? output.Show(parsed, AccuracyReport.Of(HeldOutPrediction.All(new(facts)), parsed.GetValue(by)!, facts))
                : Output.Fail(problems);
        });
        return command;
    }
}
