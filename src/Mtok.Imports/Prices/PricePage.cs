using System.Text;

namespace Mtok.Imports;

/// <summary>A page of prices that may go on elsewhere, as answers of Azure Retail Prices do.</summary>
/// <param name="Next">The address of the page behind it, as it is written; empty on the last page.</param>
public sealed record PricePage(string Next)
{
    /// <summary>The page that the bytes are; null where they are none.</summary>
    public static PricePage? Of(ReadOnlyMemory<byte> bytes) =>
        // Files of other formats are large, and not worth reading twice.
        bytes.Span.IndexOf(Encoding.UTF8.GetBytes(AzureRetailPrices.NextPage)) >= 0
        && PriceJson.Read("", bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, new()) is [var root]
        && AzureRetailPrices.Fits(root)
            ? new(root.Text(AzureRetailPrices.NextPage))
            : null;
}
