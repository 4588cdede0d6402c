using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class PlanCommand
{
    public static Command Build()
    {
        var options = new DemandOptions();
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "plan",
            "The cheapest fleet hour by hour: committed, on-demand and spot machines with API overflow, and a lower bound that no plan can "
                + "beat. With a trace the plan is replayed request by request and tightened until it meets the service level. Exits 3 if no "
                + "plan exists (with the conflicting limits) or the level cannot be met; 4 if --time-limit cut the search before the gap was reached, or "
                + "the search found no plan.",
            [
                "mtok plan examples/article-high-volume-variable.toml",
                "mtok plan --model llama-3.3-70b --peak-rps 60 --shape business-hours --input-tokens 1200 --output-tokens 250 --tpot 60ms",
            ]);
        var workload = WorkloadOptions.ByArgument(command);
        options.AddTo(command, makesUp: false);
        command.Options.Add(catalog);
        var detail = new DetailOptions(null);
        detail.AddTo(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (workload.Load(parsed, parsed.GetValue(catalog), problems) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            var request = options.Bind(parsed, plans: true);
            if (Traffic(parsed, options, request, inputs.Workload, problems) is not { } traffic)
            {
                return Output.Fail(problems);
            }

            TraceOutput.Warn(problems.All.Where(problem => problem.Rule == VerdictTraffic.ManyClasses));
            var capacities = new Capacities(inputs.Catalog);
            var answer = Solve(inputs.Workload, capacities, traffic, request.Limits);
            var view = new DecisionView(detail.Of(parsed), Today.Date, capacities) { Disagreements = PriceDisagreement.Among(inputs.Catalog) };
            return output.Show(
                parsed,
                PlanReport.Of(inputs.Workload, answer, request.Limits, view),
                DemandOptions.ExitCodeOf(answer.Outcome, answer.Replay));
        });
        return command;
    }

    private static VerdictTraffic? Traffic(ParseResult parsed, DemandOptions options, PlanRequest request, Workload workload, Problems problems)
    {
        var trace = options.Open(parsed, problems);
        return problems.HasErrors ? null
            : trace is null ? VerdictTraffic.OfShape(request, workload, options.Naming(problems))
            : VerdictTraffic.OfTrace(request, request.Replay, workload, trace, options.Naming(problems));
    }

    private static PlanAnswer Solve(Workload workload, Capacities capacities, VerdictTraffic traffic, SolveLimits limits)
    {
        using var solve = new SolveLine(limits.Time);
        using var replay = new ReplayLine();
        return PlanAnswer.For(workload, traffic, capacities, limits, new()
        {
            TellSolving = solve.Tell,
            Tell = progress =>
            {
                solve.Pause();
                replay.Tell(progress);
            },
        });
    }
}
