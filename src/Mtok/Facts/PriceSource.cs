namespace Mtok;

/// <summary>An address that publishes prices in a supported format.</summary>
/// <param name="Id">Its id, also the source of the rows imported from it.</param>
/// <param name="Address">Its address.</param>
/// <param name="Seller">The seller whose prices they are, if the file does not name one; else null.</param>
/// <param name="Provenance">The source of the address.</param>
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
