using System.CommandLine;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackReportCommand
{
    private static readonly TrackBy[] Usual = [TrackBy.Model, TrackBy.Team];

    public static Command Build()
    {
        var by = By();
        var catalog = Options.CatalogFolder();
        var show = Options.Show(10);
        var details = new Option<bool>("--details") { Description = "List every file with what was left out of it, every warning and every gap" };
        var command = new ExampleCommand(
            "report",
            "Tokens by class, cost busy and idle, and $/Mtok by model and team; equal to the bill.",
            ["mtok track report examples/month --by team", "mtok track report examples/month --report page.html"])
        { by, catalog, show, details };
        var inputs = new TrackedInputs(command);
        var page = new PageOutput(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            if (inputs.Read(parsed, facts, problems) is not { } tracked)
            {
                return Output.Fail(problems);
            }

            var answer = TrackAnswers.Of(tracked, parsed.GivenOr(by, Usual), inputs.Span(parsed), new Capacities(facts));
            var made = PageOutput.Context(parsed, Today.Date);
            return page.TryWrite(parsed, () => TrackPage.Write(answer, parsed.GetValue(show), made), () => TrackCharts.Of(answer))
                ? output.Show(parsed, TrackReport.Of(answer, parsed.GetValue(show), parsed.GetValue(details)))
                : ExitCode.Usage;
        });
        return command;
    }

    private static Option<TrackBy[]> By() => new("--by")
    {
        Description = "Group by model, team, deployment, hour, day; several with commas [default: model,team]",
        HelpName = "WORDS",
        CustomParser = result =>
        {
            var by = GroupKey.By(result.Tokens[0].Value, out var unknown);
            if (by.Count > 0)
            {
                return [.. by];
            }

            result.AddError($"--by: \"{unknown}\" must be model, team, deployment, hour or day, several with commas");
            return null;
        },
    };
}
