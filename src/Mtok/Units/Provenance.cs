namespace Mtok;

/// <summary>Where a figure comes from.</summary>
/// <param name="AsOf">When it was true.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Where">The catalog row that carries it.</param>
public sealed record Provenance(AsOf AsOf, string Source, Location Where)
{
    /// <summary>Whether the row is of a user's own catalog folder, not of the catalog the program carries.</summary>
    public bool IsUsers { get; init; }

    /// <summary>What was done to the published figure: converted from another currency, a discount taken off; empty where nothing was.</summary>
    public string Terms { get; init; } = "";

    /// <summary>The source with what was done to its figure.</summary>
    public string Told => Terms.Length == 0 ? Source : $"{Source}; {Terms}";
}
