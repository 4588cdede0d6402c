using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What has just been solved, in words.</summary>
public static class SolvePhaseWords
{
    /// <summary>The phase without a capital or a full stop, to begin a line of progress.</summary>
    /// <param name="phase">The phase.</param>
    public static string Of(SolvePhase phase) => phase switch
    {
        SolvePhase.FirstPlan => "first plan",
        SolvePhase.TighterBound => "tighter bound",
        SolvePhase.SomeKinds => "some kinds of machines",
        SolvePhase.WholeMachines => "whole machines",
        SolvePhase.Volume { Done: var done, Of: var all } => string.Create(CultureInfo.InvariantCulture, $"volume {done} of {all}"),
        _ => throw new UnreachableException(),
    };
}
