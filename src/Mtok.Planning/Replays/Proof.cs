using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>The rounds of replaying and re-solving.</summary>
internal sealed class Proof
{
    private readonly Workload _workload;
    private readonly SolveLimits _limits;
    private readonly ReplayOptions _options;
    private readonly ReplayedSpans _spans;
    private readonly ReplayedTrace _trace;
    private readonly ReplicaModels _models;
    private readonly Tightening _tightening;
    private readonly LongPrompts _prompts;
    private readonly List<ReplayRound> _rounds = [];
    private readonly List<ReplayNote> _notes = [];
    private FleetProblem _problem;
    private PlanOutcome _outcome = null!;
    private Kept? _best;
    private bool _isCut;

    public Proof(Workload workload, FleetProblem problem, Trace trace, Capacities capacities, SolveLimits limits, ReplayOptions options)
    {
        _workload = workload;
        _problem = problem;
        _limits = limits;
        _options = options;
        _spans = new(problem.Demand);
        _trace = new(trace, problem.Demand, _spans, options.Seed);
        _models = new(problem, capacities);
        _tightening = new(problem, _models, _spans);
        _prompts = new(problem, _trace, workload.ServiceLevel.Share);
    }

    private ServiceLevel Level => _workload.ServiceLevel;

    private Plan Plan => _outcome.BestPlan!;

    public (PlanOutcome Outcome, Replay Replay) Of(PlanOutcome outcome, Plan? start)
    {
        Begin(outcome, start);
        var (tries, afterHold, held) = (0, 0, false);
        ReplayFailure? failure = null;
        TighteningEnd? end = null;
        while (end is null)
        {
            if (WhyNotSimulated() is { } unknown)
            {
                failure = new ReplayFailure.NotSimulated(unknown);
                break;
            }

            var round = Known() ?? NextRound();
            var holds = round.Missed.Count == 0;
            if (holds && ReferenceEquals(round.Plan, Plan) && (_best is null || round.Replayed <= _best.Round.Replayed))
            {
                _best = new(round, _outcome, _problem);
            }

            held |= holds;
            afterHold += held ? 1 : 0;
            end = ++tries >= _options.Rounds || afterHold > _options.MoreAfterHold
                ? new TighteningEnd.PlansTried(tries)
                : IsOver() ? new TighteningEnd.OutOfTime(_limits.Time)
                : holds ? Cheaper(round) : Tighter(round);
            failure = end is not null && !holds ? Missed(round, end) : null;
        }

        if (_best is not { } kept)
        {
            return (OrCut(_outcome), End(failure));
        }

        _outcome = kept.Outcome;
        _problem = kept.Problem;
        _rounds.Remove(kept.Round);
        _rounds.Add(kept.Round);
        return (OrCut(_outcome), End(null));
    }

    /// <summary>Whether the time is over, which cuts the rounds short.</summary>
    private bool IsOver()
    {
        _isCut |= _limits.IsOver;
        return _limits.IsOver;
    }

    /// <summary>Where the time limit cut any round, the answer depends on it.</summary>
    private PlanOutcome OrCut(PlanOutcome outcome) =>
        _isCut && outcome is PlanOutcome.Found found ? new PlanOutcome.OutOfTime(found.Plan, found.Bound) : outcome;

    /// <summary>A plan to start with that holds is the one to beat.</summary>
    private void Begin(PlanOutcome outcome, Plan? start)
    {
        if (start is not null)
        {
            _outcome = new PlanOutcome.Found(start, outcome.LowerBound is { } bound && bound < start.Bill ? bound : start.Bill);
            if (WhyNotSimulated() is null && NextRound() is { Missed.Count: 0 } round)
            {
                _best = new(round, _outcome, _problem);
            }
        }

        _outcome = outcome;
        _isCut = outcome is PlanOutcome.OutOfTime;
    }

    private SimulationRefusal? WhyNotSimulated() => Plan.Machines.Select(line => _models.Of(line.Choice).WhyNot).FirstOrDefault(why => why is not null);

    /// <summary>A round whose machines were the same, where nothing else matters: no API takes part, or it takes all.</summary>
    private ReplayRound? Known() =>
        _problem.ApiServesAll && Plan.Machines.Count > 0 ? null : _rounds.Find(round => Machines(round.Plan).SequenceEqual(Machines(Plan)));

    private static IEnumerable<string> Machines(Plan plan) =>
        plan.Machines
            .Select(line => $"{line.Choice.Name}: {string.Join(';', line.Running.Select(span => string.Join(',', span)))}")
            .Order(StringComparer.Ordinal);

    private ReplayRound NextRound()
    {
        var number = _rounds.Count + 1;
        var fleet = new ReplayedFleet(_problem, _workload, _models, _spans, _tightening.InHand).Of(Plan, _trace);
        var watch = _options.Tell is { } tell ? new Watch(progress => tell(new(number, progress.Requests, _trace.Requests, null))) : null;
        SimulationResult Run(SimulatedFleet replayed) =>
            Simulator.Run(_trace.Trace, replayed, new() { Seed = 1, Progress = watch, MostHeld = long.MaxValue });
        var result = Run(fleet);
        var steps = StepsOf(result, null);
        var byClass = _trace.Trace.Classes.Index().Select(one => StepsOf(result, one.Index)).ToList();
        var round = new ReplayRound(Plan, result, steps, [.. steps.Where((_, at) => byClass.Exists(of => of[at].Misses(Level.Share)))])
        {
            Replayed = ReplayedCost.Of(_problem, Plan, ReplayedFleet.Undisturbed(fleet) is { } quiet ? Run(quiet) : result, _trace.Time),
        };
        _rounds.Add(round);
        _options.Tell?.Invoke(new(number, result.Requests, _trace.Requests, round));
        return round;
    }

