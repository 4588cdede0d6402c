namespace Mtok;

/// <summary>Where a figure comes from.</summary>
/// <param name="AsOf">The date the figure was last seen at its publisher; for figures that do not change, the date of publication.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Where">The catalog row that carries it.</param>
public sealed record Provenance(AsOf AsOf, string Source, Location Where)
{
    /// <summary>Whether the row comes from the user's own catalog folder rather than the embedded catalog.</summary>
    public bool IsUsers { get; init; }

    /// <summary>Whether the row was imported by the user; it then competes with the embedded ones by the day it was seen.</summary>
    public bool IsImported { get; init; }

    /// <summary>The first day on which a price holds, as its seller dates it; null if not stated.</summary>
    public AsOf? Since { get; init; }

    /// <summary>The last day on which a price holds, as its seller dates it; null if not stated.</summary>
    public AsOf? Until { get; init; }

    /// <summary>The day on which a future price was announced; null if it was not, or is not stated.</summary>
    public AsOf? Announced { get; init; }

    /// <summary>Which statement of which source it is: a price given twice under one key and edition is a duplicate.</summary>
    public (AsOf Seen, AsOf? Since, string Source) Edition => (AsOf, Since, Source);

    /// <summary>
    /// Whether a price is in force on a day. A price that was announced and not yet seen in force when it was last looked at
    /// is in force from its first day on; without a day, never.
    /// </summary>
    /// <param name="day">The day; null for the day the price was last seen.</param>
    public bool IsInForce(DateOnly? day)
    {
        var at = day ?? (AsOf.IsDated ? AsOf.From : DateOnly.MaxValue);
        return !(Since is { } since && since.From > at) && !(Until is { } until && until.LastDay < at);
    }

    /// <summary>How the published figure was adjusted: converted from another currency, a discount applied; empty if unchanged.</summary>
    public string Terms { get; init; } = "";

    /// <summary>The source, followed by the adjustments to its figure.</summary>
    public string Citation => Terms.Length == 0 ? Source : $"{Source}; {Terms}";
}
