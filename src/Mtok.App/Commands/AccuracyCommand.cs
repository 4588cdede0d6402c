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
            DefaultValueFactory = _ => "load",
        };
        by.AcceptOnlyFromAmong([.. AccuracyReport.Groupings.Keys]);
        var leftOut = new Option<string>("--left-out")
        {
            Description = "What no prediction's calibration has seen",
            HelpName = string.Join('|', AccuracyReport.LeftOut.Keys),
            DefaultValueFactory = _ => AccuracyReport.LeftOut.Keys.First(),
        };
        leftOut.AcceptOnlyFromAmong([.. AccuracyReport.LeftOut.Keys]);
        var command = new ExampleCommand(
            "accuracy",
            "How well the throughput model predicts published figures that it was not fitted on.",
            ["mtok accuracy", "mtok accuracy --by publication", "mtok accuracy --left-out accelerator --by accelerator"]) { by, leftOut, catalog };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            return CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is { } facts
                ? output.Show(parsed, Report(AccuracyReport.LeftOut[parsed.GetValue(leftOut)!], parsed.GetValue(by)!, facts))
                : Output.Fail(problems);
        });
        return command;
    }

    private static Report Report(string leftOut, string grouping, Catalog facts) =>
        AccuracyReport.Of(HeldOutPrediction.All(new(facts), leftOut), grouping, leftOut, facts);
}
