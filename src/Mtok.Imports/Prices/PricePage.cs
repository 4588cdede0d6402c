using System.Text;

namespace Mtok.Imports;

/// <summary>A page of prices that may link to another, as in Azure Retail Prices.</summary>
/// <param name="Next">The address of the next page, as written; empty on the last page.</param>
public sealed record PricePage(string Next)
{
    /// <summary>The page in these bytes; null if they are not one.</summary>
    public static PricePage? Of(ReadOnlyMemory<byte> bytes) =>
        // Files of other formats are large, and not worth parsing twice.
        bytes.Span.IndexOf(Encoding.UTF8.GetBytes(AzureRetailPrices.NextPage)) >= 0
        && PriceJson.Read("", bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, new()) is [var root]
        && AzureRetailPrices.Fits(root)
            ? new(root.Text(AzureRetailPrices.NextPage))
            : null;
}
