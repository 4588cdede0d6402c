namespace Mtok.Traces;

/// <summary>
/// How a trace file is read and what was met on the way: counts of the last pass, bad lines told once.
/// A trace is only as good as its file once all of it was read: look at <see cref="Problems"/> after the last request.
/// </summary>
/// <param name="problems">Where bad lines are reported with file, line and reason.</param>
/// <param name="skipBad">How many bad lines are left out with a warning before they make the file unusable.</param>
/// <param name="sort">Whether requests may stand in any order; they are then all held in memory.</param>
public sealed class TraceReading(Problems problems, long skipBad = 0, bool sort = false)
{
    private const int MostTold = 20;

    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly HashSet<long> _told = [];

    /// <summary>Where bad lines are reported.</summary>
    public Problems Problems { get; } = problems;

    /// <summary>Requests read.</summary>
    public long Requests { get; private set; }

    /// <summary>Bad lines left out.</summary>
    public long Bad { get; private set; }

    /// <summary>Well-formed requests that were left out, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dropped => _dropped;

    /// <summary>How much of the file was read.</summary>
    public Ratio Read => Source is { } source ? source.Share : Ratio.Zero;

    /// <summary>The file, as the user named it; empty before one was opened.</summary>
    public string Path => Source?.Path ?? "";

    /// <summary>The file's format, as people call it; empty before a file was opened.</summary>
    public string Format { get; internal set; } = "";

    internal bool Sort { get; } = sort;

    internal TraceSource? Source { get; set; }

    internal bool Stopped { get; private set; }

    /// <summary>Whether the file is good once it was read to its end; one of which no request is left is not, which is reported.</summary>
    public bool CheckEnd()
    {
        if (!Problems.HasErrors && Requests == 0)
        {
            Problems.Error(new(Path, 0, 0), "no-requests", $"no request is left{(Dropped.Count > 0 ? $": {string.Join(", ", Dropped.Select(reason => $"{reason.Value} with {reason.Key}"))}" : "")}");
        }

        return !Problems.HasErrors;
    }

    internal void Begin()
    {
        (Requests, Bad, Stopped) = (0, 0, false);
        _dropped.Clear();
    }

    internal void Count() => Requests++;

    internal void Drop(string reason) => _dropped[reason] = _dropped.GetValueOrDefault(reason) + 1;

    /// <summary>Tells a line that cannot be used: a warning while bad lines are tolerated, then an error; after many errors reading stops.</summary>
    internal void Reject(Location where, string rule, string message)
    {
        Bad++;
        var beyond = Bad - skipBad;
        var told = !_told.Add(where.Line) || (beyond <= 0 && Bad > MostTold);
        if (!told && beyond <= 0)
        {
            Problems.Warn(where, rule, message + "; left out");
        }
        else if (!told)
        {
            Problems.Error(where, rule, message);
        }

        if (beyond >= MostTold)
        {
            Stopped = true;
            if (_told.Add(-1))
            {
                Problems.Error(new(where.File, where.Line + 1, 0), "too-many-problems", $"not read further after {Bad} bad lines");
            }
        }
    }

    /// <summary>What is wrong with the file as a whole.</summary>
    internal void Fail(Location where, string rule, string message)
    {
        Stopped = true;
        if (_told.Add(-2 - where.Line))
        {
            Problems.Error(where, rule, message);
        }
    }
}
