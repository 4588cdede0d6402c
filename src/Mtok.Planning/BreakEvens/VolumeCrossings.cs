namespace Mtok.Planning;

/// <summary>Where machines, several kinds and by the hour if that is cheaper, cost less than APIs alone: the one break-even volume of every command.</summary>
/// <param name="Today">The volume of the workload.</param>
/// <param name="First">The volume from which machines cost less for the first time; null where they never do.</param>
/// <param name="Stays">The volume above which machines always cost less; null where there is none.</param>
/// <param name="Never">Why one of them is missing; null where none is.</param>
public sealed record VolumeCrossings(Tokens Today, Tokens? First, Tokens? Stays, NoBreakEven? Never)
{
    /// <summary>What the budget is enough for; null where there is none.</summary>
    public AffordableVolume? Affordable { get; init; }

    /// <summary>The crossings of a problem.</summary>
    /// <param name="problem">Today's demand, and what may be chosen from.</param>
    public static VolumeCrossings Of(FleetProblem problem) => new VolumeSearch(problem, VolumeCurve.UsualLimits, null).CrossingVolumes();
}

/// <summary>The largest volume whose cheapest way costs no more than a budget (V5).</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Volume">Tokens a month, input and output together; none where even the least volume costs more.</param>
public sealed record AffordableVolume(UsdPerMonth Budget, Tokens Volume);
