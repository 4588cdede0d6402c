namespace Mtok.Planning;

/// <summary>What a replay says of its plan.</summary>
public abstract record ReplayStanding
{
    private ReplayStanding()
    {
    }

    /// <summary>The plan could not be simulated.</summary>
    /// <param name="Why">Why not.</param>
    public sealed record NotSimulated(ReplayFailure Why) : ReplayStanding;

    /// <summary>The plan does not meet the service level.</summary>
    /// <param name="Why">Where, and why there is no other.</param>
    public sealed record Misses(ReplayFailure Why) : ReplayStanding;

    /// <summary>The plan meets the service level.</summary>
    /// <param name="Requests">Requests replayed.</param>
    /// <param name="Attainment">The share of them within the service level.</param>
    /// <param name="Share">The share that must be, in each step.</param>
    /// <param name="Planned">The planned cost.</param>
    /// <param name="Replayed">The replayed cost.</param>
    /// <param name="Tried">The plans tried; null where there was one.</param>
    public sealed record Meets(long Requests, Ratio Attainment, Ratio Share, UsdPerMonth Planned, UsdPerMonth Replayed, TriedPlans? Tried) : ReplayStanding;

    /// <summary>The plan meets limits on figures of all requests.</summary>
    /// <param name="Requests">Requests replayed.</param>
    /// <param name="Level">The limits, kept in each step.</param>
    /// <param name="Planned">The planned cost.</param>
    /// <param name="Replayed">The replayed cost.</param>
    /// <param name="Tried">The plans tried; null where there was one.</param>
    public sealed record MeetsFigures(long Requests, ServiceLevel Level, UsdPerMonth Planned, UsdPerMonth Replayed, TriedPlans? Tried) : ReplayStanding;

    /// <summary>There is no service level: requests were answered.</summary>
    /// <param name="Requests">Requests replayed.</param>
    /// <param name="Answered">Of them those answered.</param>
    /// <param name="Planned">The planned cost.</param>
    /// <param name="Replayed">The replayed cost.</param>
    /// <param name="Tried">The plans tried; null where there was one.</param>
    public sealed record Answers(long Requests, long Answered, UsdPerMonth Planned, UsdPerMonth Replayed, TriedPlans? Tried) : ReplayStanding;
}

/// <summary>Plans that were tried before one was proved.</summary>
/// <param name="Plans">Their number, the proved one included; 2 or more.</param>
/// <param name="CheaperMissed">The planned cost of the first, where it is cheaper than the proved one and missed the service level; null elsewhere.</param>
public sealed record TriedPlans(int Plans, UsdPerMonth? CheaperMissed);