    /// <summary>Step by step, of one class or of all.</summary>
    private List<ReplayedStep> StepsOf(SimulationResult result, int? only) =>
        [
            .. result
                .AttainmentParts(_spans.Step, _spans.Steps.Count, only)
                .Zip(Shortfalls(result, only))
                .Zip(_spans.Steps, (part, at) => new ReplayedStep(at.Span, at.Step, part.First.From, part.First.Requests, part.First.Met, part.First.Overflowed)
                {
                    Shortfall = part.Second,
                }),
        ];

    /// <summary>Step by step the furthest that limits on figures are missed, of one class or of any.</summary>
    private IEnumerable<Ratio> Shortfalls(SimulationResult result, int? only)
    {
        var classes = only is { } one ? [one] : Enumerable.Range(0, _trace.Trace.Classes.Count);
        var each = classes.Select(kind => result.Shortfalls(_spans.Step, _spans.Steps.Count, kind)).ToList();
        return Enumerable.Range(0, _spans.Steps.Count).Select(step => each.Max(ofClass => ofClass[step]));
    }

    /// <summary>Solves for another plan that may hold at lower cost; null where there is one to try.</summary>
    private TighteningEnd? Cheaper(ReplayRound round) =>
        _tightening.Hold(Plan, round.Steps)
            ? Solve(_problem with { Usable = _tightening.Usable }, _ => new TighteningEnd.NothingCheaper())
            : new TighteningEnd.NothingCheaper();

    /// <summary>Solves again with less to plan with; null where there is another plan to try, else why there is none.</summary>
    private TighteningEnd? Tighter(ReplayRound round)
    {
        if (Hopeless() is { Count: > 0 } hopeless)
        {
            _notes.AddRange(hopeless.Select(one => new ReplayNote.PromptsTooLong(one.Prompt)).Distinct());
            var left = _problem.Machines.Where(choice => _models.Of(choice).Model is not { } model || _prompts.TooLongFor(model) is null).ToList();
            return Solve(_problem with { Machines = left }, clashes => new TighteningEnd.PromptsTooLong(hopeless[0].Prompt, clashes));
        }

        if (round.Plan.Machines.Count == 0)
        {
            return new TighteningEnd.AllToApi();
        }

        _tightening.Miss(Plan, round.Missed, Level.Share);
        return Solve(_problem with { Usable = _tightening.Usable }, clashes => new TighteningEnd.NoMoreMachines(clashes));
    }

    private TighteningEnd? Solve(FleetProblem problem, Func<IReadOnlyList<Clash>, TighteningEnd> none)
    {
        var outcome = FleetProgram.Solve(problem, _limits, _options.TellSolving);
        _isCut |= outcome is PlanOutcome.OutOfTime;
        switch (outcome)
        {
            case PlanOutcome.Infeasible clashing:
                return none(clashing.Reasons);
            case { BestPlan: null }:
                return new TighteningEnd.OutOfTime(_limits.Time);
            case var found:
                _problem = problem;
                _outcome = found;
                return null;
        }
    }

    /// <summary>Machines of the plan on which too many prompts alone, with nothing else in work, take longer than the limit, where no API takes them.</summary>
    private List<(MachineChoice Choice, LongPrompt Prompt)> Hopeless() => _problem.ApiServesAll
        ? []
        : [.. Plan.Machines.Select(line => (line.Choice, Prompt: _prompts.TooLongFor(_models.Of(line.Choice).Model!)!)).Where(one => one.Prompt is not null)];

    private ReplayFailure.Missed Missed(ReplayRound round, TighteningEnd end) =>
        new(
            round.Missed.Count,
            round.Steps.Count,
            Level.Share,
            _problem.Demand.Classes.Count > 1,
            Ratio.FromValue(round.Missed.Min(step => step.Attainment.Value)),
            end)
        {
            Figures = Level.Figures.Count > 0 ? Level : null,
        };

    private Replay End(ReplayFailure? whyNot) => new(_rounds, ReplayedCost.Planned(_problem, Plan), _rounds.Count > 0 ? _rounds[^1].Replayed : default, whyNot)
    {
        Unsimulated = _rounds.Count == 0 ? Plan : null,
        Problem = _problem,
        Level = Level,
        Time = _trace.Time,
        Replicas = [.. Plan.Machines.Select(line => _models.Of(line.Choice).Model?.Figures).OfType<ReplayedReplica>()],
        Notes = [.. _notes, .. ReplayNotes.Of(_problem, Plan, _trace)],
    };

    private sealed record Kept(ReplayRound Round, PlanOutcome Outcome, FleetProblem Problem);

    private sealed class Watch(Action<SimulationProgress> tell) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => tell(value);
    }
}
