namespace Mtok.Tracking;

/// <summary>
/// The one writer of a ledger that many senders send to: bodies are read where they come in, wait in a bounded queue, and are put together into
/// transactions. A body is answered once it is on disk.
/// </summary>
public sealed class LedgerCollector : IDisposable
{
    private LedgerCollector()
    {
    }

    /// <summary>Opens a ledger to collect into, and creates it where it is missing.</summary>
    /// <param name="folder">The ledger's folder.</param>
    /// <param name="catalog">Where its deployments look up offers and accelerators.</param>
    /// <param name="limits">How much is taken at once.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="problems">Where to report why it cannot be opened.</param>
    /// <returns>The collector; null where the ledger cannot be opened.</returns>
    public static LedgerCollector? Open(string folder, Catalog catalog, CollectorLimits limits, TimeProvider clock, Problems problems) =>
        throw new NotImplementedException();

    /// <summary>What it has done and how it is; from any thread.</summary>
    public CollectorStatus Status { get; } = null!;

    /// <summary>Takes a body; from any thread, several at once. Complete once the body is on disk, refused or failed.</summary>
    /// <param name="body">The body.</param>
    /// <param name="cancel">Ends the waiting alone: a body that is queued may still be stored.</param>
    public Task<CollectorAnswer> Take(CollectedBody body, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Everything in the ledger as it is on disk now, open hours included; from any thread, while others send.</summary>
    /// <param name="problems">Where to report why it cannot be read.</param>
    /// <returns>What is in it; null where it cannot be read.</returns>
    public Tracked? Snapshot(Problems problems) => throw new NotImplementedException();

    /// <summary>Stores what comes in and closes hours that have ended, until cancelled; what waits by then is stored first.</summary>
    /// <param name="cancel">Ends it.</param>
    public Task Run(CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
