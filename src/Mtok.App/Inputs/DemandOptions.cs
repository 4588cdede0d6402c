using System.CommandLine;
using System.CommandLine.Parsing;
using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.App;

/// <summary>Options of commands that plan: where demand comes from, how it is cut into steps, and how well a plan is looked for.</summary>
internal sealed class DemandOptions : RequestOptions
{
    private static readonly DecideRequest Usual = DecideRequest.Default;
    private static readonly Limits<Ratio> HoursRange = new(
        Ratio.FromValue(DemandRequest.HoursRange.Low.Hours), Ratio.FromValue(DemandRequest.HoursRange.High.Hours));

    private readonly TraceOptions _trace = new();

    public Option<string?> Trace { get; } = new("--trace")
    {
        Description = "A request trace; its rates and lengths replace those of the workload",
        HelpName = "FILE",
    };

    public Option<Ratio> Hours { get; } = Options.Quantity(
        "--hours",
        $"Maximum hours planned one by one; longer demand is represented by typical spans {Options.Default(Usual.Hours.Hours)}",
        HoursRange);

    public Option<long> Spans { get; } = Options.Whole("--spans", "Number of typical spans", Usual.Spans, DemandRequest.SpansRange.Low);

    public Option<Duration> Step { get; } = Options.Quantity(
        "--step",
        $"Length of a step: the rate of a trace is constant within it {Options.Default(Options.Short(Usual.Step))}",
        DemandRequest.StepRange);

    public Option<Ratio> Growth { get; } = Options.Quantity(
        "--growth", $"Growth of demand over today's {Options.Default(Usual.Growth)}", DemandRequest.GrowthRange);

    public Option<Ratio> Band { get; } = Options.Quantity(
        "--band", $"Distance of the forecast's 5% and 95% quantiles from its median {Options.Default(Usual.Band)}", DemandRequest.BandRange);

    public Option<Ratio> Gap { get; } = Options.Quantity(
        "--gap", $"Maximum gap between cost and lower bound {Options.Default(Usual.Gap)}", PlanRequest.GapRange);

    public Option<Duration> TimeLimit { get; } = Options.Quantity(
        "--time-limit",
        "Maximum time of all searches for better plans together; by default they end by the work done, the same on any machine",
        PlanRequest.TimeLimitRange);

    public Option<OnOff> Replay { get; } = Options.Switch(
        "--replay", "Replay the trace on the plan, and tighten the plan where it misses the service level", Usual.Replay);

    public Option<long> SkipBad => _trace.SkipBad;

    public Option<string?> Columns => _trace.Columns;

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="makesUp">Whether synthetic traffic is replayed where no trace is given.</param>
    public void AddTo(Command command, bool makesUp)
    {
        AddTo(command);
        Option[] traced = makesUp ? [Step, SkipBad, Columns] : [Step, Replay, SkipBad, Columns];
        command.Validators.Add(result =>
        {
            if (result.GetResult(Trace) is null && traced.Any(option => IsGiven(result, option)))
            {
                var names = traced.Select(option => option.Name).ToList();
                result.AddError($"{string.Join(", ", names.SkipLast(1))} and {names[^1]} go with --trace");
            }
        });
    }

    /// <summary>Those that were given.</summary>
    public IEnumerable<string> Given(CommandResult result) => ByProperty.Values.Where(option => IsGiven(result, option)).Select(option => option.Name);

    /// <summary>The request.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="plans">Whether a plan is wanted whatever the options say.</param>
    public DecideRequest Bind(ParseResult parsed, bool plans = false) => new()
    {
        Plans = plans || parsed.GetValue(Trace) is not null,
        Hours = parsed.GivenOrNull(Hours) is { } hours ? Duration.FromHours(hours.Value) : Usual.Hours,
        Spans = (int)Math.Min(DemandRequest.SpansRange.High, parsed.GetValue(Spans)),
        Step = parsed.GivenOr(Step, Usual.Step),
        Growth = parsed.GivenOr(Growth, Usual.Growth),
        Band = parsed.GivenOr(Band, Usual.Band),
        Gap = parsed.GivenOr(Gap, Usual.Gap),
        TimeLimit = parsed.GivenOrNull(TimeLimit),
        Replay = parsed.IsOn(Replay, Usual.Replay),
    };

    /// <summary>The exit code of a plan: whether one holds, and whether a limit cut the search for it.</summary>
    public static int ExitCodeOf(PlanOutcome outcome, Planning.Replay? proof) => outcome switch
    {
        PlanOutcome.OutOfTime { Best: null } or PlanOutcome.OutOfWork { Best: null } => ExitCode.LimitCut,
        _ when outcome.BestPlan is null || proof is { Holds: false } => ExitCode.NothingFits,
        PlanOutcome.OutOfTime => ExitCode.LimitCut,
        _ => ExitCode.Answer,
    };

    /// <summary>The trace named, read once to its end; null where none is named, or it cannot be used, which is reported.</summary>
    public Trace? Open(ParseResult parsed, Problems problems)
    {
        if (parsed.GetValue(Trace) is not { } path)
        {
            return null;
        }

        // Warnings of the catalog are for catalog lint; those of the trace are shown.
        var reading = _trace.Reading(parsed);
        if (TraceFile.Open(path, reading) is { } trace)
        {
            var held = TraceChange.InMemory(Progress.Watch(trace, reading), VerdictTraffic.MostHeld);
            if (TraceOutput.Check(reading))
            {
                return held;
            }
        }

        reading.Problems.All
            .Where(problem => problem.Severity == Severity.Error)
            .ToList()
            .ForEach(problem => problems.Error(problem.Where, problem.Rule, problem.Message));
        return null;
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
