using System.CommandLine;
using System.Globalization;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackCommand
{
    public static Command Build() =>
        new("track", "What a million tokens really did cost: usage, counters and bills read, distinguished and added up.")
        {
            Report(),
        };

    private static Command Report()
    {
        var files = new Argument<string[]>("path")
        {
            Description = "Files and folders: /metrics text, Prometheus answers, OTLP, request logs, provider answers and usage, bills (FOCUS, Azure, "
                + "AWS, Google), a deployments file; each is recognised by its content",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "FILE|DIR",
        };
        var by = By();
        var from = Moment("--from", "From this moment on: a date or a time, UTC where it has no zone");
        var to = Moment("--to", "Up to this moment, itself not included");
        var columns = Columns();
        var catalog = Options.CatalogFolder();
        var show = Options.Show(20);
        var command = new ExampleCommand(
            "report",
            "Tokens by class, cost busy and idle, and $/Mtok by model and team; equal to the bill. Nothing is stored.",
            ["mtok track report examples/month --by team"])
        { files, by, from, to, columns, catalog, show };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var tracked = new TrackedReader(facts, problems, parsed.GetValue(columns)).Read(parsed.GetValue(files)!);
            return problems.HasErrors
                ? Output.Fail(problems)
                : output.Show(parsed, TrackReport.Of(
                    TrackAnswers.Of(tracked, parsed.GetValue(by)!, new(parsed.GetValue(from), parsed.GetValue(to)), new Capacities(facts)),
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

    private static Option<UsageColumns?> Columns() => new("--columns")
    {
        Description = "The columns or fields of a log, where they are not named as usual: team=dept,model=engine,input=in_tok,output=out_tok",
        HelpName = "NAME=COLUMN,...",
        CustomParser = result =>
        {
            var problems = new Problems();
            var columns = UsageColumns.Parse(result.Tokens[0].Value, new("--columns", 0, 0), problems);
            foreach (var problem in problems.All)
            {
                result.AddError($"--columns: {problem.Message}");
            }

            return problems.HasErrors ? null : columns;
        },
    };

    private static Option<DateTimeOffset?> Moment(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, Utc, out var at))
            {
                return at;
            }

            result.AddError($"{name}: \"{result.Tokens[0].Value}\" must be a date or time such as 2026-09-01 or 2026-09-01T12:00Z");
            return null;
        },
    };
}
