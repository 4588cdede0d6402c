namespace Mtok.Tracking;

/// <summary>Follows logs: what was appended is sent to a collector, which keeps how far they are read together with what was read.</summary>
/// <param name="collector">Where lines go.</param>
/// <param name="log">The logs.</param>
public sealed class LogTail(LedgerCollector collector, FollowedLog log)
{
    /// <summary>Reads what was appended since, up to the last whole line, until nothing is left or the collector is busy.</summary>
    /// <param name="problems">Where to report what cannot be read.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How many readings were stored.</returns>
    public Task<int> Poll(Problems problems, CancellationToken cancel) => throw new NotImplementedException($"{collector} {log}");
}
