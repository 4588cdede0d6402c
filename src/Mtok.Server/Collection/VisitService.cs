using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>Goes to what is configured, each at its own pace: scrapes targets, asks Prometheus servers, follows logs, imports files.</summary>
internal sealed class VisitService(CollectorFile visits, LedgerCollector collector, ScrapeState state, Clock clock) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = System.Net.DecompressionMethods.All })
    {
        MaxResponseContentBufferSize = Bodies.Largest,
        Timeout = Longest,
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        .. visits.Scrapes.Select(target => Repeat(target.Every, target.Target, cancel => Scrape(target, cancel), stoppingToken)),
        .. visits.Queries.Select(server => Repeat(server.Every, server.Url.ToString(), cancel => Ask(server, cancel), stoppingToken)),
        .. visits.Tails.Select(log => Repeat(log.Every, log.Path, Follow(log), stoppingToken)),
        .. visits.Imports.Select(files => Repeat(files.Every, files.Path, Import(files), stoppingToken)),
    ]);

    private async Task Repeat(TimeSpan every, string target, Func<CancellationToken, Task<string?>> visit, CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var timer = new PeriodicTimer(every, clock.Time);
        do
        {
            var at = clock.Now;
            state.Keep(target, at, await Visited(visit, cancel).ConfigureAwait(false));
        }
        while (!cancel.IsCancellationRequested && await Next(timer, cancel).ConfigureAwait(false));
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What went wrong with a visit; null where nothing did.</summary>
    private static async Task<string?> Visited(Func<CancellationToken, Task<string?>> visit, CancellationToken cancel)
    {
        try
        {
            return await visit(cancel).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            return exception is OperationCanceledException ? "no answer in time" : exception.Message;
        }
    }

    private async Task<string?> Scrape(ScrapeTarget target, CancellationToken cancel)
    {
        var at = clock.Now;
        using var request = new HttpRequestMessage(HttpMethod.Get, target.Url);
        return await Taken(request, target.BearerEnv, bytes => target.BodyOf(bytes, at), cancel).ConfigureAwait(false);
    }

    private async Task<string?> Ask(PrometheusServer server, CancellationToken cancel)
    {
        string? fault = null;
        foreach (var query in PrometheusQuery.Of(server.Window))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "api/v1/query"))
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("query", query)]),
            };
            fault = await Taken(request, server.BearerEnv, server.BodyOf, cancel).ConfigureAwait(false) ?? fault;
        }

        return fault;
    }

    private Func<CancellationToken, Task<string?>> Follow(FollowedLog log)
    {
        var tail = new LogTail(collector, log);
        return async cancel =>
        {
            var problems = new Problems();
            await tail.Poll(problems, cancel).ConfigureAwait(false);
            return problems.HasErrors ? problems.All[0].Message : null;
        };
    }

    /// <summary>Imports files where their names, times or sizes have changed; what was wrong with them is said until they change.</summary>
    private Func<CancellationToken, Task<string?>> Import(WatchedFiles files)
    {
        var (seen, fault) = ("", (string?)null);
        return _ =>
        {
            var stamps = FileStamps.Of(files.Path);
            if (stamps != seen)
            {
                var problems = new Problems();
                collector.Import([files.Path], problems);
                seen = stamps;
                fault = problems.All.FirstOrDefault(problem => problem.Severity == Severity.Error)?.ToString();
            }

            return Task.FromResult(fault);
        };
    }

    /// <summary>Asks, and hands the answer to the collector; a collector that is busy is asked again at the next visit.</summary>
    private async Task<string?> Taken(HttpRequestMessage request, string? bearer, Func<ReadOnlyMemory<byte>, CollectedBody> body, CancellationToken cancel)
    {
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", Secrets.Of(bearer));
        }

        using var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return $"answered {(int)response.StatusCode}";
        }

        return await collector.Take(body(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false)), cancel).ConfigureAwait(false) switch
        {
            CollectorAnswer.Stored => null,
            CollectorAnswer.Bad bad => bad.Problems[0].Message,
            CollectorAnswer.Busy => "too much is waiting to be stored",
            CollectorAnswer.Failed failed => failed.Why,
            _ => throw new InvalidOperationException(),
        };
    }
}
