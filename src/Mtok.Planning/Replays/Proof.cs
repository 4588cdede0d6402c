using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>The rounds of replaying and solving again.</summary>
internal sealed class Proof
{
    private readonly Workload _workload;
    private readonly SolveLimits _limits;
    private readonly ReplayOptions _options;
    private readonly ReplayedSpans _spans;
    private readonly ReplayedTrace _trace;
    private readonly ReplicaModels _models;
    private readonly Tightening _tightening;
    private readonly List<ReplayRound> _rounds = [];
    private readonly List<string> _notes = [];
    private FleetProblem _problem;
    private PlanOutcome _outcome = null!;
    private Kept? _best;

    public Proof(Workload workload, FleetProblem problem, Trace trace, Capacities capacities, SolveLimits limits, ReplayOptions options)
    {
        (_workload, _problem, _limits, _options) = (workload, problem, limits, options);
        _spans = new(problem.Demand);
        _trace = new(trace, problem.Demand, _spans, options.Seed);
        _models = new(problem, capacities);
        _tightening = new(problem, _models, _spans);
    }

    private ServiceLevel Level => _workload.ServiceLevel;

    private Plan Plan => _outcome.BestPlan!;

    public (PlanOutcome Outcome, Replay Replay) Of(PlanOutcome outcome)
    {
        _outcome = outcome;
        var (end, tries, afterHold) = ("", 0, 0);
        while (end.Length == 0)
        {
            if (WhyNotSimulated() is { Length: > 0 } unknown)
            {
                end = unknown;
                break;
            }

            var round = Known() ?? Run();
            var holds = round.Missed.Count == 0;
            if (holds && ReferenceEquals(round.Plan, Plan) && (_best is null || round.Replayed <= _best.Round.Replayed))
            {
                _best = new(round, _outcome, _problem);
            }

            afterHold += _best is null ? 0 : 1;
            end = ++tries >= _options.Rounds || afterHold > _options.MoreAfterHold ? $"{tries} plans were tried" : holds ? Cheaper(round) : Tighter(round);
            end = end.Length > 0 && !holds ? $"{Missed(round)}: {end}" : end;
        }

        if (_best is not { } kept)
        {
            return (_outcome, End(end));
        }

        (_outcome, _problem) = (kept.Outcome, kept.Problem);
        _rounds.Remove(kept.Round);
        _rounds.Add(kept.Round);
        return (_outcome, End(""));
    }

    private string WhyNotSimulated() => Plan.Machines.Select(line => _models.Of(line.Choice).WhyNot).FirstOrDefault(why => why.Length > 0) ?? "";

    /// <summary>A round whose machines were the same, where nothing else matters: no API takes part, or it takes all.</summary>
    private ReplayRound? Known() => _problem.ApiStandsIn && Plan.Machines.Count > 0 ? null : _rounds.Find(round => Machines(round.Plan).SequenceEqual(Machines(Plan)));

    private static IEnumerable<string> Machines(Plan plan) =>
        plan.Machines.Select(line => $"{line.Choice.Name}: {string.Join(';', line.Running.Select(span => string.Join(',', span)))}").Order(StringComparer.Ordinal);

    private ReplayRound Run()
    {
        var number = _rounds.Count + 1;
        var fleet = new ReplayedFleet(_problem, _workload, _models, _spans, _tightening.InHand).Of(Plan, _trace.Trace);
        var watch = _options.Tell is { } tell ? new Watch(progress => tell(new(number, progress.Requests, _trace.Requests, null))) : null;
        var result = Simulator.Run(_trace.Trace, fleet, new() { Seed = 1, Progress = watch });
        var steps = StepsOf(result, null);
        var byClass = _trace.Trace.Classes.Index().Select(one => StepsOf(result, one.Index)).ToList();
        var round = new ReplayRound(Plan, result, steps, [.. steps.Where((_, at) => byClass.Exists(of => of[at].Misses(Level.Share)))]) { Replayed = ReplayedCost.Of(_problem, Plan, result, _trace.Time) };
        _rounds.Add(round);
        _options.Tell?.Invoke(new(number, result.Requests, _trace.Requests, round));
        return round;
    }

