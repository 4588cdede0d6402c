namespace Mtok.Planning;

/// <summary>How sure a verdict's plan is.</summary>
/// <param name="Support">What it may cost above the cheapest; null where there is no other.</param>
/// <param name="Replay">Whether a replay proves it.</param>
public sealed record Certainty(Support? Support, ReplayProof Replay)
{
    internal static Certainty? Of(Verdict verdict) => verdict.Plan is null ? null : new(SupportOf(verdict), ReplayOf(verdict));

    private static Support? SupportOf(Verdict verdict) => verdict.Robustness is { Standings.Count: > 1 } robustness
        ? new(robustness.Recommended.Name, robustness.Regret, robustness.Draws, Turns(robustness))
        : null;

    private static List<Turn> Turns(Robustness robustness)
    {
        var best = robustness.Recommended.Name;
        return [.. robustness.Swings.Where(swing => swing.Turns(best)).Select(swing => new Turn(
            swing.Figure,
            [.. new TurnEnd[] { new(swing.Low, swing.CheapestAtLow), new(swing.High, swing.CheapestAtHigh) }.Where(end => end.Cheapest != best)]))];
    }

    private static ReplayProof ReplayOf(Verdict verdict) => verdict.Replay switch
    {
        null when verdict.Traffic is null => new ReplayProof.None(),
        null => new ReplayProof.NotReplayed(verdict.Traffic),
        { IsSimulated: false } => new ReplayProof.NotSimulated(),
        { Holds: true } => new ReplayProof.Meets(verdict.Traffic),
        _ => new ReplayProof.Misses(verdict.Traffic),
    };
}

/// <summary>What the answer may cost above the cheapest over draws of demand, prices, spot capacity and throughput.</summary>
/// <param name="Name">The recommended candidate.</param>
/// <param name="Regret">What it may cost above the cheapest.</param>
/// <param name="All">The number of draws.</param>
/// <param name="Turns">The figures that alone make another candidate the cheapest.</param>
public sealed record Support(string Name, Regret Regret, int All, IReadOnlyList<Turn> Turns);

/// <summary>A figure that alone makes another candidate the cheapest.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Ends">The ends of its band at which that is so.</param>
public sealed record Turn(UncertainFigure Figure, IReadOnlyList<TurnEnd> Ends);

/// <summary>An end of a figure's band.</summary>
/// <param name="At">The end / the middle.</param>
/// <param name="Cheapest">The candidate that is the cheapest there.</param>
public sealed record TurnEnd(Ratio At, string Cheapest);

/// <summary>Whether a replay proves a plan.</summary>
public abstract record ReplayProof
{
    private ReplayProof()
    {
    }

    /// <summary>There is nothing to say of a replay.</summary>
    public sealed record None : ReplayProof;

    /// <summary>The plan was not replayed.</summary>
    /// <param name="Why">Why not.</param>
    public sealed record NotReplayed(TrafficSource Why) : ReplayProof;

    /// <summary>The plan cannot be simulated.</summary>
    public sealed record NotSimulated : ReplayProof;

    /// <summary>The plan meets the service level.</summary>
    /// <param name="Traffic">What was replayed; null where it has no name.</param>
    public sealed record Meets(TrafficSource? Traffic) : ReplayProof;

    /// <summary>The plan does not meet the service level.</summary>
    /// <param name="Traffic">What was replayed; null where it has no name.</param>
    public sealed record Misses(TrafficSource? Traffic) : ReplayProof;
}
