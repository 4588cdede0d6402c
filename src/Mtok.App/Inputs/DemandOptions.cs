using System.CommandLine.Parsing;
using System.CommandLine;
using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.App;

/// <summary>Options of commands that plan: where demand comes from, how it is cut into steps, and how well a plan is looked for.</summary>
internal sealed class DemandOptions
{
    private const long Seed = 1;
    private static readonly Limits<Ratio> SpanHours = new(Ratio.One, Ratio.FromValue(8784));
    private static readonly Limits<Duration> StepTime = new(Duration.FromMinutes(1), Duration.FromHours(24));
    private static readonly Limits<Duration> SolveTime = new(Duration.FromSeconds(0.1), Duration.FromHours(24));
    private static readonly Limits<Ratio> GrowthRange = new(Ratio.FromPercent(-99), Ratio.FromValue(1e6));
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.FromPercent(99));

    private readonly Option<string?> _trace = new("--trace") { Description = "Requests as they arrived; its rates and lengths take the place of the workload's", HelpName = "FILE" };
    private readonly Option<Ratio> _hours = Options.Quantity("--hours", "The longest span that is planned hour by hour; longer demand is told by typical spans of it [default: 168]", SpanHours);
    private readonly Option<long> _spans = Options.Whole("--spans", "The most typical spans", 6, 1);
    private readonly Option<Duration> _step = Options.Quantity("--step", "How long each rate of a trace holds [default: 1h]", StepTime);
    private readonly Option<Ratio> _growth = Options.Quantity("--growth", "How much more demand than today's [default: 0%]", GrowthRange);
    private readonly Option<Ratio> _band = Options.Quantity("--band", "How far the forecast's 5% and 95% lie from its middle [default: 0%]", Share);
    private readonly Option<Ratio> _gap = Options.Quantity("--gap", "How far the cost may be from the bound [default: 1%]", Share);
    private readonly Option<Duration> _time = Options.Quantity("--time-limit", "How long to look for a better plan [default: 10s]", SolveTime);
    private readonly Option<long> _skip = Options.Whole("--skip-bad", "How many bad lines of the trace are left out and counted before it is refused", 0, 0);

    private readonly Option<OnOff> _replay = new("--replay") { Description = "Prove the plan by replaying the trace on it, and tighten it where it misses the service level [default: on]", HelpName = "on|off", CustomParser = Options.Word<OnOff> };

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="makesUp">Whether traffic is made up for a replay where no trace is given.</param>
    public void AddTo(Command command, bool makesUp = false)
    {
        All.ToList().ForEach(command.Options.Add);
        Option[] traced = makesUp ? [_step, _skip] : [_step, _replay, _skip];
        command.Validators.Add(result =>
        {
            if (result.GetResult(_trace) is null && traced.Any(option => IsGiven(result, option)))
            {
                var names = traced.Select(option => option.Name).ToList();
                result.AddError($"mtok {command.Name}: {string.Join(", ", names.SkipLast(1))} and {names[^1]} go with --trace");
            }
        });
    }

    /// <summary>Those that were given.</summary>
    public IEnumerable<string> Given(CommandResult result) => All.Where(option => IsGiven(result, option)).Select(option => option.Name);

    /// <summary>Whether a trace is given.</summary>
    public bool HasTrace(ParseResult parsed) => parsed.GetValue(_trace) is not null;

    private bool Replays(ParseResult parsed) => parsed.GivenOr(_replay, OnOff.On) == OnOff.On;

    /// <summary>Whether the workload has rules for classes, which only a trace tells apart: an error without one.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="problems">Where it is told.</param>
    /// <param name="remedy">What to do about it.</param>
    public static bool CannotTellClasses(Workload workload, Problems problems, string remedy = "name one with --trace")
    {
        if (workload.Classes is [var first, ..])
        {
            problems.Error(first.Where, "no-trace", $"[[class]] gives rules to classes of a trace: {remedy}");
        }

        return workload.Classes.Count > 0;
    }

    /// <summary>How well and how long to solve.</summary>
    public SolveLimits Limits(ParseResult parsed) => new(parsed.GivenOr(_gap, SolveLimits.Default.Gap), parsed.GivenOr(_time, SolveLimits.Default.Time));

    /// <summary>The exit code of a plan: whether there is one that holds, and whether a time that was given cut the search for a better one.</summary>
    public int ExitCodeOf(ParseResult parsed, PlanOutcome outcome, Replay? proof) => outcome switch
    {
        PlanOutcome.OutOfTime { Best: null } when IsGiven(parsed.CommandResult, _time) => ExitCode.LimitCut,
        _ when outcome.BestPlan is null || proof is { Holds: false } => ExitCode.NothingFits,
        PlanOutcome.OutOfTime when IsGiven(parsed.CommandResult, _time) => ExitCode.LimitCut,
        _ => ExitCode.Answer,
    };

    /// <summary>What has to be served, by the trace or by the workload's shape; null where the trace cannot be used, which the problems tell.</summary>
    public VerdictTraffic? Read(ParseResult parsed, Workload workload, Problems problems)
    {
        if (parsed.GetValue(_trace) is not { } path)
        {
            if (CannotTellClasses(workload, problems))
            {
                return null;
            }

            return new(Forecast(parsed, Demand.Of(workload, (int)Span(parsed).Value, Spans(parsed))), null, IsRecorded: false, "there is no trace");
        }

        // Warnings of the catalog are for catalog lint; those of the trace are told.
        var reading = new TraceReading(new(), parsed.GetValue(_skip));
        if (Held(path, workload, reading) is { } trace)
        {
            var step = parsed.GivenOr(_step, Duration.Hour);
            var demand = TraceDemand.Of(trace, workload, step, Math.Max(1, (int)Math.Round(Span(parsed).Value / step.Hours)), Spans(parsed))!;
            return new(Forecast(parsed, demand), Replays(parsed) ? trace : null, IsRecorded: true, Replays(parsed) ? trace.Name : "a replay was not wanted");
        }

        reading.Problems.All.Where(problem => problem.Severity == Severity.Error).ToList().ForEach(problem => problems.Error(problem.Where, problem.Rule, problem.Message));
        return null;
    }

    /// <summary>The same with requests to replay where no trace is given: the workload's rate and shape, the rest like a public trace's; without them where they are more than a replay holds, or none is wanted.</summary>
    public VerdictTraffic OrGenerated(ParseResult parsed, VerdictTraffic traffic, Workload workload, Catalog catalog)
    {
        var span = WorkloadTraffic.UsualSpan(workload);
        if (traffic.IsRecorded || !Replays(parsed))
        {
            return traffic;
        }

        if (workload.Traffic.Mean.PerSecond * span.Seconds > Planning.Replays.MostHeld)
        {
            return traffic with { Name = $"{span} of this traffic are more requests than are made up, give a trace" };
        }

        var trace = TraceChange.InMemory(TraceGenerator.Of(workload, catalog.FindProfile(WorkloadTraffic.UsualProfile)!, span, Seed), Planning.Replays.MostHeld);
        return traffic with { Trace = trace, Name = $"{trace.Name} (assumed, as no trace was given, and milder than real traffic: docs/traces.md)" };
    }

    private Option[] All => [_trace, _hours, _spans, _step, _growth, _band, _gap, _time, _replay, _skip];

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private Ratio Span(ParseResult parsed) => parsed.GivenOr(_hours, Ratio.FromValue(168));

    private int Spans(ParseResult parsed) => (int)Math.Min(1000, parsed.GetValue(_spans));

    private Demand Forecast(ParseResult parsed, Demand today)
    {
        var demand = today.Times(Ratio.One + parsed.GivenOr(_growth, Ratio.Zero));
        return parsed.GivenOr(_band, Ratio.Zero) is { Value: > 0 } far ? demand.Forecast(Ratio.One - far, Ratio.One + far) : demand;
    }

    /// <summary>The trace, read once to its end; null where it cannot be used.</summary>
    private static Trace? Held(string path, Workload workload, TraceReading reading)
    {
        if (TraceFile.Open(path, reading) is not { } trace)
        {
            return null;
        }

        var held = TraceChange.InMemory(Progress.Watch(trace, reading), Planning.Replays.MostHeld);
        if (!TraceOutput.Check(reading))
        {
            return null;
        }

        ClassRules.Check(workload.Classes, trace.Classes, reading.Problems);
        return reading.Problems.HasErrors ? null : held;
    }
}
