namespace Mtok.Tracking;

/// <summary>Takes the readings of files one at a time and keeps what answers need: sums by hour and key, counters by series, rows of bills.</summary>
/// <param name="problems">Where to report files that contradict each other.</param>
internal sealed class Tally(Problems problems) : ITrackedFiles, IDisposable
{
    private readonly UsageTotals _usage = new();
    private readonly CounterTally _counters = new();
    private readonly BillFiles _bills = new();
    private readonly List<Level> _levels = [];
    private readonly Notes _notes = new();
    private readonly List<TrackedFile> _files = [];
    private readonly List<TrackedDeployment> _deployments = [];
    private readonly Dictionary<string, string> _teams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byContent = new(StringComparer.Ordinal);
    private (string Path, string? Kind, long Rows) _file = ("", null, 0);

    /// <inheritdoc/>
    public IEnumerable<long> Lengths => [];

    /// <inheritdoc/>
    public bool Begin(FileContent content)
    {
        if (!_byContent.TryAdd(content.Hash, content.Path))
        {
            _files.Add(new(content.Path, null, 0, [], _byContent[content.Hash]));
            return false;
        }

        _file = (content.Path, null, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Is(string kind) => _file.Kind = kind;

    /// <inheritdoc/>
    public void Add(string text, DeploymentFile deployments)
    {
        _file.Rows += deployments.Deployments.Count;
        _deployments.AddRange(deployments.Deployments);
        foreach (var (key, team) in deployments.Teams)
        {
            if (!_teams.TryAdd(key, team))
            {
                problems.Error(new(_file.Path, 0, 1), "duplicate-key", $"the team of \"{key}\" is given in two files");
            }
        }
    }

    /// <inheritdoc/>
    public void Add(Reading reading)
    {
        if (Notes.Unusable(reading) is { } why)
        {
            LeaveOut(why, reading.Where);
            return;
        }

        _file.Rows++;
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
    public void LeaveOut(string reason, Location where) => _notes.LeaveOut(reason, where);

    /// <inheritdoc/>
    public void Warn(Location where, string message) => _notes.Warn(where, message);

    /// <summary>Takes something that has to be known, as often as it was met.</summary>
    public void Warn(TrackingWarning warning) => _notes.Warn(warning);

    /// <inheritdoc/>
    public void End() => End(new(_file.Path, _file.Kind, _file.Rows, _notes.TakeLeftOut()));

    /// <summary>Ends a file of which is known what was read.</summary>
    public void End(TrackedFile file) => _files.Add(file with { SameAs = _bills.EndFile() ?? file.SameAs });

    /// <inheritdoc/>
    public void GiveUp() => _notes.TakeLeftOut();

    /// <summary>All that was read.</summary>
    public Tracked Finish() => Finish(_usage.Hours(), _usage.Repeated);

    /// <summary>All that was read, with usage that was added up elsewhere.</summary>
    public Tracked Finish(IReadOnlyList<UsageHour> hours, long repeated)
    {
        var counters = _counters.Close();
        foreach (var warning in counters.Warnings)
        {
            Warn(warning.Where, warning.Message);
        }

        return new(_files, new(_deployments, _teams), hours, repeated, counters, _bills.Rows, _levels, _notes.Warnings);
    }

    /// <inheritdoc/>
    public void Dispose() => _usage.Dispose();
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
