using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class PlanCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("workload") { Description = "The workload file, TOML", HelpName = "WORKLOAD.toml" };
        var options = new DemandOptions();
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand("plan", "The cheapest fleet hour by hour: machines by the term, by the hour and spot, and an API for what passes them, with a bound that no plan can better. With a trace it is replayed request by request, and tightened until the service level holds. Exits 3, with the limits that clash, where there is none, or where the level cannot be held; 4 where --time-limit cut the search before the gap was reached.", ["mtok plan examples/article-high-volume-variable.toml"])
        { file };
        options.AddTo(command);
        command.Options.Add(catalog);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (Inputs.Load(parsed.GetValue(file)!, parsed.GetValue(catalog), problems) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            if (options.Read(parsed, inputs.Workload, problems) is not { } found)
            {
                return Output.Fail(problems);
            }

            var capacities = new Capacities(inputs.Catalog);
            var problem = PlanChoices.For(inputs.Workload, found.Demand, inputs.Catalog, capacities);
            var limits = options.Limits(parsed);
            var outcome = Solve(problem, limits);
            Replay? proof = null;
            if (found.Trace is { } trace)
            {
                using var progress = new ReplayLine();
                (outcome, proof) = Replays.Prove(inputs.Workload, problem, outcome, trace, capacities, limits, new() { Tell = progress.Tell });
            }

            return output.Show(parsed, PlanReport.Of(inputs.Workload, problem, limits, outcome, proof), options.ExitCodeOf(parsed, outcome, proof));
        });
        return command;
    }

    private static PlanOutcome Solve(FleetProblem problem, SolveLimits limits)
    {
        using var line = new SolveLine(limits.Time);
        return FleetProgram.Solve(problem, limits, line.Tell);
    }
}
