namespace Mtok.Planning;

/// <summary>What a volume costs, each way re-solved for it; null where that way cannot serve it or is not allowed.</summary>
/// <param name="Volume">Tokens a month, input and output together.</param>
/// <param name="Api">The cheapest API alone.</param>
/// <param name="Fleet">The cheapest machines alone.</param>
/// <param name="Mix">The cheapest of all: machines, APIs or both.</param>
/// <param name="FleetMachines">Machines of the busiest step in the fleet alone.</param>
public sealed record VolumePoint(Tokens Volume, UsdPerMtok? Api, UsdPerMtok? Fleet, UsdPerMtok? Mix, int FleetMachines)
{
    /// <summary>The mean rate of requests.</summary>
    public RequestsPerSecond Rate { get; init; }
}

/// <summary>$/Mtok against volume, found by solving the program along scaled traffic, and where machines become and stay the cheaper way.</summary>
/// <param name="Today">The workload's own tokens a month.</param>
/// <param name="Points">From the least volume to the most.</param>
/// <param name="First">The least volume at which machines alone cost less than the best API (V2); null where there is none.</param>
/// <param name="Stays">The volume past which machines alone stay cheaper (V3); null where there is none.</param>
/// <param name="Gap">How far each solution may be from the cheapest: the widest of all points.</param>
/// <param name="Never">Why there is no <paramref name="First"/> or no <paramref name="Stays"/>; null where there are both.</param>
public sealed record VolumeCurve(Tokens Today, IReadOnlyList<VolumePoint> Points, Tokens? First, Tokens? Stays, Ratio Gap, NoBreakEven? Never)
{
    /// <summary>What the budget is enough for; null where there is none.</summary>
    public AffordableVolume? Affordable { get; init; }

    /// <summary>The mean rate of requests today.</summary>
    public RequestsPerSecond TodayRate { get; init; }

    /// <summary>The mean rate of requests at a volume of the same mix and shape.</summary>
    public RequestsPerSecond RateAt(Tokens volume) => TodayRate * (volume / Today);

    /// <summary>How well and how long each point is solved that is not counted.</summary>
    internal static SolveLimits UsualLimits { get; } = new(Ratio.FromPercent(2));

    /// <summary>
    /// Solves the problem at multiples of its demand: APIs alone, machines alone, and both together, whatever the budget, and the volume that the budget
    /// is enough for.
    /// </summary>
    /// <param name="problem">Demand, choices and limits.</param>
    /// <param name="limits">How long each solution of a problem may take that needs the general program; null for a quarter of a second to 2 %.</param>
    /// <param name="range">The volumes to show, as multiples of today's; null for those around today and the crossings, up to a thousandth
    /// and a thousand times.</param>
    /// <param name="points">Points evenly spread over the range, 25 by default, fewer where every one takes the general program; today, the
    /// crossings and the steps of whole machines are added.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    public static VolumeCurve For(
        FleetProblem problem,
        SolveLimits? limits = null,
        (Ratio Low, Ratio High)? range = null,
        int points = 25,
        Action<SolveProgress>? tell = null) =>
        new VolumeSearch(problem, limits ?? UsualLimits, tell).Curve(range, points);
}
