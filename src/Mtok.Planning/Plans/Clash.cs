namespace Mtok.Planning;

/// <summary>Why no plan meets all limits, or which of them conflict.</summary>
public abstract record Clash
{
    private Clash()
    {
    }

    /// <summary>No API and no machine serves a class.</summary>
    /// <param name="ClassName">The class.</param>
    /// <param name="Interruptible">Whether spot machines might serve it.</param>
    /// <param name="Refusals">Why the options that were looked at cannot serve it, the most frequent reason first; empty where unknown.</param>
    public sealed record Unserved(string ClassName, bool Interruptible, IReadOnlyList<RefusalCount> Refusals) : Clash;

    /// <summary>No API and no machine serves a class once a zone is lost.</summary>
    /// <param name="ClassName">The class.</param>
    /// <param name="Zone">The zone.</param>
    public sealed record UnservedWithoutZone(string ClassName, string Zone) : Clash;

    /// <summary>Limits that together leave too few machines: the fewest that do.</summary>
    /// <param name="Peak">The busiest step's rate.</param>
    /// <param name="Limits">The limits.</param>
    public sealed record TooFewMachines(RequestsPerSecond Peak, IReadOnlyList<FleetLimit> Limits) : Clash;

    /// <summary>Steps in which a replay left nothing of a machine's rate to plan with.</summary>
    /// <param name="Steps">Their number.</param>
    /// <param name="Of">Steps of the plan.</param>
    public sealed record NothingUsable(int Steps, int Of) : Clash;

    /// <summary>No API takes the overflow of these classes.</summary>
    /// <param name="ClassNames">The classes; empty where an API takes all of them.</param>
    public sealed record NoOverflowApi(IReadOnlyList<string> ClassNames) : Clash;

    /// <summary>The budget is below the cost of every plan.</summary>
    /// <param name="Budget">The budget.</param>
    /// <param name="Best">The cost of the best plan found; null where none was.</param>
    /// <param name="Bound">The lower bound of any plan's cost.</param>
    public sealed record BudgetTooSmall(UsdPerMonth Budget, UsdPerMonth? Best, UsdPerMonth Bound) : Clash;

    /// <summary>A plan would fit the budget without this quota.</summary>
    /// <param name="Quota">The quota.</param>
    public sealed record BudgetAndQuota(Quota Quota) : Clash;
}

/// <summary>A limit on machines that may conflict with others.</summary>
public abstract record FleetLimit
{
    private FleetLimit()
    {
    }

    /// <summary>A quota.</summary>
    /// <param name="Quota">The quota.</param>
    public sealed record OfQuota(Quota Quota) : FleetLimit;

    /// <summary>Spare machines of each offer in use.</summary>
    /// <param name="Machines">Their number; 1 or more.</param>
    public sealed record Spares(int Machines) : FleetLimit;

    /// <summary>The plan has to survive the loss of any one zone.</summary>
    public sealed record ZoneLoss : FleetLimit;

    /// <summary>Kinds of machine in use.</summary>
    /// <param name="AtMost">Their maximum number.</param>
    public sealed record Kinds(int AtMost) : FleetLimit;

    /// <summary>Sellers of machines in use.</summary>
    /// <param name="AtMost">Their maximum number.</param>
    public sealed record Sellers(int AtMost) : FleetLimit;
}
