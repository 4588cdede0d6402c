namespace Mtok.Imports;

/// <summary>What came of fetching a source.</summary>
public enum UpdateOutcome
{
    /// <summary>Its prices were stored.</summary>
    Taken,

    /// <summary>It is what it was.</summary>
    Unchanged,

    /// <summary>It could not be had, or its prices could not be believed.</summary>
    Failed,
}

/// <summary>A source of prices after an update.</summary>
/// <param name="Source">Which.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Rows">New rows; of an unchanged one, those of its copy.</param>
/// <param name="Age">How old the copy is that counts now; null where there is none.</param>
/// <param name="Told">Why it failed; of one taken, the checksum of its copy.</param>
public sealed record SourceUpdate(string Source, UpdateOutcome Outcome, int Rows, Duration? Age, string Told);
