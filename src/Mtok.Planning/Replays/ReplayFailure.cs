namespace Mtok.Planning;

/// <summary>Why a replay does not prove its plan.</summary>
public abstract record ReplayFailure
{
    private ReplayFailure()
    {
    }

    /// <summary>Machines of the plan cannot be simulated.</summary>
    /// <param name="Why">Which and why.</param>
    public sealed record NotSimulated(SimulationRefusal Why) : ReplayFailure;

    /// <summary>Steps missed the service level, and tightening ended.</summary>
    /// <param name="Steps">Steps that missed it.</param>
    /// <param name="Of">Steps of the replay.</param>
    /// <param name="Share">The share of requests that must meet it.</param>
    /// <param name="ByClass">Whether each of several classes must.</param>
    /// <param name="Least">The lowest share of a step's requests that met it, all classes together.</param>
    /// <param name="End">Why tightening ended.</param>
    public sealed record Missed(int Steps, int Of, Ratio Share, bool ByClass, Ratio Least, TighteningEnd End) : ReplayFailure
    {
        /// <summary>The service level where it limits figures of all requests; null where a share of them must keep it.</summary>
        public ServiceLevel? Figures { get; init; }
    }
}

/// <summary>Why machines cannot be simulated.</summary>
public abstract record SimulationRefusal
{
    private SimulationRefusal(string name) => Name = name;

    /// <summary>The machines.</summary>
    public string Name { get; }

    /// <summary>The network of the model is not published.</summary>
    /// <param name="Name">The machines.</param>
    /// <param name="Model">The model; null where it is unknown.</param>
    public sealed record NetworkUnpublished(string Name, Model? Model) : SimulationRefusal(Name);

    /// <summary>Engines refuse them, the model does not fit, or figures of the hardware are unknown.</summary>
    /// <param name="Name">The machines.</param>
    /// <param name="Why">Which of it, as a sentence.</param>
    public sealed record NotModelled(string Name, string Why) : SimulationRefusal(Name);

    /// <summary>The step model serves nothing within the limits.</summary>
    /// <param name="Name">The machines.</param>
    /// <param name="Level">The limits.</param>
    public sealed record ServesNothing(string Name, ServiceLevel Level) : SimulationRefusal(Name);
}

/// <summary>Why no further plan is tried.</summary>
public abstract record TighteningEnd
{
    private TighteningEnd()
    {
    }

    /// <summary>The most plans were tried.</summary>
    /// <param name="Plans">Their number.</param>
    public sealed record PlansTried(int Plans) : TighteningEnd;

    /// <summary>The plan meets the service level, and there is none cheaper to try.</summary>
    public sealed record NothingCheaper : TighteningEnd;

    /// <summary>Every request goes to an API, whose latency is assumed.</summary>
    public sealed record AllToApi : TighteningEnd;

    /// <summary>The limits allow no more machines.</summary>
    /// <param name="Clashes">Which limits.</param>
    public sealed record NoMoreMachines(IReadOnlyList<Clash> Clashes) : TighteningEnd;

    /// <summary>No machines are left on which prompts alone are within the limit.</summary>
    /// <param name="Prompt">The prompts.</param>
    /// <param name="Clashes">Why there is no plan without those machines.</param>
    public sealed record PromptsTooLong(LongPrompt Prompt, IReadOnlyList<Clash> Clashes) : TighteningEnd;

    /// <summary>The solver found no plan in time, or in the work that it may do.</summary>
    /// <param name="Limit">The time limit; null for none.</param>
    public sealed record OutOfTime(Duration? Limit) : TighteningEnd;
}
