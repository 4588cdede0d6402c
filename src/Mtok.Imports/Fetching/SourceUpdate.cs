namespace Mtok.Imports;

/// <summary>The result of updating a source.</summary>
public enum UpdateOutcome
{
    /// <summary>Its prices were stored.</summary>
    Taken,

    /// <summary>It has not changed.</summary>
    Unchanged,

    /// <summary>It could not be fetched, or its prices failed the checks.</summary>
    Failed,
}

/// <summary>A price source after an update.</summary>
/// <param name="Source">The id of the source.</param>
/// <param name="Outcome">The result.</param>
/// <param name="Rows">The number of new rows; if unchanged, the rows of its copy.</param>
/// <param name="Age">The age of the copy now in use; null if there is none.</param>
/// <param name="Detail">Why it failed; if stored, the checksum of its copy; else empty.</param>
public sealed record SourceUpdate(string Source, UpdateOutcome Outcome, int Rows, Duration? Age, string Detail);
