namespace Mtok;

/// <summary>Where a region lies that sellers name without saying it.</summary>
/// <param name="Name">The name, or its beginning: <c>us-east-1</c> is the beginning of <c>us-east-1-atl-1</c>, and not of <c>us-east-12</c>.</param>
/// <param name="Seller">The seller that uses it so; empty for all that have no row of their own.</param>
/// <param name="Territory">Where it lies.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record RegionName(string Name, string Seller, Territory Territory, Provenance Provenance)
{
    /// <summary>Reads <c>places/regions.csv</c>.</summary>
    internal static IEnumerable<RegionName> Read(CatalogFile file, Problems problems)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(["region", "place", "as_of", "source"], ["seller"]))
        {
            var name = row.RequiredText("region");
            if (Territory.Named(row.RequiredText("place")) is { } place)
            {
                yield return new(name.ToLowerInvariant(), row.Text("seller"), place, Ids.ReadProvenance(row, problems));
            }
            else
            {
                problems.Error(
                    row.WhereIs("place"), "unknown-place", $"\"{row.Text("place")}\" must be EU, a continent, or a country by its name or code of two letters");
            }
        }
    }
}

/// <summary>Finds where a region lies: by the rows of a catalog, then by the countries that its own name spells out.</summary>
/// <param name="rows">What the catalog states.</param>
internal sealed class RegionNames(IReadOnlyList<RegionName> rows)
{
    /// <summary>What names begin with that are no codes of countries, though ISO 3166-1 knows some of them: continents and points of the compass.</summary>
    private static readonly HashSet<string> Directions =
        new(StringComparer.OrdinalIgnoreCase) { "eu", "eur", "ap", "as", "sea", "oc", "na", "sa", "af", "me", "la" };

    private readonly ILookup<string, RegionName> _bySeller = rows.ToLookup(row => row.Seller, StringComparer.Ordinal);
    private readonly Dictionary<(string Seller, string Region), Territory?> _known = [];

    /// <summary>Where a seller's region lies; null if not known.</summary>
    public Territory? Find(string seller, string region)
    {
        if (region.Length == 0)
        {
            return null;
        }

        if (!_known.TryGetValue((seller, region), out var place))
        {
            place = _known[(seller, region)] = region.Contains(',', StringComparison.Ordinal)
                ? OfParts(region)
                : Listed(seller, region.ToLowerInvariant()) ?? SpeltOut(region);
        }

        return place;
    }

    private Territory? Listed(string seller, string region) =>
        Longest(_bySeller[seller], region) ?? (seller.Length > 0 ? Longest(_bySeller[""], region) : null);

    private static Territory? Longest(IEnumerable<RegionName> rows, string region) =>
        rows.Where(row => Begins(region, row.Name)).MaxBy(row => row.Name.Length)?.Territory;

    /// <summary>A name goes on after its beginning with another kind of letter: <c>fra1</c> begins with <c>fra</c>, <c>france</c> does not.</summary>
    private static bool Begins(string region, string name) =>
        region.StartsWith(name, StringComparison.Ordinal)
        && (region.Length == name.Length || KindOf(region[name.Length]) is var next && (next == 0 || next != KindOf(name[^1])));

    private static int KindOf(char letter) => char.IsAsciiDigit(letter) ? 1 : char.IsLetter(letter) ? 2 : 0;

    /// <summary>A place spelt as "City, FR, EU", in which EU is the continent: the last part that is a country, else the continent.</summary>
    private static Territory? OfParts(string region)
    {
        var parts = region.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Reverse().ToList();
        return parts.Select(part => Country.OfCode(part) ?? Country.OfName(part)).FirstOrDefault(country => country is not null) is { } found
            ? Territory.Of(found)
            : parts.Select(part => Territory.Named(part == "EU" ? "Europe" : part)).FirstOrDefault(place => place is not null);
    }

    /// <summary>A name that begins with a country's code (<c>us-ks-2</c>), has one after a continent's (<c>eu-ro-1</c>), or holds a country's name.</summary>
    private static Territory? SpeltOut(string region)
    {
        var words = Words(region);
        var country = Country.OfName(region)
            ?? (words.Count > 0 && !Directions.Contains(words[0]) ? Country.OfCode(words[0]) ?? Country.OfName(words[0]) : null)
            ?? (words.Count > 1 && Directions.Contains(words[0]) ? Country.OfCode(words[1]) : null)
            ?? words.Where(word => word.Length > 3).Select(Country.OfName).FirstOrDefault(found => found is not null);
        return country is not null ? Territory.Of(country) : Directions.Contains(region) ? null : Territory.Named(region);
    }

    private static List<string> Words(string region)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= region.Length; i++)
        {
            if (i == region.Length || !char.IsLetter(region[i]))
            {
                if (i > start)
                {
                    words.Add(region[start..i]);
                }

                start = i + 1;
            }
        }

        return words;
    }
}
