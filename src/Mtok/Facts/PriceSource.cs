namespace Mtok;

/// <summary>An address that publishes prices in a format that can be imported.</summary>
/// <param name="Id">What it is called, also as the source of its rows.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Seller">Who asks its prices, where it does not say; null where it does.</param>
/// <param name="Provenance">Who says that it is there.</param>
public sealed record PriceSource(string Id, Uri Address, string? Seller, Provenance Provenance)
{
    /// <summary>Reads the <c>[[source]]</c> tables of <c>sources/*.toml</c>.</summary>
    internal static IEnumerable<PriceSource> Read(CatalogFile file, Problems problems)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            yield break;
        }

        foreach (var row in root.Tables("source"))
        {
            var id = Ids.Read(row, problems);
            var written = row.Text("address");
            var isAddress = Uri.TryCreate(written, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
            if (!isAddress && written.Length > 0)
            {
                problems.Error(row.WhereIs("address"), "bad-address", $"\"address\" must begin with https:// or http://, not \"{written}\"");
            }

            var seller = row.OptionalText("seller");
            var provenance = Ids.ReadProvenance(row, problems);
            row.RejectUnknown();
            if (isAddress && id.Length > 0)
            {
                yield return new(id, address!, seller, provenance);
            }
        }

        root.RejectUnknown();
    }
}
