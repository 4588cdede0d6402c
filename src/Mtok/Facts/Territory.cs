namespace Mtok;

/// <summary>Where something is served from, or has to be: a country, the European Union, or a continent.</summary>
/// <param name="Name">Its English name.</param>
/// <param name="Country">The country; null for the Union and for a continent.</param>
/// <param name="Continent">The continent that it is or lies in.</param>
/// <param name="InUnion">Whether all of it is in the European Union.</param>
public sealed record Territory(string Name, Country? Country, string Continent, bool InUnion)
{
    private static readonly Dictionary<string, string> ContinentCodes = new(StringComparer.Ordinal)
    {
        ["na"] = "North America",
        ["as"] = "Asia",
        ["oc"] = "Oceania",
        ["af"] = "Africa",
    };

    /// <summary>The European Union: its member states, without the United Kingdom, Switzerland, Norway and Iceland.</summary>
    public static Territory Union { get; } = new("European Union", null, "Europe", InUnion: true);

    /// <summary>What may mean two places: SA is Saudi Arabia by its code and South America in some sellers' names.</summary>
    public static string Ambiguous => "SA";

    /// <summary>The place of that name or code, in any case: <c>EU</c>, a country, or a continent; null if it names none, or two.</summary>
    public static Territory? Named(string name)
    {
        var folded = Spelling.Fold(name);
        return folded is "eu" or "europeanunion" ? Union
            : name.Equals(Ambiguous, StringComparison.OrdinalIgnoreCase) ? null
            : (Country.OfCode(name) ?? Country.OfName(name)) is { } country ? Of(country)
            : ContinentNamed(folded) is { } continent ? new(continent, null, continent, InUnion: false)
            : null;
    }

    /// <summary>A country as a place.</summary>
    public static Territory Of(Country country) => new(country.Name, country, country.Continent, country.InUnion);

    /// <summary>Whether all of it lies in another.</summary>
    public bool IsWithin(Territory other) =>
        other.Country is not null ? Country == other.Country
        : other.InUnion ? InUnion
        : Continent == other.Continent;

    /// <summary>
    /// Whether a region is as asked for: in the place asked for, where that names one; otherwise if its name, or a part of it between commas, starts so.
    /// </summary>
    /// <param name="place">Where the region lies; null if not known, which is in no place.</param>
    /// <param name="region">Its name.</param>
    /// <param name="asked">A place, or the beginning of a name.</param>
    public static bool IsIn(Territory? place, string region, string asked) =>
        Named(asked) is { } wanted
            ? place?.IsWithin(wanted) == true
            : region.Split(',', StringSplitOptions.TrimEntries).Append(region).Any(part => part.StartsWith(asked, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string? ContinentNamed(string folded) =>
        ContinentCodes.GetValueOrDefault(folded) ?? Country.Continents.FirstOrDefault(continent => Spelling.Fold(continent) == folded);
}
