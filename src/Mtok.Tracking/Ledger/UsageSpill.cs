namespace Mtok.Tracking;

/// <summary>Statements of requests beyond what memory is for, in a temporary database.</summary>
internal sealed class UsageSpill : IDisposable
{
    private readonly LedgerDatabase _database = LedgerDatabase.Temporary();
    private readonly UsageTable _usage;
    private readonly RowOrigin _origin = new("", 1, "");
    private long _taken;

    /// <summary>An empty one.</summary>
    public UsageSpill()
    {
        LedgerSchema.Create(_database);
        new FileTable(_database).Add(new(1, "", "", "", 0, null, 0), [], []);
        _usage = new(_database);
    }

    /// <summary>Takes a statement of a request with an id.</summary>
    public void Add(Usage usage)
    {
        _taken++;
        _usage.Add(usage, _origin);
    }

    /// <summary>Usage by hour and key, each request once; and how many statements repeated another.</summary>
    public (IReadOnlyList<UsageHour> Hours, long Repeated) AddUp()
    {
        _usage.Flush();
        UsageTable.DropRepeated(_database);
        var kept = _database.Number("SELECT count(*) FROM usage_rows");
        return ([.. _database.Rows(UsageTable.RollUp).Select(UsageTable.Reader())], _taken - kept);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _usage.Dispose();
        _database.Dispose();
    }
}
