using System.Security.Cryptography;
using System.Text;

namespace Mtok.Server;

/// <summary>The catalog that answers rest on, read once, and what replicas serve by it.</summary>
internal sealed class ServedCatalog
{
    private readonly string? _folder;
    private readonly Clock _clock;

    /// <summary>Reads the catalog.</summary>
    /// <exception cref="ServerFaultException">It has errors.</exception>
    public ServedCatalog(ServerSettings settings, Clock clock)
    {
        _folder = settings.Catalog;
        _clock = clock;
        var problems = new Problems();
        var catalog = CatalogReader.Load(_folder, problems, today: clock.Today)
            ?? throw ServerFaultException.Of(problems);
        Capacities = new(catalog);
        Disagreements = new(() => PriceDisagreement.Among(catalog));
        Tag = new(() => TagOf(settings));
    }

    /// <summary>What replicas serve; shared by all requests.</summary>
    public Capacities Capacities { get; }

    /// <summary>The facts.</summary>
    public Catalog Catalog => Capacities.Catalog;

    /// <summary>Prices on which sources disagree.</summary>
    public Lazy<IReadOnlyList<PriceDisagreement>> Disagreements { get; }

    /// <summary>What changes with the catalog or the program: the entity tag of answers that rest on nothing else.</summary>
    public Lazy<string> Tag { get; }

    /// <summary>What replicas serve by the prices of a day; today's for null. Null with the problems where they cannot be read.</summary>
    public Capacities? Of(DateOnly? asOf, Problems problems) =>
        asOf is not { } day ? Capacities : CatalogReader.Load(_folder, problems, day, _clock.Today) is { } catalog ? new(catalog) : null;

    private static string TagOf(ServerSettings settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var own = settings.Catalog is { } folder ? CatalogFiles.Users(folder, new()) : [];
        foreach (var text in CatalogFiles.Embedded().Concat(own).SelectMany(file => new[] { file.Path, file.Text }).Prepend(settings.Version))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return $"\"{Convert.ToHexString(hash.GetHashAndReset())[..16]}\"";
    }
}
