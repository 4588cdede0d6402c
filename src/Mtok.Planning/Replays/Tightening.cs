namespace Mtok.Planning;

/// <summary>Plans less of a machine's rate in the steps that missed the service level, so that the program gives them more machines or sends more to an API.</summary>
internal sealed class Tightening(FleetProblem problem, ReplicaModels models, ReplayedSpans spans, Ratio share)
{
    /// <summary>A step is tightened by half of what it missed by, within these.</summary>
    private const double Least = 0.03;
    private const double Most = 0.3;

    /// <summary>A step after a missed one that is so much less busy than it misses for the line it inherited.</summary>
    private const double LessBusy = 0.9;

    /// <summary>The share of a machine's rate that may be planned with next.</summary>
    public IReadOnlyList<IReadOnlyList<Ratio>> Next(Plan plan, IReadOnlyList<ReplayedStep> missed)
    {
        var usable = problem.Demand.Spans.Select((span, at) => Enumerable.Range(0, span.Steps).Select(step => problem.Usable.Count == 0 ? 1.0 : problem.Usable[at][step].Value).ToArray()).ToArray();
        foreach (var group in missed.Where(step => !Inherits(plan, step, missed)).GroupBy(step => (step.Span, step.Step)))
        {
            var (at, step) = group.Key;
            var excess = group.Max(one => share.Value - one.Attainment.Value);
            usable[at][step] = Math.Min(usable[at][step], Load(plan, at, step)) * (1 - Math.Clamp(excess / 2, Least, Most));
        }

        return [.. usable.Select(span => (IReadOnlyList<Ratio>)[.. span.Select(Ratio.FromValue)])];
    }

    private bool Inherits(Plan plan, ReplayedStep step, IReadOnlyList<ReplayedStep> missed) =>
        missed.FirstOrDefault(other => Math.Abs((other.Begin + spans.Step - step.Begin).Seconds) < 1e-3) is { } before
        && Load(plan, step.Span, step.Step) < LessBusy * Load(plan, before.Span, before.Step);

    /// <summary>What arrives / what the step's machines may be planned for.</summary>
    private double Load(Plan plan, int span, int step)
    {
        var capacity = plan.Machines.Sum(line => line.Running[span][step] * models.RateOf(line.Choice).PerSecond);
        var demand = problem.Demand.Spans[span].Rates.Sum(rates => rates[step].PerSecond);
        return capacity > 0 ? demand / capacity : 1;
    }
}
