using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Puts readings into the tables of a ledger. What was put in since the last commit is lost as a whole when a transaction fails.</summary>
internal sealed class LedgerRows(LedgerDatabase database) : IDisposable
{
    private readonly UsageTable _usage = new(database);
    private readonly SampleTable _samples = new(database);
    private readonly LevelTable _levels = new(database);
    private readonly BillTable _bills = new(database);

    /// <summary>Begins a transaction.</summary>
    public void Begin() => database.Execute("BEGIN TRANSACTION");

    /// <summary>Takes a reading.</summary>
    public void Add(Reading reading, RowOrigin origin)
    {
        switch (reading)
        {
            case Usage usage:
                _usage.Add(usage, origin);
                break;
            case CounterPoint point:
                _samples.Add(point, origin);
                break;
            case CounterStart start:
                _samples.Add(start, origin);
                break;
            case Level level:
                _levels.Add(level, origin);
                break;
            case BillRow row:
                _bills.Add(row, origin);
                break;
        }
    }

    /// <summary>Hands what was taken to the database.</summary>
    public void Flush()
    {
        _usage.Flush();
        _samples.Flush();
        _levels.Flush();
        _bills.Flush();
    }

    /// <summary>Ends the transaction: once this returns, all of it is on disk.</summary>
    public void Commit()
    {
        Flush();
        database.Execute("COMMIT");
    }

    /// <summary>Ends the transaction as if it had not been. A store that fails may refuse this too: what is not committed is gone all the same.</summary>
    public void RollBack()
    {
        Action[] steps = [_usage.Reset, _samples.Reset, _levels.Flush, _bills.Flush, () => database.Execute("ROLLBACK")];
        foreach (var step in steps)
        {
            try
            {
                step();
            }
            catch (DuckDBException)
            {
                // The failure that led here is already reported.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _usage.Dispose();
        _samples.Dispose();
        _levels.Dispose();
        _bills.Dispose();
    }
}
