namespace Mtok;

/// <summary>Where a figure comes from.</summary>
/// <param name="AsOf">The date the figure was valid.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Where">The catalog row that carries it.</param>
public sealed record Provenance(AsOf AsOf, string Source, Location Where)
{
    /// <summary>Whether the row comes from the user's own catalog folder rather than the embedded catalog.</summary>
    public bool IsUsers { get; init; }

    /// <summary>How the published figure was adjusted: converted from another currency, a discount applied; empty if unchanged.</summary>
    public string Terms { get; init; } = "";

    /// <summary>The source, followed by the adjustments to its figure.</summary>
    public string Citation => Terms.Length == 0 ? Source : $"{Source}; {Terms}";
}
