using System.Diagnostics.CodeAnalysis;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>Opens what a server reads at its start: catalog, ledger, limits, what it visits. Whatever is wrong with them keeps it from starting.</summary>
internal static class TrackingServices
{
    private static readonly TimeSpan UsualPace = TimeSpan.FromSeconds(15);

    /// <summary>Adds them.</summary>
    /// <exception cref="ServerFaultException">Something cannot be read; all that is wrong, a line each.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the services own the collector")]
    public static void Add(IServiceCollection services, ServerSettings settings)
    {
        var clock = new Clock();
        var catalog = new ServedCatalog(settings, clock);
        var problems = new Problems();
        var limits = settings.Limits is { } file && InputFile.TryRead(file, problems) is { } text ? AlertLimits.Read(file, text, problems) : AlertLimits.None;
        var visits = Visits(settings, problems);
        var place = Place(settings, problems);
        var collects = settings.Ledger is not null && !settings.ReadOnly;
        var collector = collects && !problems.HasErrors
            ? LedgerCollector.Open(settings.Ledger!, catalog.Current.Catalog, CollectorLimits.Default, clock.Time, problems)
            : null;
        if (problems.HasErrors)
        {
            throw ServerFaultException.Of(problems);
        }

        services.AddSingleton(clock).AddSingleton(catalog).AddHostedService<CatalogService>().AddSingleton(limits!).AddSingleton<ScrapeState>();
        services.AddSingleton<TrackedAnswers>();
        services.AddSingleton(provider => new TrackedSource(place, catalog, clock, collector));
        services.AddSingleton<ITrackedSource>(provider => provider.GetRequiredService<TrackedSource>());
        services.AddHostedService(provider => provider.GetRequiredService<TrackedSource>());
        if (collector is not null)
        {
            services.AddSingleton(_ => collector).AddSingleton(visits!);
            services.AddHostedService<CollectorService>();
            services.AddHostedService<VisitService>();
        }
    }

    private static LedgerPlace? Place(ServerSettings settings, Problems problems)
    {
        ClickHouseAddress? address = null;
        if (settings.Store is { } store && !ClickHouseAddress.TryParse(store, Secrets.Of, out address, out var fault))
        {
            problems.Error(new("--store", 0, 0), "bad-option", fault);
        }

        return settings.Ledger is { } folder ? new(folder, address) : null;
    }

    private static CollectorFile? Visits(ServerSettings settings, Problems problems)
    {
        var file = settings.Collect is { } path
            ? InputFile.TryRead(path, problems) is { } text ? new CollectorFileReader(problems).Read(path, text) : null
            : CollectorFile.Empty;
        var scrapes = settings.Scrape.Select(address => Target(address, problems)).OfType<ScrapeTarget>().ToList();
        return file is null ? null : file with { Scrapes = [.. file.Scrapes, .. scrapes] };
    }

    private static ScrapeTarget? Target(string address, Problems problems)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return new(url, url.Authority, UsualPace, new Dictionary<string, string>(), null);
        }

        problems.Error(new("--scrape", 0, 0), "bad-option", $"\"{address}\" must be an address such as http://localhost:8000/metrics");
        return null;
    }
}
