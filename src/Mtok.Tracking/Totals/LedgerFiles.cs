namespace Mtok.Tracking;

/// <summary>Puts files into a ledger, each in a transaction of its own; a file of the same bytes is there already.</summary>
internal sealed class LedgerFiles(LedgerDatabase database, LedgerRows rows) : ITrackedFiles
{
    private readonly FileTable _files = new(database);
    private readonly Notes _notes = new();
    private readonly List<TakenFile> _taken = [];
    private LedgerFile? _file;
    private LedgerFile? _earlier;
    private RowOrigin? _origin;
    private long _rows;
    private bool _replaces;

    /// <summary>What was done with each file.</summary>
    public IReadOnlyList<TakenFile> Taken => _taken;

    /// <inheritdoc/>
    public IEnumerable<long> Lengths => _files.All.Select(file => file.Bytes);

    /// <inheritdoc/>
    public bool Begin(FileContent content)
    {
        if (_files.Of(content.Hash) is { } same)
        {
            Repeat(content, same);
            return false;
        }

        var beginning = _files.Beginning(content);
        _earlier = beginning ?? _files.Current(content.Path);
        _file = new(_files.Next, content.Path, content.Hash, beginning?.Root ?? content.Hash, content.Bytes, null, 0);
        (_origin, _rows, _replaces) = (null, 0, false);
        rows.Begin();
        return true;
    }

    /// <inheritdoc/>
    public void Is(string kind)
    {
        _file = _file! with { Kind = kind };
        _origin = new(kind, _file.Number, _file.Root);
    }

    /// <inheritdoc/>
    public void Add(string text, DeploymentFile deployments)
    {
        _file = _file! with { Deployments = text };
        _rows = deployments.Deployments.Count;
        _replaces = true;
    }

    /// <inheritdoc/>
    public void Add(Reading reading)
    {
        if (Notes.Unusable(reading) is { } why)
        {
            LeaveOut(why, reading.Where);
            return;
        }

        _rows++;
        _replaces |= reading is BillRow;
        rows.Add(reading, _origin!);
    }

    /// <inheritdoc/>
    public void LeaveOut(string reason, Location where) => _notes.LeaveOut(reason, where);

    /// <inheritdoc/>
    public void Warn(Location where, string message) => _notes.Warn(where, message);

    /// <inheritdoc/>
    public void End()
    {
        var leftOut = _notes.TakeLeftOut();
        var replaced = _replaces ? _earlier : null;
        if (replaced is not null)
        {
            _files.Replace(replaced);
        }

        _files.Add(_file! with { Rows = _rows }, leftOut, _notes.TakeWarnings());
        rows.Commit();
        _taken.Add(new(new(_file!.Path, _file.Kind, _rows, leftOut), replaced?.Path));
        _file = null;
    }

    /// <inheritdoc/>
    public void GiveUp()
    {
        _notes.TakeLeftOut();
        _notes.TakeWarnings();
        if (_file is not null)
        {
            rows.RollBack();
            _file = null;
        }
    }

    /// <summary>The number under which readings of a format come that are in no file.</summary>
    public static int Stream(LedgerDatabase database, string source)
    {
        var files = new FileTable(database);
        if (files.Of(source) is { } known)
        {
            return known.Number;
        }

        var file = new LedgerFile(files.Next, source, source, source, 0, source, 0);
        files.Add(file, [], []);
        return file.Number;
    }

    private void Repeat(FileContent content, LedgerFile same)
    {
        if (same.IsReplaced && _files.Current(content.Path) is { } current && current.Place == same.Place)
        {
            rows.Begin();
            _files.Replace(current);
            _files.Restore(same);
            rows.Commit();
            _taken.Add(new(new(content.Path, same.Kind, same.Rows, []), current.Path));
            return;
        }

        _taken.Add(new(new(content.Path, same.Kind, 0, [], same.Path), null));
        if (_files.All.All(file => file.Path != content.Path || file.Content != content.Hash))
        {
            rows.Begin();
            _files.Add(new(_files.Next, content.Path, content.Hash, content.Hash, content.Bytes, null, 0) { SameAs = same.Path }, [], []);
            rows.Commit();
        }
    }
}
