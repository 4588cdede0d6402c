namespace Mtok.Server;

/// <summary>Looks for changes of the catalog as long as the server runs.</summary>
internal sealed partial class CatalogService(ServedCatalog catalog, Clock clock, ILogger<CatalogService> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stoppingToken.IsCancellationRequested)
        {
            Refresh();
            await Task.Delay(Pace, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Refresh()
    {
        try
        {
            foreach (var problem in catalog.Refresh()?.All.Where(problem => problem.Severity == Severity.Error) ?? [])
            {
                Wrong(problem.ToString());
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Wrong(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog was not read again: {Problem}")]
    private partial void Wrong(string problem);
}
