using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>
/// The cheapest plan of few kinds of machines (L11) by branch and bound over the kinds: the relaxation of those still allowed bounds every plan of
/// them, the kind it spends most on is taken or left out, and a set that keeps the limits is solved by itself. Work is counted.
/// </summary>
internal sealed class FewKinds
{
    /// <summary>Integer variables of all relaxations that are solved together, and the fewest of them that are solved however large they are.</summary>
    private const long MostRelaxed = 2_000_000;
    private const int LeastRelaxations = 20;
    private const int MostRelaxations = 1000;

    /// <summary>Integer variables of all sets that are solved together; one that is solved thoroughly counts so many times.</summary>
    private const int MostSolved = 25_000;
    private const int Thorough = 15;

    /// <summary>Times that rounding rows are added to one relaxation.</summary>
    private const int MostRoundings = 4;

    /// <summary>Sets of kinds that are solved for a good plan before there is a proof that they matter.</summary>
    private const int MostTries = 6;

    private readonly FleetProblem _problem;
    private readonly FleetProblem _free;
    private readonly FirstPlan _first;
    private readonly SolveLimits _limits;
    private readonly SearchClock _clock;
    private readonly Action<SolveProgress>? _tell;
    private readonly MachineKinds _kinds;
    private readonly PriorityQueue<Choice, (decimal Bound, int Newest)> _open = new();
    private readonly Dictionary<(string Set, bool IsThorough), PlanOutcome> _solved = [];
    private readonly int _mostRelaxations;
    private int _relaxations;
    private int _work;
    private int _choices;
    private Plan? _best;
    private UsdPerMonth? _least;
    private bool _isUnsure;

    /// <param name="problem">The problem, with a limit on kinds or sellers.</param>
    /// <param name="first">What its relaxation says, and a plan that keeps the limits if there is one.</param>
    /// <param name="limits">The gap.</param>
    /// <param name="clock">The time limit.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    public FewKinds(FleetProblem problem, FirstPlan first, SolveLimits limits, SearchClock clock, Action<SolveProgress>? tell)
    {
        _problem = problem;
        _free = problem with { Rules = problem.Rules with { KindsAtMost = null, SellersAtMost = null } };
        _first = first;
        _limits = limits;
        _clock = clock;
        _tell = tell;
        _kinds = MachineKinds.Of(problem);
        _mostRelaxations = (int)Math.Clamp(MostRelaxed / Math.Max(1, Numbers(problem)), LeastRelaxations, MostRelaxations);
        _best = first.Plan;
    }

    /// <summary>The plan, and the least of the bounds of all sets of kinds that the limits allow.</summary>
    public PlanOutcome Solve()
    {
        using var relaxed = new FleetModel(_free, relaxed: true);
        _first.Roundings.ToList().ForEach(relaxed.Add);
        Consider(_free.ApiServesAll ? _free.AllToApis() : null);
        Bound(relaxed, new(All(true), All(false), _first.Bound ?? default));
        while (_open.TryDequeue(out var choice, out _))
        {
            if (IsOut(choice.Bound) || IsSpent())
            {
                Close(choice.Bound);
                break;
            }

            if (_kinds.Keep(In(choice.Allowed)))
            {
                Settle(choice);
                continue;
            }

            Bound(relaxed, choice with { Allowed = [.. choice.Allowed.Select((allowed, kind) => allowed && kind != choice.Next)] });
            Bound(relaxed, Taken(choice));
        }

        _tell?.Invoke(new(new SolvePhase.WholeMachines(), _best?.Bill, _least));
        return _best is null && _isUnsure ? ProgramSearch.Whole(_problem, _first with { Plan = null }, _limits, _clock, _tell)
            : _best is null ? new PlanOutcome.Infeasible([])
            : _isUnsure ? ProgramSearch.Ended(_best, _least ?? default, _limits, _clock)
            : new PlanOutcome.Found(_best!, ProgramSearch.Least(_best, _least ?? _best!.Bill));
    }

    /// <summary>Whether no plan of a bound is better than the best by more than the gap.</summary>
    private bool IsOut(UsdPerMonth bound) => bound >= ToBeat;

    private UsdPerMonth? ToBeat => _best?.Bill * Ratio.FromValue(1 - _limits.Gap.Value);

    private bool IsSpent() => _relaxations >= _mostRelaxations || _work >= MostSolved || _clock.IsOver();

    /// <summary>
    /// What is left out from here on costs no less; where that is less than the best by more than the gap, and not because a set was solved to
    /// it, the best is not proved.
    /// </summary>
    private void Close(UsdPerMonth bound, bool isSolved = false)
    {
        _isUnsure |= !isSolved && !IsOut(bound);
        _least = _least < bound ? _least : bound;
    }

    /// <summary>The next kind is used; others stay allowed where the limits leave room for them beside it.</summary>
    private Choice Taken(Choice choice)
    {
        bool[] forced = [.. choice.Forced.Select((used, kind) => used || kind == choice.Next)];
        var taken = In(forced).ToList();
        return choice with
        {
            Forced = forced,
            Allowed = [.. choice.Allowed.Select((allowed, kind) => forced[kind] || (allowed && _kinds.Keep([.. taken, kind])))],
        };
    }

