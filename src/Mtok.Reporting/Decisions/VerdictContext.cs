using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What a page says of how its answer was made.</summary>
/// <param name="Day">The day it was made on.</param>
/// <param name="Command">The command that makes it again.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Limits">How well and how long the plan was asked for.</param>
public sealed record VerdictContext(DateOnly Day, string Command, string Version, SolveLimits Limits)
{
    /// <summary>How many options are shown.</summary>
    public int Show { get; init; } = 8;

    /// <summary>Prices that sources give otherwise.</summary>
    public IReadOnlyList<PriceDisagreement> Disagreements { get; init; } = [];
}
