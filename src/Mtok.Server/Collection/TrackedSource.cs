using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>
/// Reads the ledger again and again in the background, as often as its size allows: a reading takes at most a fifth of the time between two. It
/// reads beside the collector, or the closed hours of another process. Deployments are priced by the catalog, so another one has it read again too.
/// </summary>
internal sealed class TrackedSource(LedgerPlace? place, ServedCatalog catalog, Clock clock, LedgerCollector? collector) : BackgroundService, ITrackedSource
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private const int Rest = 5;

    private volatile TrackedView _current = new(null, DateTimeOffset.MinValue, place is null ? "there is no ledger" : "the ledger is being read");
    private (string? Ledger, LoadedCatalog Catalog)? _read;

    /// <inheritdoc/>
    public TrackedView Current => _current;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (place is not null && !stoppingToken.IsCancellationRequested)
        {
            var began = clock.Time.GetTimestamp();
            var version = (Ledger: Version(place), catalog.Current);
            if (version.Ledger is null || version != _read)
            {
                Read(place, version.Current.Catalog);
                _read = version;
            }

            var wait = clock.Time.GetElapsedTime(began) * Rest;
            await Task.Delay(wait > Shortest ? wait : Shortest, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Read(LedgerPlace from, Catalog facts)
    {
        var problems = new Problems();
        collector?.Use(facts);
        var tracked = collector is not null ? collector.Snapshot(problems) : new LedgerReader(from, facts, problems).Read();
        _current = tracked is null
            ? _current with { Why = string.Join("; ", problems.All.Where(problem => problem.Severity == Severity.Error).Select(problem => problem.Message)) }
            : new(tracked, clock.Now, null);
    }

    /// <summary>What changes when there is more to read; null where that is not known.</summary>
    private string? Version(LedgerPlace from) => collector is not null
        ? FormattableString.Invariant($"{collector.Changes} {collector.Status.ClosedThrough?.UtcTicks}")
        : from.Version();
}
