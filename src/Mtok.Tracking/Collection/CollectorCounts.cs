namespace Mtok.Tracking;

/// <summary>What a collector has done, counted; from any thread. Kinds are bounded, so that no sender makes them grow without end.</summary>
/// <param name="limits">How many kinds are counted apart.</param>
internal sealed class CollectorCounts(CollectorLimits limits)
{
    private const string Others = "(others)";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _requests = new(StringComparer.Ordinal) { ["stored"] = 0, ["busy"] = 0, ["bad"] = 0, ["failed"] = 0 };
    private readonly Dictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _warnings = new(StringComparer.Ordinal);
    private long _commits;
    private long _openRows;
    private TimeSpan _commitTime;
    private DateTimeOffset? _lastCommit;
    private DateTimeOffset? _closedThrough;
    private string? _fault;

    /// <summary>Counts an answer.</summary>
    public void Answered(CollectorAnswer answer)
    {
        lock (_lock)
        {
            _requests[NameOf(answer)]++;
        }
    }

    /// <summary>Counts what is on disk.</summary>
    public void Stored(IReadOnlyList<ReadBody> bodies, TimeSpan took, DateTimeOffset at)
    {
        lock (_lock)
        {
            _commits++;
            _commitTime += took;
            _lastCommit = at;
            _fault = null;
            foreach (var body in bodies)
            {
                Count(_events, body.Source, body.Readings.Count);
                _openRows += body.Readings.Count;
            }
        }
    }

    /// <summary>Counts what was left out of a body, and what has to be known of it.</summary>
    public void Noted(IReadOnlyList<LeftOut> leftOut, IReadOnlyList<TrackingWarning> warnings)
    {
        lock (_lock)
        {
            foreach (var left in leftOut)
            {
                Count(_leftOut, left.Reason, left.Count);
            }

            foreach (var warning in warnings)
            {
                Count(_warnings, warning.Message, warning.Count);
            }
        }
    }

    /// <summary>Says why the last transaction or closing failed.</summary>
    public void Failed(string why)
    {
        lock (_lock)
        {
            _fault = why;
        }
    }

    /// <summary>Says what is open and closed.</summary>
    public void Closed(long openRows, DateTimeOffset? through)
    {
        lock (_lock)
        {
            _openRows = openRows;
            _closedThrough = through;
        }
    }

    /// <summary>All of it.</summary>
    /// <param name="queued">Bytes that wait.</param>
    public CollectorStatus Status(long queued)
    {
        lock (_lock)
        {
            return new(
                new Dictionary<string, long>(_events),
                new Dictionary<string, long>(_requests),
                new Dictionary<string, long>(_leftOut),
                new Dictionary<string, long>(_warnings),
                Bytes.FromCount(queued),
                limits.Queue,
                _commits,
                _commitTime,
                _lastCommit,
                _openRows,
                _closedThrough,
                _fault);
        }
    }

    private void Count(Dictionary<string, long> counts, string kind, long count)
    {
        var counted = counts.Count < limits.Kinds || counts.ContainsKey(kind) ? kind : Others;
        counts[counted] = counts.GetValueOrDefault(counted) + count;
    }

    private static string NameOf(CollectorAnswer answer) => answer switch
    {
        CollectorAnswer.Stored => "stored",
        CollectorAnswer.Busy => "busy",
        CollectorAnswer.Bad => "bad",
        _ => "failed",
    };
}
