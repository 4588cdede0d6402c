using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How an answer was made, as its page states it.</summary>
/// <param name="Day">The day.</param>
/// <param name="Command">The command that reproduces it.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Limits">The gap and time requested of the plan.</param>
public sealed record VerdictContext(DateOnly Day, string Command, string Version, SolveLimits Limits)
{
    /// <summary>Rows of the tables of options; 8 by default.</summary>
    public int Show { get; init; } = 8;

    /// <summary>How much of it a terminal shows; everything by default.</summary>
    public Detail Detail { get; init; } = Detail.All;

    /// <summary>What replicas serve, which <see cref="Detail.Why"/> needs; null by default.</summary>
    public Capacities? Capacities { get; init; }

    /// <summary>Prices on which sources disagree; none by default.</summary>
    public IReadOnlyList<PriceDisagreement> Disagreements { get; init; } = [];
}
