namespace Mtok.Server;

/// <summary>
/// The catalog that answers rest on, read again when a file of the user's folder changes and when a day begins, on which other prices are in force. One
/// that has errors is said, and the one before stays.
/// </summary>
internal sealed class ServedCatalog
{
    private readonly ServerSettings _settings;
    private readonly Clock _clock;
    private volatile LoadedCatalog _current;
    private string _version;

    /// <summary>Reads the catalog.</summary>
    /// <exception cref="ServerFaultException">It has errors.</exception>
    public ServedCatalog(ServerSettings settings, Clock clock)
    {
        _settings = settings;
        _clock = clock;
        _version = Version();
        var problems = new Problems();
        _current = Load(problems) ?? throw ServerFaultException.Of(problems);
    }

    /// <summary>The catalog as it is now. What needs several facts of it for one answer takes it once.</summary>
    public LoadedCatalog Current => _current;

    /// <summary>Reads the catalog again where it has changed; from one thread.</summary>
    /// <returns>What is wrong with it, where it was read and has errors; else null.</returns>
    public Problems? Refresh()
    {
        var version = Version();
        if (version == _version)
        {
            return null;
        }

        _version = version;
        var problems = new Problems();
        if (Load(problems) is not { } loaded)
        {
            return problems;
        }

        _current = loaded;
        return null;
    }

    private LoadedCatalog? Load(Problems problems) => CatalogReader.Load(_settings.Catalog, problems, today: _clock.Today) is { } catalog
        ? new(catalog, _settings, _clock.Today, _version)
        : null;

    /// <summary>What changes with the day, and with the names, times and sizes of the user's files.</summary>
    private string Version() => $"{_clock.Today:O}|{(_settings.Catalog is { } path ? FileStamps.Of(path) : "")}";
}
