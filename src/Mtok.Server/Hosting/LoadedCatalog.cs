using System.Security.Cryptography;
using System.Text;

namespace Mtok.Server;

/// <summary>A catalog as it was read once, and what replicas serve by it.</summary>
/// <param name="catalog">The facts.</param>
/// <param name="settings">Name the user's folder and the version of the program.</param>
/// <param name="day">The day on which its prices are in force.</param>
/// <param name="version">What changes with the day and the user's files; taken before they were read.</param>
internal sealed class LoadedCatalog(Catalog catalog, ServerSettings settings, DateOnly day, string version)
{
    /// <summary>What replicas serve; shared by all requests.</summary>
    public Capacities Capacities { get; } = new(catalog);

    /// <summary>The facts.</summary>
    public Catalog Catalog => catalog;

    /// <summary>Prices on which sources disagree.</summary>
    public Lazy<IReadOnlyList<PriceDisagreement>> Disagreements { get; } = new(() => PriceDisagreement.Among(catalog));

    /// <summary>What changes with the catalog, its day or the program: the entity tag of answers that rest on nothing else.</summary>
    public Lazy<string> Tag { get; } = new(() => TagOf($"{settings.Version} {version}"));

    /// <summary>What replicas serve by the prices of a day; those in force for null. Null with the problems where they cannot be read.</summary>
    public Capacities? Of(DateOnly? asOf, Problems problems) =>
        asOf is not { } past ? Capacities : CatalogReader.Load(settings.Catalog, problems, past, day) is { } known ? new(known) : null;

    private static string TagOf(string version)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in CatalogFiles.Embedded().SelectMany(file => new[] { file.Path, file.Text }).Prepend(version))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return $"\"{Convert.ToHexString(hash.GetHashAndReset())[..16]}\"";
    }
}
