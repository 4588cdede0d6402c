namespace Mtok;

/// <summary>An address that publishes prices in a supported format.</summary>
/// <param name="Id">Its id, also the source of the rows imported from it.</param>
/// <param name="Address">Its address.</param>
/// <param name="Seller">The seller whose prices they are, if the file does not name one; else null.</param>
/// <param name="Provenance">The source of the address.</param>
public sealed record PriceSource(string Id, Uri Address, string? Seller, Provenance Provenance)
{
    /// <summary>The address of a <c>[[source]]</c> table; null if it has none, or none of that form (reported).</summary>
    internal static PriceSource? Read(TomlTable row, string id, Provenance provenance, Problems problems)
    {
        var seller = row.OptionalText("seller");
        if (row.OptionalText("address") is not { } written)
        {
            return null;
        }

        if (Uri.TryCreate(written, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
        {
            return new(id, address!, seller, provenance);
        }

        problems.Error(row.WhereIs("address"), "bad-address", $"\"address\" must begin with https:// or http://, not \"{written}\"");
        return null;
    }
}
