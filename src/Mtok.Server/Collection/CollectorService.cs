using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>Runs the collector as long as the server runs; what waits when it stops is stored first.</summary>
internal sealed class CollectorService(LedgerCollector collector) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => collector.Run(stoppingToken);
}
