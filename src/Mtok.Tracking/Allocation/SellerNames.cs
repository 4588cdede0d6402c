namespace Mtok.Tracking;

/// <summary>The names under which sellers of machines bill, as of November 2026: the catalog's id is not what an invoice says.</summary>
internal static class SellerNames
{
    private static readonly Dictionary<string, string[]> Billed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws"] = ["AWS", "Amazon"],
        ["azure"] = ["Microsoft", "Azure"],
        ["gcp"] = ["Google"],
        ["oracle"] = ["Oracle"],
        ["oci"] = ["Oracle"],
    };

    /// <summary>Whether a bill's provider is a seller of the catalog.</summary>
    public static bool Same(string provider, string seller) =>
        seller.Length > 0 && provider.Length > 0
            && Billed.GetValueOrDefault(seller, [seller]).Any(name => provider.Contains(name, StringComparison.OrdinalIgnoreCase));
}
