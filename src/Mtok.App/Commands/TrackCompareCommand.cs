using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackCompareCommand
{
    public static Command Build()
    {
        var rules = new Option<string?>("--workload")
        {
            Description = "A workload file that says what is allowed and how fast answers must come, or options below for its keys; its models, traffic "
                + "and tokens are those tracked",
            HelpName = "WORKLOAD.toml",
        };
        var saved = new Option<string?>("--plan")
        {
            Description = "A plan saved by mtok decide or mtok plan with --format json: how far it was from what happened, and why",
            HelpName = "SAVED.json",
        };
        var catalog = Options.CatalogFolder();
        var show = Options.Show(10);
        var command = new ExampleCommand(
            "compare",
            "What the tracked traffic would have cost on every API, at the prices of each day, and on fleets sized for it hour by hour; beside what was paid.",
            [
                "mtok track compare examples/month",
                "mtok track compare examples/month --allow lambda,deepinfra --ttft 1s --tpot 60ms",
                "mtok track compare examples/month --plan plan.json",
            ])
        { saved, catalog, show };
        var options = WorkloadOptions.ByOption(command, rules);
        var inputs = new TrackedInputs(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var workload = options.LoadPart(parsed, facts, problems);
            if (workload is not null)
            {
                VerdictTraffic.CanTellClasses(workload, new(problems), "leave the rules out, tracked usage has no classes");
                VerdictTraffic.RoutesNothing(workload, new(problems));
            }

            var plan = parsed.GetValue(saved) is { } file ? SavedPlan.Read(file, problems) : null;
            if (inputs.Read(parsed, facts, problems) is not { } tracked || problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            var capacities = new Capacities(facts);
            var traffic = TrackedTraffic.Of(tracked, inputs.Span(parsed), capacities);
            var (gap, why) = plan is null ? (null, "") : PlanGap.Of(plan, traffic, tracked, capacities);
            if (why.Length > 0)
            {
                problems.Error(new(plan!.File, 0, 0), "not-comparable", $"the plan cannot be compared with what was tracked: {why}");
                return Output.Fail(problems);
            }

            var compared = TrackedComparison.Of(traffic, workload, capacities, Today.Date);
            return output.Show(parsed, TrackCompareReport.Of(compared, facts, parsed.GetValue(show), gap));
        });
        return command;
    }
}
