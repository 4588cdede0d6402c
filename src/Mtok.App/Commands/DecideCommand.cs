using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class DecideCommand
{
    public static Command Build()
    {
        var options = new DemandOptions();
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var show = Options.Show(10);
        var detail = new DetailOptions(show);
        var command = new ExampleCommand("decide", "What to run: ranks every API and every fleet of whole machines for a workload, names the "
            + "winner and what would change the answer. With a trace, or for a report, it also plans hour by hour, verifies the plan by "
            + "replay, and reports robustness and break-even volume. Exits 3, with the reasons, if nothing serves the workload.",
            [
                "mtok decide examples/support-chat.toml",
                "mtok decide --model llama-3.3-70b --rps 60 --input-tokens 1200 --output-tokens 250 --ttft 1s --tpot 60ms --allow aws,gcp",
                "mtok decide examples/support-chat.toml --trace examples/chat-10min.csv --report report.html",
            ]);
        var workload = WorkloadOptions.ByArgument(command);
        var page = new PageOutput(command);
        options.AddTo(command, makesUp: true);
        command.Validators.Add(result =>
        {
            if (!page.IsAsked(result)
                && options.Given(result).ToList() is { Count: > 0 } given
                && !given.Contains("--trace"))
            {
                result.AddError($"{string.Join(", ", given)}: for a plan, which is made with --trace, --report or --charts");
            }
        });
        new Option[] { catalog, asOf, show }.ToList().ForEach(command.Options.Add);
        detail.AddTo(command);
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (workload.Load(parsed, parsed.GetValue(catalog), problems, parsed.GetValue(asOf)) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            var (day, disagreements) = (parsed.GetValue(asOf) ?? Today.Date, PriceDisagreement.Among(inputs.Catalog));
            var capacities = new Capacities(inputs.Catalog);
            var request = options.Bind(parsed, plans: page.IsAsked(parsed));
            var naming = options.Naming(problems);
            if (!request.Plans)
            {
                return VerdictTraffic.CanTellClasses(inputs.Workload, naming)
                    ? Rank(ProvedDecision.Of(inputs.Workload, capacities, day))
                    : Output.Fail(problems);
            }

            var trace = options.Open(parsed, problems);
            if (problems.HasErrors || request.Traffic(inputs.Workload, trace, inputs.Catalog, naming) is not { } traffic)
            {
                return Output.Fail(problems);
            }

            TraceOutput.Warn(problems.All.Where(problem => problem.Rule == VerdictTraffic.ManyClasses));
            var verdict = Reach(inputs.Workload, capacities, traffic, request.Options(day));
            var made = PageOutput.Context(parsed, day);
            var context = new VerdictContext(day, made.Command, made.Version, request.Limits)
            {
                Show = parsed.GetValue(show),
                Detail = detail.Of(parsed),
                Capacities = capacities,
                Disagreements = disagreements,
            };
            return page.TryWrite(parsed, () => VerdictPage.Write(verdict, context), () => VerdictCharts.Of(verdict, context.Show))
                ? output.Show(
                    parsed,
                    VerdictReport.Of(verdict, context).WithPricesOf(parsed.GetValue(asOf)),
                    DemandOptions.ExitCodeOf(verdict.Outcome, verdict.Replay))
                : ExitCode.Usage;

            int Rank(Decision decision) =>
                output.Show(
                    parsed,
                    DecisionReport.Of(
                        decision,
                        new(detail.Of(parsed), day, capacities) { Show = parsed.GetValue(show), Disagreements = disagreements })
                        .WithPricesOf(parsed.GetValue(asOf)),
                    decision.Recommended is null ? ExitCode.NothingFits : ExitCode.Answer);
        });
        return command;
    }

    private static Verdict Reach(Workload workload, Capacities capacities, VerdictTraffic traffic, VerdictOptions options)
    {
        using var solve = new SolveLine(options.Limits.Time);
        using var replay = new ReplayLine();
        return Verdict.For(workload, traffic, capacities, options with
        {
            TellSolving = solve.Tell,
            TellReplay = progress =>
            {
                solve.Pause();
                replay.Tell(progress);
            },
        });
    }
}
