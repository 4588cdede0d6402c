namespace Mtok.Tracking;

/// <summary>
/// The one writer of a ledger that many senders send to: bodies are read where they come in, wait in a bounded queue, and are put together into
/// transactions. A body is answered once it is on disk.
/// </summary>
public sealed class LedgerCollector : IDisposable
{
    private volatile Catalog _catalog;
    private readonly CollectorLimits _limits;
    private readonly TimeProvider _clock;
    private readonly BodyReader _reader;
    private readonly WaitingBodies _waiting;
    private readonly CollectorCounts _counts;
    private readonly StreamNotes _notes;
    private readonly CollectedLedger _ledger;

    private LedgerCollector(CollectedLedger ledger, Catalog catalog, CollectorLimits limits, TimeProvider clock)
    {
        _ledger = ledger;
        _catalog = catalog;
        _limits = limits;
        _clock = clock;
        _reader = new(limits, clock);
        _waiting = new((long)limits.Queue.Count);
        _counts = new(limits);
        _notes = new(limits.Kinds);
        _counts.Closed(ledger.OpenRows(), ledger.ClosedThrough);
    }

    /// <summary>Opens a ledger to collect into, and creates it where it is missing.</summary>
    /// <param name="folder">The ledger's folder.</param>
    /// <param name="catalog">Where its deployments look up offers and accelerators.</param>
    /// <param name="limits">How much is taken at once.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="problems">Where to report why it cannot be opened.</param>
    /// <returns>The collector; null where the ledger cannot be opened.</returns>
    public static LedgerCollector? Open(string folder, Catalog catalog, CollectorLimits limits, TimeProvider clock, Problems problems)
    {
        var ledger = new CollectedLedger(folder, catalog);
        if (ledger.Open(problems))
        {
            return new(ledger, catalog, limits, clock);
        }

        ledger.Dispose();
        return null;
    }

    /// <summary>What it has done and how it is; from any thread.</summary>
    public CollectorStatus Status => _counts.Status(_waiting.Bytes);

    /// <summary>What changes with what is committed; from any thread.</summary>
    public long Changes => _ledger.Changes;

    /// <summary>How far followed logs are read.</summary>
    internal IReadOnlyList<TailMark> Tails => _ledger.Tails();

    /// <summary>Takes a body; from any thread, several at once. Complete once the body is on disk, refused or failed.</summary>
    /// <param name="body">The body.</param>
    /// <param name="cancel">Ends the waiting alone: a body that is queued may still be stored.</param>
    public async Task<CollectorAnswer> Take(CollectedBody body, CancellationToken cancel)
    {
        var answer = await AnswerTo(body, cancel).ConfigureAwait(false);
        _counts.Answered(answer);
        return answer;
    }

    /// <summary>Looks up offers and accelerators of deployments in another catalog from now on; from any thread.</summary>
    public void Use(Catalog catalog)
    {
        _catalog = catalog;
        _ledger.Use(catalog);
    }

    /// <summary>Everything in the ledger as it is on disk now, open hours included; from any thread, while others send.</summary>
    /// <param name="problems">Where to report why it cannot be read.</param>
    /// <returns>What is in it; null where it cannot be read.</returns>
    public Tracked? Snapshot(Problems problems) => _ledger.Snapshot(problems);

    /// <summary>Puts files into the ledger: deployments, bills, logs; each as a whole or not at all. What is sent meanwhile waits.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="problems">Where to report what cannot be read or stored.</param>
    /// <returns>What was done with each file.</returns>
    public IReadOnlyList<TakenFile> Import(IReadOnlyList<string> paths, Problems problems) =>
        _ledger.Import(new(_catalog, problems), TrackedPaths.Of(paths, problems), problems);

    /// <summary>Stores what comes in and closes hours that have ended, until cancelled; what waits by then is stored first.</summary>
    /// <param name="cancel">Ends it.</param>
    public async Task Run(CancellationToken cancel)
    {
        await using var stop = cancel.Register(_waiting.Complete);
        await Task.WhenAll(Store(), CloseHours(cancel)).ConfigureAwait(false);
        Guard(() => _ledger.Keep(_notes));
    }

