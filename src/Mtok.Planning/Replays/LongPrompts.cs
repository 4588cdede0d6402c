namespace Mtok.Planning;

/// <summary>Whether too many prompts take too long even alone at a replica, so that no number of replicas meets the service level.</summary>
/// <param name="problem">The demand with its limits.</param>
/// <param name="trace">The prompts.</param>
/// <param name="share">The share of requests that must meet the limits.</param>
internal sealed class LongPrompts(FleetProblem problem, ReplayedTrace trace, Ratio share)
{
    /// <summary>The prompt that takes too long; null where few enough do.</summary>
    public LongPrompt? TooLongFor(ReplicaModel model) =>
        Limits().Select(limit => TooLongFor(model, limit.Most, limit.Share)).FirstOrDefault(prompt => prompt is not null);

    private LongPrompt? TooLongFor(ReplicaModel model, Duration limit, Ratio ofShare)
    {
        if (trace.PromptAt(ofShare) is not { } prompt || (model.Alone(prompt) is var alone && alone <= limit))
        {
            return null;
        }

        return new(prompt, alone, model.Figures.Choice.Deployment, limit, Ratio.One - ofShare);
    }

    /// <summary>The limits on the time to the first token, each with the share of the requests that must keep it.</summary>
    private IEnumerable<(Duration Most, Ratio Share)> Limits()
    {
        if (LongestTtft() is { } limit)
        {
            yield return (limit, share);
        }

        if (problem.Demand.Classes is [{ Deadline.Seconds: 0 } only])
        {
            foreach (var figure in only.ServiceLevel.Figures.Where(figure => figure is { Of: Latency.Ttft, Share: not null }))
            {
                yield return (figure.Most, figure.Share!.Value);
            }
        }
    }

    /// <summary>The longest TTFT limit of any class; null where a class has none or may wait.</summary>
    private Duration? LongestTtft() =>
        problem.Demand.Classes.All(kind => kind is { Deadline.Seconds: 0, ServiceLevel.Ttft: not null })
            ? problem.Demand.Classes.Max(kind => kind.ServiceLevel.Ttft)
            : null;
}
