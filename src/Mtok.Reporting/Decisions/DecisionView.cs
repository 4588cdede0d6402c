namespace Mtok.Reporting;

/// <summary>How a decision is shown.</summary>
/// <param name="Detail">How much of it.</param>
/// <param name="Day">The day to which ages of prices are counted.</param>
/// <param name="Capacities">What replicas serve, for what machines have room for.</param>
public sealed record DecisionView(Detail Detail, DateOnly Day, Capacities Capacities)
{
    /// <summary>Rows of the tables of options where everything is shown; 10 by default.</summary>
    public int Show { get; init; } = 10;

    /// <summary>Prices on which sources disagree; none by default.</summary>
    public IReadOnlyList<PriceDisagreement> Disagreements { get; init; } = [];
}
