namespace Mtok.Planning;

/// <summary>Whether too many prompts take too long even alone at a replica, so that no number of replicas meets the service level.</summary>
/// <param name="problem">The demand with its limits.</param>
/// <param name="trace">The prompts.</param>
/// <param name="share">The share of requests that must meet the limits.</param>
internal sealed class LongPrompts(FleetProblem problem, ReplayedTrace trace, Ratio share)
{
    /// <summary>The prompt that takes too long; null where few enough do.</summary>
    public LongPrompt? TooLongFor(ReplicaModel model)
    {
        if (LongestTtft() is not { } limit || trace.PromptAt(share) is not { } prompt || (model.Alone(prompt) is var alone && alone <= limit))
        {
            return null;
        }

        return new(prompt, alone, model.Figures.Choice.Deployment, limit, Ratio.One - share);
    }

    /// <summary>The longest TTFT limit of any class; null where a class has none or may wait.</summary>
    private Duration? LongestTtft() =>
        problem.Demand.Classes.All(kind => kind is { Deadline.Seconds: 0, ServiceLevel.Ttft: not null })
            ? problem.Demand.Classes.Max(kind => kind.ServiceLevel.Ttft)
            : null;
}
