using System.CommandLine;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackReportCommand
{
    public static Command Build()
    {
        var by = By();
        var catalog = Options.CatalogFolder();
        var show = Options.Show(20);
        var command = new ExampleCommand(
            "report",
            "Tokens by class, cost busy and idle, and $/Mtok by model and team; equal to the bill.",
            ["mtok track report examples/month --by team"])
        { by, catalog, show };
        var inputs = new TrackedInputs(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            return inputs.Read(parsed, facts, problems) is not { } tracked
                ? Output.Fail(problems)
                : output.Show(parsed, TrackReport.Of(
                    TrackAnswers.Of(tracked, parsed.GetValue(by)!, inputs.Span(parsed), new Capacities(facts)),
                    parsed.GetValue(show)));
        });
        return command;
    }

    private static Option<TrackBy[]> By() => new("--by")
    {
        Description = "Group by model, team, deployment, hour, day; several with commas [default: model,team]",
        HelpName = "WORDS",
        DefaultValueFactory = _ => [TrackBy.Model, TrackBy.Team],
        CustomParser = result =>
        {
            var words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var unknown = words.FirstOrDefault(word => !Enum.TryParse<TrackBy>(word, ignoreCase: true, out _) || char.IsAsciiDigit(word[0]));
            if (words.Length == 0 || unknown is not null)
            {
                result.AddError($"--by: \"{unknown}\" must be model, team, deployment, hour or day, several with commas");
                return null;
            }

            return [.. words.Select(word => Enum.Parse<TrackBy>(word, ignoreCase: true)).Distinct()];
        },
    };
}
