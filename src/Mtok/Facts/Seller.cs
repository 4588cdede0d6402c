namespace Mtok;

/// <summary>What kind of seller a price is from.</summary>
public enum SellerKind
{
    /// <summary>Sells its own stock at its own prices.</summary>
    Cloud,

    /// <summary>Lists machines of many hosts at their prices: each price is one listing, of which there may be no second.</summary>
    Marketplace,
}

/// <summary>A seller of machines of which more than its name is known.</summary>
/// <param name="Id">Its name, as offers give it.</param>
/// <param name="Kind">What kind of seller it is.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record Seller(string Id, SellerKind Kind, Provenance Provenance)
{
    /// <summary>The words a catalog uses for each kind.</summary>
    public static IReadOnlyDictionary<string, SellerKind> KindWords { get; } = new Dictionary<string, SellerKind>(StringComparer.Ordinal)
    {
        ["cloud"] = SellerKind.Cloud,
        ["marketplace"] = SellerKind.Marketplace,
    };

    /// <summary>Reads the <c>[[seller]]</c> tables of <c>sellers.toml</c>.</summary>
    internal static IEnumerable<Seller> Read(CatalogFile file, Problems problems)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var sellers = root.Tables("seller").Select(row =>
        {
            var seller = new Seller(Ids.Read(row, problems), row.Word("kind", KindWords, SellerKind.Cloud), Ids.ReadProvenance(row, problems));
            row.RejectUnknown();
            return seller;
        }).ToList();
        root.RejectUnknown();
        return sellers;
    }
}