    /// <summary>Bounds a choice by its relaxation, and keeps it where a plan of it may be better.</summary>
    private void Bound(FleetModel relaxed, Choice choice)
    {
        relaxed.Allow([.. Enumerable.Range(0, _free.Machines.Count).Select(machine => choice.Allowed[_kinds.KindOf(machine)])]);
        var status = Relax(relaxed);
        for (var round = 0; round < MostRoundings
            && status == Solver.ResultStatus.OPTIMAL
            && !IsOut(relaxed.Bound(relaxed: true))
            && relaxed.Violated() is { Count: > 0 } violated; round++)
        {
            violated.ToList().ForEach(relaxed.Add);
            status = Relax(relaxed);
        }

        if (status == Solver.ResultStatus.INFEASIBLE)
        {
            return;
        }

        var bound = status == Solver.ResultStatus.OPTIMAL && relaxed.Bound(relaxed: true) is var own && own > choice.Bound ? own : choice.Bound;
        if (status != Solver.ResultStatus.OPTIMAL || IsOut(bound))
        {
            Close(bound);
            return;
        }

        var ranked = Ranked(relaxed, choice.Allowed);
        _open.Enqueue(
            choice with { Bound = bound, Next = ranked.Find(kind => !choice.Forced[kind]) }, (decimal.Round(bound.Dollars, 2), -_choices++));
        if (_best is null || _solved.Count < MostTries)
        {
            Consider(Solved(Fill(choice.Forced, ranked), isThorough: false).BestPlan);
        }
    }

    private Solver.ResultStatus Relax(FleetModel relaxed)
    {
        _relaxations++;
        return relaxed.Relax(_clock);
    }

    /// <summary>Kinds by what the relaxation spends on them.</summary>
    private List<int> Ranked(FleetModel relaxed, bool[] allowed)
    {
        var spent = relaxed.Spent();
        return [.. In(allowed).OrderByDescending(kind => Math.Round(_kinds.All[kind].Machines.Sum(machine => spent[machine]), 3)).ThenBy(kind => kind)];
    }

    /// <summary>The kinds that have to be used, and the first of the others that the limits leave room for.</summary>
    private bool[] Fill(bool[] forced, IEnumerable<int> ranked)
    {
        var chosen = In(forced).ToList();
        foreach (var kind in ranked.Where(kind => !forced[kind]))
        {
            if (_kinds.Keep([.. chosen, kind]))
            {
                chosen.Add(kind);
            }
        }

        return [.. forced.Select((_, kind) => chosen.Contains(kind))];
    }

    /// <summary>Solves a set that keeps the limits: quickly, then thoroughly once it is the one that the bound hangs on.</summary>
    private void Settle(Choice choice)
    {
        var outcome = Solved(choice.Allowed, choice.IsTried);
        Consider(outcome.BestPlan);
        var bound = outcome.LowerBound is { } own && own > choice.Bound ? own : choice.Bound;
        if (outcome is PlanOutcome.Infeasible)
        {
            return;
        }

        if (choice.IsTried || outcome is PlanOutcome.Found || IsOut(bound))
        {
            Close(bound, isSolved: outcome is PlanOutcome.Found);
            return;
        }

        _open.Enqueue(choice with { Bound = bound, IsTried = true }, (decimal.Round(bound.Dollars, 2), -_choices++));
    }

    private PlanOutcome Solved(bool[] allowed, bool isThorough)
    {
        var key = (string.Concat(allowed.Select(kind => kind ? '1' : '0')), isThorough);
        if (_solved.TryGetValue(key, out var known))
        {
            return known;
        }

        var set = _free with { Machines = [.. _free.Machines.Where((_, machine) => allowed[_kinds.KindOf(machine)])] };
        _work += Numbers(set) * (isThorough ? Thorough : 1);
        return _solved[key] = ProgramSearch.OfSet(set, ToBeat, isThorough, _limits, _clock);
    }

    private void Consider(Plan? plan)
    {
        if (plan is not null && (_best is null || plan.Bill < _best.Bill))
        {
            _best = plan;
            _tell?.Invoke(new(new SolvePhase.SomeKinds(), plan.Bill, _first.Bound));
        }
    }

    /// <summary>Integer variables of a problem's program.</summary>
    private static int Numbers(FleetProblem problem) =>
        problem.Machines.Sum(machine => machine.IsCommitted ? 1 : problem.Demand.Spans.Sum(span => span.Steps));

    private bool[] All(bool value) => [.. _kinds.All.Select(_ => value)];

    private static IEnumerable<int> In(bool[] kinds) => kinds.Index().Where(kind => kind.Item).Select(kind => kind.Index);

    /// <summary>What is left of a choice of kinds.</summary>
    /// <param name="Allowed">Of each kind whether it may be used.</param>
    /// <param name="Forced">Of each kind whether it counts as used.</param>
    /// <param name="Bound">What no plan of it costs less than.</param>
    private sealed record Choice(bool[] Allowed, bool[] Forced, UsdPerMonth Bound)
    {
        /// <summary>The kind to be taken or left out next.</summary>
        public int Next { get; init; }

        /// <summary>Whether its set has been solved, though not thoroughly.</summary>
        public bool IsTried { get; init; }
    }
}
