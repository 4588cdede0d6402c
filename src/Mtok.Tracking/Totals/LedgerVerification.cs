using System.Globalization;

namespace Mtok.Tracking;

/// <summary>What a check of a ledger's segments found.</summary>
/// <param name="Segments">Segments that are listed.</param>
/// <param name="Rows">Rows of closed hours among them.</param>
/// <param name="Faults">What differs from the list: the segment's path and what is wrong.</param>
public sealed record LedgerVerification(int Segments, long Rows, IReadOnlyList<(string Path, string Fault)> Faults)
{
    /// <summary>Compares every segment with what is listed of it: bytes, rows and sums.</summary>
    /// <param name="folder">The ledger's folder.</param>
    /// <param name="problems">Where to report why it cannot be read.</param>
    /// <param name="progress">Called with the segments done and the number of all; null where nobody listens.</param>
    /// <returns>What was found; null where there is no ledger.</returns>
    public static LedgerVerification? Of(string folder, Problems problems, Action<int, int>? progress = null)
    {
        if (!SegmentList.IsIn(folder))
        {
            problems.Error(new(folder, 0, 0), "missing-ledger", "no such ledger, or none with closed hours");
            return null;
        }

        if (SegmentList.Read(folder, problems) is not { } list)
        {
            return null;
        }

        using var database = LedgerDatabase.Temporary();
        var faults = new List<(string Path, string Fault)>();
        for (var at = 0; at < list.Segments.Count; at++)
        {
            progress?.Invoke(at, list.Segments.Count);
            if (FaultOf(database, folder, list.Segments[at]) is { } fault)
            {
                faults.Add((list.Segments[at].Path, fault));
            }
        }

        return new(list.Segments.Count, list.Segments.Where(LedgerImport.IsHour).Sum(segment => segment.Rows), faults);
    }

    private static string? FaultOf(LedgerDatabase database, string folder, Segment segment)
    {
        var path = Path.Combine(folder, segment.Path);
        if (!File.Exists(path))
        {
            return "is missing";
        }

        if (SegmentWriter.HashOf(path) != segment.Sha256)
        {
            return "has other bytes than were written";
        }

        var kind = HourKind.All.FirstOrDefault(kind => kind.Name == segment.Kind);
        var sums = string.Concat(kind?.Sums.Select(column => $", sum({(column == "cost" ? "stated_cost" : column)})::VARCHAR") ?? []);
        foreach (var row in database.Rows($"SELECT count(*){sums} FROM read_parquet({LedgerDatabase.Quoted(path)})"))
        {
            if (row.GetInt64(0) != segment.Rows)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has {row.GetInt64(0)} rows instead of {segment.Rows}");
            }

            for (var at = 0; at < segment.Sums.Count; at++)
            {
                var column = kind!.Sums[at];
                if ((row.IsDBNull(1 + at) ? null : row.GetString(1 + at)) != segment.Sums[column])
                {
                    return $"has another sum of {column} than is listed";
                }
            }
        }

        return null;
    }
}
