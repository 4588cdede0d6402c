namespace Mtok.Planning;

/// <summary>What has just been solved.</summary>
public abstract record SolvePhase
{
    private SolvePhase()
    {
    }

    /// <summary>The relaxation, rounded up to a plan.</summary>
    public sealed record FirstPlan : SolvePhase;

    /// <summary>The relaxation with more rows, for a higher bound.</summary>
    public sealed record TighterBound : SolvePhase;

    /// <summary>The program over a few kinds of machines.</summary>
    public sealed record SomeKinds : SolvePhase;

    /// <summary>The whole program.</summary>
    public sealed record WholeMachines : SolvePhase;

    /// <summary>A point of a curve against volume.</summary>
    /// <param name="Done">Points solved, from 1.</param>
    /// <param name="Of">Points there are.</param>
    public sealed record Volume(int Done, int Of) : SolvePhase;
}
