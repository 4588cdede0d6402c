namespace Mtok.Traces;

/// <summary>
/// How a trace file is read, and the results of the last pass: its counts; bad lines are reported once.
/// A trace is only known to be valid once all of it was read: check <see cref="Problems"/> after the last request.
/// </summary>
/// <param name="problems">Where bad lines are reported with file, line and reason.</param>
/// <param name="skipBad">The number of bad lines to skip with a warning before the file is rejected; 0 by default.</param>
/// <param name="sort">Whether requests may be in any order; they are then all held in memory. False by default.</param>
/// <param name="columns">The columns that state the requests; null where the file's own format says it.</param>
public sealed class TraceReading(Problems problems, long skipBad = 0, bool sort = false, LogColumns? columns = null)
{
    private const int MostReported = 20;

    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly HashSet<long> _reported = [];

    /// <summary>Where bad lines are reported.</summary>
    public Problems Problems { get; } = problems;

    /// <summary>Requests read.</summary>
    public long Requests { get; private set; }

    /// <summary>Bad lines skipped.</summary>
    public long Bad { get; private set; }

    /// <summary>Well-formed requests that were dropped, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dropped => _dropped;

    /// <summary>The share of the file read so far.</summary>
    public Ratio Read => Source is { } source ? source.Share : Ratio.Zero;

    /// <summary>The file, as the user named it; empty until one is opened.</summary>
    public string Path => Source?.Path ?? "";

    /// <summary>The display name of the file's format; empty until a file is opened.</summary>
    public string Format { get; internal set; } = "";

    internal bool Sort { get; } = sort;

    internal LogColumns? Columns { get; } = columns;

    internal TraceSource? Source { get; set; }

    internal bool Stopped { get; private set; }

    /// <summary>Whether the file is good once it was read to its end; one of which no request is left is not, which is reported.</summary>
    public bool CheckEnd()
    {
        if (!Problems.HasErrors && Requests == 0)
        {
            Problems.Error(
                new(Path, 0, 0),
                "no-requests",
                $"no request is left{(Dropped.Count > 0 ? $": {string.Join(", ", Dropped.Select(reason => $"{reason.Value} with {reason.Key}"))}" : "")}");
        }

        return !Problems.HasErrors;
    }

    internal void Begin()
    {
        Requests = 0;
        Bad = 0;
        Stopped = false;
        _dropped.Clear();
    }

    internal void Count() => Requests++;

    internal void Drop(string reason) => _dropped[reason] = _dropped.GetValueOrDefault(reason) + 1;

    /// <summary>Reports an unusable line: a warning while bad lines are tolerated, then an error; after many errors reading stops.</summary>
    internal void Reject(Location where, string rule, string message)
    {
        Bad++;
        var beyond = Bad - skipBad;
        var reported = !_reported.Add(where.Line) || (beyond <= 0 && Bad > MostReported);
        if (!reported && beyond <= 0)
        {
            Problems.Warn(where, rule, message + "; skipped");
        }
        else if (!reported)
        {
            Problems.Error(where, rule, message);
        }

        if (beyond >= MostReported)
        {
            Stopped = true;
            if (_reported.Add(-1))
            {
                Problems.Error(new(where.File, where.Line + 1, 0), "too-many-problems", $"stopped reading after {Bad} bad lines");
            }
        }
    }

    /// <summary>Reports a problem with the file as a whole and stops reading.</summary>
    internal void Fail(Location where, string rule, string message)
    {
        Stopped = true;
        if (_reported.Add(-2 - where.Line))
        {
            Problems.Error(where, rule, message);
        }
    }
}
