namespace Mtok.Tracking;

/// <summary>Takes the readings of files one at a time and keeps what answers need: sums by hour and key, counters by series, rows of bills.</summary>
internal sealed class Tally : IReadings
{
    private readonly UsageTotals _usage = new();
    private readonly CounterTally _counters = new();
    private readonly BillFiles _bills = new();
    private readonly List<Level> _levels = [];
    private readonly Dictionary<string, LeftOut> _leftOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackingWarning> _warnings = new(StringComparer.Ordinal);

    /// <summary>Readings taken since the file began.</summary>
    public long Rows { get; private set; }

    /// <inheritdoc/>
    public void Add(Reading reading)
    {
        Rows++;
        switch (reading)
        {
            case Usage usage:
                _usage.Add(usage);
                break;
            case CounterPoint point:
                _counters.Add(point);
                break;
            case CounterStart start:
                _counters.Add(start);
                break;
            case BillRow row:
                _bills.Add(row);
                break;
            case Level level:
                _levels.Add(level);
                break;
        }
    }

    /// <inheritdoc/>
    public void LeaveOut(string reason, Location where) =>
        _leftOut[reason] = _leftOut.TryGetValue(reason, out var known) ? known with { Count = known.Count + 1 } : new(reason, 1, where);

    /// <inheritdoc/>
    public void Warn(Location where, string message) =>
        _warnings[message] = _warnings.TryGetValue(message, out var known) ? known with { Count = known.Count + 1 } : new(where, message, 1);

    /// <summary>Ends a file: what was left out of it, by reason; the next file begins.</summary>
    public (long Rows, IReadOnlyList<LeftOut> LeftOut, string? SameAs) EndFile()
    {
        var sameAs = _bills.EndFile();
        var file = (Rows, (IReadOnlyList<LeftOut>)[.. _leftOut.Values.OrderBy(left => left.Reason, StringComparer.Ordinal)], sameAs);
        Rows = 0;
        _leftOut.Clear();
        return file;
    }

    /// <summary>All that was read.</summary>
    /// <param name="files">The files.</param>
    /// <param name="deployments">The deployments they describe.</param>
    public Tracked Finish(IReadOnlyList<TrackedFile> files, DeploymentFile deployments)
    {
        var counters = _counters.Close();
        foreach (var warning in counters.Warnings)
        {
            Warn(warning.Where, warning.Message);
        }

        return new(
            files,
            deployments,
            _usage.Hours(),
            _usage.Repeated,
            counters,
            _bills.Rows,
            _levels,
            [.. _warnings.Values.OrderBy(warning => warning.First.File, StringComparer.Ordinal).ThenBy(warning => warning.First.Line)]);
    }
}

/// <summary>All that was read of a set of files, the same whatever their order.</summary>
/// <param name="Files">The files.</param>
/// <param name="Deployments">The deployments they describe, and the teams behind keys.</param>
/// <param name="Usage">Usage that is stated outright, by hour and key.</param>
/// <param name="Repeated">Statements of requests that were already counted.</param>
/// <param name="Counters">What counters say.</param>
/// <param name="Bills">Rows of bills.</param>
/// <param name="Levels">Levels: power, GPUs of a node.</param>
/// <param name="Warnings">What the reader of an answer has to know.</param>
public sealed record Tracked(
    IReadOnlyList<TrackedFile> Files,
    DeploymentFile Deployments,
    IReadOnlyList<UsageHour> Usage,
    long Repeated,
    CounterAnswer Counters,
    IReadOnlyList<BillRow> Bills,
    IReadOnlyList<Level> Levels,
    IReadOnlyList<TrackingWarning> Warnings);
