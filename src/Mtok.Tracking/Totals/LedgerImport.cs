namespace Mtok.Tracking;

/// <summary>What an import put into a ledger.</summary>
/// <param name="Files">What was done with each file.</param>
/// <param name="Written">Hours of usage and counters that were closed, or closed again after late data.</param>
/// <param name="Revised">Of them, those that had been closed before.</param>
/// <param name="Open">Rows of hours that have not ended.</param>
/// <param name="Rows">Rows that the ledger holds in closed hours.</param>
public sealed record LedgerImport(IReadOnlyList<TakenFile> Files, int Written, int Revised, long Open, long Rows)
{
    /// <summary>What changed between two lists of segments.</summary>
    internal static LedgerImport Of(IReadOnlyList<TakenFile> files, SegmentList before, SegmentList after)
    {
        var known = before.Segments.Where(IsHour).ToLookup(segment => segment.Hour);
        var earlier = before.Segments.Select(segment => segment.Path).ToHashSet(StringComparer.Ordinal);
        var written = after.Segments.Where(segment => IsHour(segment) && !earlier.Contains(segment.Path)).Select(segment => segment.Hour).Distinct().ToList();
        return new(
            files,
            written.Count,
            written.Count(known.Contains),
            after.Open,
            after.Segments.Where(IsHour).Sum(segment => segment.Rows));
    }

    /// <summary>Whether a segment holds rows of an hour.</summary>
    internal static bool IsHour(Segment segment) => HourKind.All.Any(kind => kind.Name == segment.Kind);
}

/// <summary>What was done with a file.</summary>
/// <param name="File">What was read of it; <see cref="TrackedFile.SameAs"/> names the file of the same bytes that was there already.</param>
/// <param name="Replaces">The earlier bill or file of deployments that it stands in place of; null where there is none.</param>
public sealed record TakenFile(TrackedFile File, string? Replaces);