    /// <summary>Closes the hours that ended long enough ago; late data opens its own hour again.</summary>
    internal void Close() => Guard(() =>
    {
        _ledger.Keep(_notes);
        _ledger.Close(_clock.GetUtcNow() - _limits.CloseAfter);
        _counts.Closed(_ledger.OpenRows(), _ledger.ClosedThrough);
    });

    /// <inheritdoc/>
    public void Dispose() => _ledger.Dispose();

    private async Task<CollectorAnswer> AnswerTo(CollectedBody body, CancellationToken cancel)
    {
        if (!_waiting.Reserve(body.Bytes.Length))
        {
            return new CollectorAnswer.Busy(_limits.RetryAfter);
        }

        var problems = new Problems();
        ReadBody? read;
        try
        {
            read = _reader.Read(body, problems);
        }
        finally
        {
            _waiting.Release(body.Bytes.Length);
        }

        return read is null ? new CollectorAnswer.Bad(problems.All) : await Queue(read, cancel).ConfigureAwait(false);
    }

    private async Task<CollectorAnswer> Queue(ReadBody read, CancellationToken cancel)
    {
        if (read.Readings.Count == 0 && read.Mark is null)
        {
            Note(read);
            return new CollectorAnswer.Stored(0, read.LeftOut);
        }

        if (!_waiting.Reserve(read.Weight))
        {
            return new CollectorAnswer.Busy(_limits.RetryAfter);
        }

        if (!_waiting.Add(read))
        {
            _waiting.Release(read.Weight);
            return new CollectorAnswer.Busy(_limits.RetryAfter);
        }

        return await read.Done.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task Store()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (await _waiting.Wait().ConfigureAwait(false))
        {
            var bodies = _waiting.Take(_limits.Batch);
            if (bodies.Count > 0)
            {
                Store(bodies);
            }
        }
    }

    /// <summary>Stores bodies together; where that fails, each by itself, so that none fails for another.</summary>
    private void Store(List<ReadBody> bodies)
    {
        var began = _clock.GetTimestamp();
        try
        {
            _ledger.Store(bodies);
            _counts.Stored(bodies, _clock.GetElapsedTime(began), _clock.GetUtcNow());
            bodies.ForEach(body => Answer(body, new CollectorAnswer.Stored(body.Readings.Count, body.LeftOut)));
        }
        catch (LedgerFaultException exception)
        {
            _counts.Failed(exception.Message);
            if (bodies.Count == 1)
            {
                Answer(bodies[0], new CollectorAnswer.Failed(exception.Message));
                return;
            }

            bodies.ForEach(body => Store([body]));
        }
    }

    private void Answer(ReadBody body, CollectorAnswer answer)
    {
        _waiting.Release(body.Weight);
        if (answer is CollectorAnswer.Stored)
        {
            Note(body);
        }

        body.Done.SetResult(answer);
    }

    private void Note(ReadBody body)
    {
        IReadOnlyList<TrackingWarning> warnings = [.. body.Warnings, .. Ahead(body)];
        _counts.Noted(body.LeftOut, warnings);
        _notes.Add(body, warnings);
    }

    /// <summary>A warning where readings are of the future: a clock is wrong, here or there. Their hours stay open until they have ended.</summary>
    private IEnumerable<TrackingWarning> Ahead(ReadBody body)
    {
        var latest = _clock.GetUtcNow() + _limits.Ahead;
        var count = body.Readings.Count(reading => TimeOf(reading) > latest);
        return count > 0 ? [new(body.Readings[0].Where, "times in the future: a clock is wrong", count)] : [];
    }

    private static DateTimeOffset? TimeOf(Reading reading) => reading switch
    {
        Usage usage => usage.At,
        CounterPoint point => point.At,
        CounterStart start => start.At,
        Level level => level.At,
        _ => null,
    };

    private void Guard(Action close)
    {
        try
        {
            close();
        }
        catch (Exception exception) when (LedgerFault.IsOfStore(exception))
        {
            _counts.Failed("hours cannot be closed: " + LedgerFault.Words(exception));
        }
    }

    private async Task CloseHours(CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!cancel.IsCancellationRequested)
        {
            Close();
            await Task.Delay(_limits.CloseEvery, _clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
