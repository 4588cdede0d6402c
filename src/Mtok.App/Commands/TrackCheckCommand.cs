using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackCheckCommand
{
    public static Command Build()
    {
        var budget = Options.Quantity(
            "--budget", "The most that a month may cost; a month that is not over is judged by its forecast", AlertLimits.BudgetRange);
        var jump = Options.Quantity(
            "--jump", "How far a day's $/Mtok may lie above the median of the days before: 50% is half as much again", AlertLimits.JumpRange);
        var coverage = Options.Utilization("--min-coverage", "The least share of the tokens engines count that a log must claim");
        var file = new Option<string?>("--limits")
        {
            Description = "A TOML file with budget, jump and min_coverage; the options above go first",
            HelpName = "FILE",
        };
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "check",
            "Alerts as answers, for cron: exits 5 where one holds. Utilization below break-even with the best API and models without a price "
                + "are always checked.",
            ["mtok track check examples/month --budget 60000 --jump 50% --min-coverage 90%"])
        { budget, jump, coverage, file, catalog };
        var inputs = new TrackedInputs(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var stored = parsed.GetValue(file) is { } path ? Stored(path, problems) : AlertLimits.None;
            if (inputs.Read(parsed, facts, problems) is not { } tracked || problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            var limits = new AlertLimits(parsed.GivenOrNull(budget), parsed.GivenOrNull(jump), parsed.GivenOrNull(coverage)).Or(stored!);
            var checks = TrackChecks.Of(tracked, limits, inputs.Span(parsed), new Capacities(facts), (model, mix) => Rival(facts, model, mix));
            return output.Show(parsed, TrackCheckReport.Of(checks), checks.Any(check => check.Holds == true) ? ExitCode.Alert : ExitCode.Answer);
        });
        return command;
    }

    /// <summary>The limits of a file; null where it cannot be read (reported).</summary>
    private static AlertLimits? Stored(string path, Problems problems) =>
        InputFile.TryRead(path, problems) is { } text ? AlertLimits.Read(path, text, problems) : null;

    private static ApiRival? Rival(Catalog catalog, Model model, TokenMix mix) =>
        CheapestApi.Of(catalog, model, mix, Today.Date) is { } api ? new(api.Name, api.Price, api.AsOf) : null;
}
