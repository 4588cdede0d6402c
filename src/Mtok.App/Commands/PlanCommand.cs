using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App.Commands;

internal static class PlanCommand
{
    private static readonly Limits<Ratio> Hours = new(Ratio.One, Ratio.FromValue(8784));
    private static readonly Limits<Duration> Step = new(Duration.FromMinutes(1), Duration.FromHours(24));
    private static readonly Limits<Duration> Time = new(Duration.FromSeconds(0.1), Duration.FromHours(24));
    private static readonly Limits<Ratio> Growth = new(Ratio.FromPercent(-99), Ratio.FromValue(1e6));
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.FromPercent(99));

    public static Command Build()
    {
        var file = new Argument<string>("workload") { Description = "The workload file, TOML", HelpName = "WORKLOAD.toml" };
        var trace = new Option<string?>("--trace") { Description = "Requests as they arrived; its rates and lengths take the place of the workload's", HelpName = "FILE" };
        var hours = Options.Quantity("--hours", "The longest span that is planned hour by hour; longer demand is told by typical spans of it [default: 168]", Hours);
        var spans = Options.Whole("--spans", "The most typical spans", 6, 1);
        var step = Options.Quantity("--step", "How long each rate of a trace holds [default: 1h]", Step);
        var growth = Options.Quantity("--growth", "How much more demand than today's [default: 0%]", Growth);
        var band = Options.Quantity("--band", "How far the forecast's 5% and 95% lie from its middle [default: 0%]", Share);
        var gap = Options.Quantity("--gap", "How far the cost may be from the bound [default: 1%]", Share);
        var time = Options.Quantity("--time-limit", "How long to look for a better plan [default: 10s]", Time);
        var replay = new Option<OnOff>("--replay") { Description = "Replay the plan on the trace, and tighten it where it misses the service level [default: on]", HelpName = "on|off", CustomParser = Options.Word<OnOff> };
        var skip = Options.Whole("--skip-bad", "How many bad lines of the trace are left out and counted before it is refused", 0, 0);
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand("plan", "The cheapest fleet hour by hour: machines by the term, by the hour and spot, and an API for what passes them, with a bound that no plan can better. With a trace it is replayed request by request, and tightened until the service level holds. Exits 3, with the limits that clash, where there is none, or where the level cannot be held.", ["mtok plan examples/article-high-volume-variable.toml"])
        { file, trace, hours, spans, step, growth, band, gap, time, replay, skip, catalog };
        command.Validators.Add(result =>
        {
            if (result.GetResult(trace) is null && (result.GetResult(step) is { Implicit: false } || result.GetResult(replay) is { Implicit: false } || result.GetResult(skip) is { Implicit: false }))
            {
                result.AddError("mtok plan: --step, --replay and --skip-bad go with --trace");
            }
        });
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (Inputs.Load(parsed.GetValue(file)!, parsed.GetValue(catalog), problems) is not { } inputs)
            {
                return Output.Fail(problems);
            }

            if (parsed.GetValue(trace) is null && inputs.Workload.Classes is [var first, ..])
            {
                problems.Error(first.Where, "no-trace", "[[class]] gives rules to classes of a trace: name one with --trace");
                return Output.Fail(problems);
            }

            var (span, most, each) = (parsed.GivenOr(hours, Ratio.FromValue(168)), (int)Math.Min(1000, parsed.GetValue(spans)), parsed.GivenOr(step, Duration.Hour));
            var reading = new TraceReading(new(), parsed.GetValue(skip));
            var traced = parsed.GetValue(trace) is { } path ? Held(path, reading, inputs.Workload) : null;
            var demand = parsed.GetValue(trace) is null
                ? Demand.Of(inputs.Workload, (int)span.Value, most)
                : traced is null ? null : TraceDemand.Of(traced, inputs.Workload, each, Math.Max(1, (int)Math.Round(span.Value / each.Hours)), most);
            if (demand is null)
            {
                return Output.Fail(reading.Problems);
            }

            demand = demand.Times(Ratio.One + parsed.GivenOr(growth, Ratio.Zero));
            demand = parsed.GivenOr(band, Ratio.Zero) is { Value: > 0 } far ? demand.Forecast(Ratio.One - far, Ratio.One + far) : demand;
            var problem = PlanChoices.For(inputs.Workload, demand, inputs.Catalog, new(inputs.Catalog));
            var limits = new SolveLimits(parsed.GivenOr(gap, SolveLimits.Default.Gap), parsed.GivenOr(time, SolveLimits.Default.Time));
            var outcome = Solve(problem, limits);
            Replay? proof = null;
            if (traced is not null && parsed.GivenOr(replay, OnOff.On) == OnOff.On)
            {
                using var progress = new ReplayLine();
                (outcome, proof) = Replays.Prove(inputs.Workload, problem, outcome, traced, inputs.Catalog, limits, new() { Tell = progress.Tell });
            }

            return output.Show(parsed, PlanReport.Of(inputs.Workload, problem, limits, outcome, proof), outcome.BestPlan is null || proof is { Holds: false } ? ExitCode.NothingFits : ExitCode.Answer);
        });
        return command;
    }

    private static PlanOutcome Solve(FleetProblem problem, SolveLimits limits)
    {
        using var line = new SolveLine(limits.Time);
        return FleetProgram.Solve(problem, limits, line.Tell);
    }

    /// <summary>The trace, read once to its end; null where it cannot be used.</summary>
    private static Trace? Held(string path, TraceReading reading, Workload workload)
    {
        if (TraceFile.Open(path, reading) is not { } trace)
        {
            return null;
        }

        var held = TraceChange.Held(trace with { Requests = Progress.Watch(trace, reading).Requests }, Replays.MostHeld);
        if (!TraceOutput.Check(reading))
        {
            return null;
        }

        ClassRules.Check(workload.Classes, trace.Classes, reading.Problems);
        return reading.Problems.HasErrors ? null : held;
    }
}
