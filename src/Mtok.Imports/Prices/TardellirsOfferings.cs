namespace Mtok.Imports;

/// <summary>tardellirs/gpu-pricing offerings.json: the price of one GPU at many small sellers.</summary>
internal static class TardellirsOfferings
{
    private static readonly string[] PlainTiers = ["", "on-demand", "spot"];

    public static bool Fits(JsonRow root) => root.Items.Take(1).Any(row => row.Has("provider_id") && row.Has("gpu_model") && row.Has("price_usd_hour"));

    public static void Read(JsonRow root, Quotes quotes)
    {
        foreach (var row in root.Items)
        {
            var (tier, gpu, memory) = (row.Text("tier"), row.Text("gpu_model"), row.Number("vram_gb"));
            quotes.Add(new MachineQuote(
                row.Text("provider_id"),
                Instance(row, tier),
                row.Number("price_usd_hour"),
                row.Flag("is_spot") == true ? Pricing.Spot : Pricing.OnDemand,
                row.Line)
            {
                Accelerators = Spellings(gpu, row.Text("interconnect"), memory),
                Gpus = 1,
                SoldByGpu = true,
                Tier = PlainTiers.Contains(tier) ? "" : tier,
                Memory = memory is > 0 and < 10_000 ? Bytes.FromGigabytes((double)memory) : null,
                AsOf = AsOf.TryParse(row.Text("collected_at"), out var day) && day.IsDated ? day : null,
            });
        }
    }

    /// <summary>The id without the seller prefix and the tier suffix, which have separate columns.</summary>
    private static string Instance(JsonRow row, string tier)
    {
        var (id, seller) = (row.Text("id"), row.Text("provider_id"));
        id = id.StartsWith(seller + "-", StringComparison.Ordinal) ? id[(seller.Length + 1)..] : id;
        return tier.Length > 0 && id.EndsWith("-" + tier, StringComparison.Ordinal) ? id[..^(tier.Length + 1)] : id;
    }

    /// <summary>The name combined with other stated properties, the most specific first; the bare name only if there are none.</summary>
    private static List<string> Spellings(string gpu, string interconnect, decimal? memory)
    {
        var size = memory is { } gigabytes ? FormattableString.Invariant($"{gigabytes:0.##}GB") : "";
        var link = interconnect.Length == 0 || gpu.Contains(interconnect, StringComparison.OrdinalIgnoreCase) ? "" : interconnect;
        return [.. new[] { $"{gpu} {link} {size}", $"{gpu} {size} {link}", $"{gpu} {size}", $"{gpu} {link}", gpu }
            .Select(name => string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(name => name.Length > 0).Distinct()];
    }
}
