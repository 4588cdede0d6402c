using System.Globalization;

namespace Mtok.Imports;

/// <summary>
/// Writes prices as rows of <c>imported/offers/&lt;seller&gt;.csv</c>, <c>imported/apis/&lt;provider&gt;.csv</c> and
/// <c>imported/interruptions/&lt;seller&gt;.csv</c>.
/// </summary>
internal static class PriceRows
{
    public const string OfferHeader = "instance,accelerator,gpus,sold_as,region,zone,pricing,tier,usd_per_hour,since,until,announced,as_of,source";
    public const string ApiHeader =
        "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,cached_input_usd_per_mtok,cache_write_usd_per_mtok,"
        + "cache_write_1h_usd_per_mtok,reasoning_usd_per_mtok,service,hours,days,context_tokens,above_input_tokens,usd_per_request,"
        + "since,until,announced,as_of,source";
    public const string InterruptionHeader = "instance,region,low_percent_per_month,high_percent_per_month,as_of,source";

    /// <summary>The row of a machine's price, as quoted.</summary>
    public static string Line(Offer offer) => Line(
        offer.Instance, offer.AcceleratorId, Number(offer.Gpus), offer.SoldByGpu ? "gpu" : "machine", offer.Region, offer.Zone,
        Offer.PricingWords.First(word => word.Value == offer.Pricing).Key, offer.Tier, offer.QuotedAs?.ToString()
            ?? Number(offer.Price.Dollars), Day(offer.Provenance.Since), Day(offer.Provenance.Until), Day(offer.Provenance.Announced),
        offer.Provenance.AsOf.ToString(), offer.Provenance.Source);

    /// <summary>The row of a token price.</summary>
    public static string Line(ApiPrice api) => Line(
        api.ModelId, api.ProviderModel, Number(api.Prices.Stated(TokenKind.Input)?.Dollars),
        Number(api.Prices.Stated(TokenKind.Output)?.Dollars), Number(api.Prices.CachedInput?.Dollars),
        Number(api.Prices.CacheWrite?.Dollars), Number(api.Prices.CacheWriteHour?.Dollars), Number(api.Prices.Reasoning?.Dollars),
        api.Service == ApiService.Standard ? "" : ApiPrice.ServiceWords.First(word => word.Value == api.Service).Key, api.Hours?.HoursText ?? "",
        api.Hours?.DaysText ?? "", Number((decimal?)api.Context?.Count), Number((decimal?)api.AboveInput?.Count),
        api.PerRequest.Dollars > 0 ? Number(api.PerRequest.Dollars) : "", Day(api.Provenance.Since), Day(api.Provenance.Until),
        Day(api.Provenance.Announced), api.Provenance.AsOf.ToString(), api.Provenance.Source);

    /// <summary>The row of an interruption band.</summary>
    public static string Line(InterruptionBand band) => Line(
        band.Instance, band.Region, Number((decimal)Math.Round(band.Low.Percent, 6)), band.High is { } high
            ? Number((decimal)Math.Round(high.Percent, 6))
            : "", band.Provenance.AsOf.ToString(), band.Provenance.Source);

    /// <summary>A line of fields.</summary>
    public static string Line(params ReadOnlySpan<string> fields)
    {
        var line = new string[fields.Length];
        for (var at = 0; at < fields.Length; at++)
        {
            line[at] = Field(fields[at]);
        }

        return string.Join(',', line) + "\n";
    }

    private static string Day(AsOf? day) => day?.ToString() ?? "";

    private static string Number(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";

    private static string Field(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.AsSpan().IndexOfAny(",\"") < 0 ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
