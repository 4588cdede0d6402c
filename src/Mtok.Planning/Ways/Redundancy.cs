namespace Mtok.Planning;

/// <summary>What stands in where something of a way fails.</summary>
public enum StandIn
{
    /// <summary>Nothing: a machine that fails is missed until another has started.</summary>
    None,

    /// <summary>The provider, whose price holds its own redundancy.</summary>
    Provider,

    /// <summary>An API, for machines.</summary>
    Api,

    /// <summary>Spare machines of the same kind.</summary>
    Spares,

    /// <summary>Machines in other zones.</summary>
    Zones,
}

/// <summary>What stands in where something of a way fails, how much of the bill that is, and how often the way is up.</summary>
/// <param name="By">What stands in.</param>
/// <param name="Spares">Machines beyond those the busiest step needs.</param>
/// <param name="Cost">What these cost a month.</param>
/// <param name="Availability">The share of time in which enough is up (D1 to D3), by what sellers promise.</param>
public sealed record Redundancy(StandIn By, int Spares, UsdPerMonth Cost, Ratio Availability);
