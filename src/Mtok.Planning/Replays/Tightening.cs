namespace Mtok.Planning;

/// <summary>
/// The share of a machine's rate that is planned with in each step (Y4): less where the service level was missed, or where more
/// went to an API than was planned; halfway back where what holds may be more than it takes.
/// </summary>
internal sealed class Tightening
{
    /// <summary>A step is tightened by what it missed by, within these; each time it misses again the least doubles.</summary>
    private const double Least = 0.03;
    private const double Most = 0.5;

    /// <summary>A step after a missed one with less than this share of its load misses because of the queue it inherited.</summary>
    private const double LessBusy = 0.9;

    /// <summary>More requests than this share must go elsewhere than planned for it to matter.</summary>
    private const double Matters = 0.02;

    /// <summary>Shares nearer together than this are not looked between.</summary>
    private const double Near = 1.05;

    private readonly FleetProblem _problem;
    private readonly ReplicaModels _models;
    private readonly ReplayedSpans _spans;
    private readonly double[][] _usable;
    private readonly double[][] _inHand;
    private readonly double[][] _failed;
    private readonly int[][] _misses;
    private double[][]? _held;

    public Tightening(FleetProblem problem, ReplicaModels models, ReplayedSpans spans)
    {
        _problem = problem;
        _models = models;
        _spans = spans;
        _usable = Each((at, step) => problem.Usable.Count == 0 ? 1 : problem.Usable[at][step].Value);
        _inHand = Each((_, _) => 1.0);
        _failed = Each((_, _) => double.PositiveInfinity);
        _misses = Each((_, _) => 0);
    }

    /// <summary>What is planned with.</summary>
    public IReadOnlyList<IReadOnlyList<Ratio>> Usable => Ratios(_usable);

    /// <summary>
    /// Requests in flight at a replica above which requests overflow to an API, as a share of its rate: less only where the service
    /// level was missed.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Ratio>> InHand => Ratios(_inHand);

    /// <summary>After a replay that missed.</summary>
    public void Miss(Plan plan, IReadOnlyList<ReplayedStep> missed, Ratio share)
    {
        foreach (var group in missed.Where(step => _held is not null || !Inherits(plan, step, missed)).GroupBy(step => (step.Span, step.Step)))
        {
            var (at, step) = group.Key;
            _failed[at][step] = Math.Min(_failed[at][step], _usable[at][step]);
            if (_held is not null)
            {
                Loosen(at, step);
                continue;
            }

            var excess = group.Max(one => Math.Max(share.Value - one.Attainment.Value, one.Shortfall.Value));
            var least = Math.Min(Most, Least * (1 << Math.Min(5, _misses[at][step]++)));
            _usable[at][step] = Math.Min(_usable[at][step], Load(plan, at, step)) * (1 - Math.Clamp(excess, least, Most));
            _inHand[at][step] = Math.Min(_inHand[at][step], _usable[at][step]);
        }
    }

    /// <summary>After a replay that held; whether there is anything cheaper to try.</summary>
    public bool Hold(Plan plan, IReadOnlyList<ReplayedStep> steps)
    {
        _held = [.. _usable.Select(span => span.ToArray())];
        if (_problem.ApiServesAll && CountOverflow(plan, steps))
        {
            return true;
        }

        var more = false;
        for (var at = 0; at < _usable.Length; at++)
        {
            for (var step = 0; step < _usable[at].Length; step++)
            {
                more |= Loosen(at, step);
            }
        }

        return more;
    }

    /// <summary>Halfway from what held to what failed, where they are not near together.</summary>
    private bool Loosen(int at, int step)
    {
        var (held, failed) = (_held![at][step], _failed[at][step]);
        var isApart = failed is < double.PositiveInfinity && failed > Near * held;
        _usable[at][step] = isApart ? Math.Sqrt(failed * held) : held;
        _inHand[at][step] = failed is < double.PositiveInfinity ? Math.Min(1, _usable[at][step]) : 1;
        return isApart;
    }

    /// <summary>Where bursts sent more to an API than planned, plans with what machines served; whether there was such a step.</summary>
    private bool CountOverflow(Plan plan, IReadOnlyList<ReplayedStep> steps)
    {
        var more = false;
        foreach (var group in steps.GroupBy(step => (step.Span, step.Step)))
        {
            var (at, step) = group.Key;
            var (requests, sent) = (group.Sum(one => one.Requests), group.Sum(one => one.Overflowed));
            var planned = plan.Classes.Sum(line => line.Overflow[at][step].PerSecond) / Math.Max(1e-12, Demand(at, step));
            if (requests == 0 || sent / (double)requests <= planned + Matters || Capacity(plan, at, step) <= 0)
            {
                continue;
            }

            var served = Load(plan, at, step) * (1 - (sent / (double)requests));
            more |= served < _usable[at][step] / Near;
            _usable[at][step] = Math.Min(_usable[at][step], served);
        }

        return more;
    }

    private bool Inherits(Plan plan, ReplayedStep step, IReadOnlyList<ReplayedStep> missed) =>
        missed.FirstOrDefault(other => Math.Abs((other.Begin + _spans.Step - step.Begin).Seconds) < 1e-3) is { } before
        && Load(plan, step.Span, step.Step) < LessBusy * Load(plan, before.Span, before.Step);

    /// <summary>What arrives / what the step's machines may be planned for.</summary>
    private double Load(Plan plan, int span, int step) => Capacity(plan, span, step) is > 0 and var capacity ? Demand(span, step) / capacity : 1;

    private double Capacity(Plan plan, int span, int step) => plan.Machines.Sum(line => line.Running[span][step] * _models.RateOf(line.Choice).PerSecond);

    private double Demand(int span, int step) => _problem.Demand.Spans[span].Rates.Sum(rates => rates[step].PerSecond);

    private T[][] Each<T>(Func<int, int, T> value) =>
        [.. _problem.Demand.Spans.Select((span, at) => Enumerable.Range(0, span.Steps).Select(step => value(at, step)).ToArray())];

    private static IReadOnlyList<IReadOnlyList<Ratio>> Ratios(double[][] values) =>
        [.. values.Select(span => (IReadOnlyList<Ratio>)[.. span.Select(Ratio.FromValue)])];
}
