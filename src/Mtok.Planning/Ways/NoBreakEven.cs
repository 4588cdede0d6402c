namespace Mtok.Planning;

/// <summary>Why machines alone become, or stay, the cheaper way at no volume.</summary>
public abstract record NoBreakEven
{
    private NoBreakEven()
    {
    }

    /// <summary>No allowed API serves all of the workload: there is nothing to compare machines with.</summary>
    public sealed record NoApi : NoBreakEven;

    /// <summary>No allowed machines serve all of the workload.</summary>
    public sealed record NoMachines : NoBreakEven;

    /// <summary>The cheapest machine, full in the busiest hour, costs more than the API.</summary>
    /// <param name="Machines">What its tokens cost.</param>
    /// <param name="Api">What the API charges for them.</param>
    public sealed record FullMachinesCostMore(UsdPerMtok Machines, UsdPerMtok Api) : NoBreakEven;

    /// <summary>Fractions of machines, with no idle time from rounding up, cost more than the API.</summary>
    /// <param name="Machines">What their tokens cost.</param>
    /// <param name="Api">What the API charges for them.</param>
    public sealed record FractionsCostMore(UsdPerMtok Machines, UsdPerMtok Api) : NoBreakEven;

    /// <summary>Quotas and scale-up limits allow too few machines for large volumes.</summary>
    public sealed record LimitsBind : NoBreakEven;

    /// <summary>Machines alone cannot serve the volumes at which they would be cheaper.</summary>
    public sealed record CannotServe : NoBreakEven;
}