    /// <summary>Step by step, of one class or of all.</summary>
    private List<ReplayedStep> StepsOf(SimulationResult result, int? only) =>
        [.. result.Kept(_spans.Step, _spans.Steps.Count, only).Zip(_spans.Steps, (part, at) => new ReplayedStep(at.Span, at.Step, part.From, part.Requests, part.Kept, part.Overflowed))];

    /// <summary>Solves for another plan that may hold for less; empty where there is one to try, else that there is none.</summary>
    private string Cheaper(ReplayRound round) =>
        _tightening.Hold(Plan, round.Steps) ? Solve(_problem with { Usable = _tightening.Usable }, "nothing cheaper") : "nothing cheaper";

    /// <summary>Solves again with less to plan with; empty where there is another plan to try, else why there is none.</summary>
    private string Tighter(ReplayRound round)
    {
        if (Hopeless() is { Count: > 0 } hopeless)
        {
            _notes.AddRange(hopeless.Select(one => one.Why).Distinct());
            var left = _problem.Machines.Where(choice => _models.Of(choice).Model is not { } model || WhyHopeless(model).Length == 0).ToList();
            return Solve(_problem with { Machines = left }, hopeless[0].Why);
        }

        if (round.Plan.Machines.Count == 0)
        {
            return "everything goes to an API, whose times are taken as they are";
        }

        _tightening.Miss(Plan, round.Missed, Level.Share);
        return Solve(_problem with { Usable = _tightening.Usable }, "no more machines may be added");
    }

    private string Solve(FleetProblem problem, string why)
    {
        switch (FleetProgram.Solve(problem, _limits, _options.TellSolving))
        {
            case PlanOutcome.Infeasible none:
                return $"{why}: {string.Join("; ", none.Reasons)}";
            case { BestPlan: null }:
                return $"no tighter plan was found within {_limits.Time}";
            case var found:
                (_problem, _outcome) = (problem, found);
                return "";
        }
    }

    /// <summary>Machines of the plan on which too many prompts alone, with nothing else in work, take longer than the limit, where no API takes them.</summary>
    private List<(MachineChoice Choice, string Why)> Hopeless() => _problem.ApiStandsIn
        ? []
        : [.. Plan.Machines.Select(line => (line.Choice, Why: WhyHopeless(_models.Of(line.Choice).Model!))).Where(one => one.Why.Length > 0)];

    private string WhyHopeless(ReplicaModel model)
    {
        if (LongestTtft() is not { } limit || _trace.PromptAt(Level.Share) is not { } prompt || (model.Alone(prompt) is var alone && alone <= limit))
        {
            return "";
        }

        return $"a prompt of {prompt} alone takes {alone} on {model.Figures.Choice.Deployment}, longer than the {limit} to the first token, and more than {Ratio.One - Level.Share} of them are as long";
    }

    /// <summary>The longest first token that any class may wait for; null where one may wait for ever.</summary>
    private Duration? LongestTtft() =>
        _problem.Demand.Classes.All(kind => kind is { Deadline.Seconds: 0, ServiceLevel.Ttft: not null }) ? _problem.Demand.Classes.Max(kind => kind.ServiceLevel.Ttft) : null;

    private string Missed(ReplayRound round) =>
        $"in {round.Missed.Count} of {round.Steps.Count} steps fewer than {Level.Share} of the requests{(_problem.Demand.Classes.Count > 1 ? " of a class" : "")} kept the service level (least of a step {Ratio.FromValue(round.Missed.Min(step => step.Attainment.Value))})";

    private Replay End(string whyNot) => new(_rounds, ReplayedCost.Planned(_problem, Plan), _rounds.Count > 0 ? _rounds[^1].Replayed : default, whyNot)
    {
        Unsimulated = _rounds.Count == 0 ? Plan : null,
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
