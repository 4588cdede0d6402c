namespace Mtok.Imports;

/// <summary>Azure's Retail Prices API, one or more pages. A reservation's price is for its whole term, although its unit says one hour.</summary>
internal static class AzureRetailPrices
{
    /// <summary>The member with the link to the next page.</summary>
    public const string NextPage = "NextPageLink";

    private const decimal HoursOfYear = 8760;

    public static bool Fits(JsonRow root) =>
        root.Has("Items") && root["Items"].IsArray && (root.Has("BillingCurrency") || root["Items"].Items.Take(1).Any(item => item.Has("retailPrice")));

    public static void Read(JsonRow root, Quotes quotes)
    {
        if (!quotes.HasAllPages && root.Text(NextPage).Length > 0)
        {
            quotes.Note("next-page", "the list continues at its NextPageLink; only the pages in the file are read", root.Line, "");
        }

        foreach (var item in root["Items"].Items)
        {
            var (named, meter) = (item.Text("armSkuName"), item.Text("meterName"));
            var refused = Refused(item, meter, quotes.Day);
            if (refused.Length > 0)
            {
                quotes.Drop("other-system", refused, item.Line, $"{named} {meter}");
                continue;
            }

            var pricing = PricingOf(item, meter);
            if (pricing is null)
            {
                quotes.Drop("other-term", "a term other than one or three years", item.Line, $"{named} {item.Text("reservationTerm")}");
                continue;
            }

            var years = pricing switch { Pricing.ReservedOneYear => 1, Pricing.ReservedThreeYears => 3, _ => 0 };
            quotes.Add(new MachineQuote("azure", named, item.Number("retailPrice") / (years == 0 ? 1 : years * HoursOfYear), pricing.Value, item.Line)
            {
                Accelerators = [named],
                Region = item.Text("armRegionName"),
                Currency = item.Text("currencyCode") is { Length: > 0 } currency ? currency : "USD",
            });
        }
    }

    private static string Refused(JsonRow item, string meter, AsOf? day) =>
        item.Text("serviceName") is { Length: > 0 } service && service != "Virtual Machines" ? "not a virtual machine"
        : item.Text("productName").Contains("Windows", StringComparison.OrdinalIgnoreCase) ? "includes a Windows licence, under the same meter as without"
        : meter.Contains("Low Priority", StringComparison.OrdinalIgnoreCase) ? "low priority, which Azure has replaced with spot"
        : item.Text("type") is not ("" or "Consumption" or "Reservation") ? "for development and testing only"
        : item.Text("unitOfMeasure") is { Length: > 0 } unit && unit != "1 Hour" ? "not hourly"
        : AsOf.TryParse(item.Text("effectiveStartDate") is { Length: >= 10 } start ? start[..10] : "", out var from)
            && day is { IsDated: true } today && from > today ? "not in force yet"
        : "";

    private static Pricing? PricingOf(JsonRow item, string meter) => (item.Text("type"), item.Text("reservationTerm")) switch
    {
        ("Reservation", "1 Year") => Pricing.ReservedOneYear,
        ("Reservation", "3 Years") => Pricing.ReservedThreeYears,
        ("Reservation", _) => null,
        _ =>
            meter.EndsWith("Spot", StringComparison.OrdinalIgnoreCase) || item.Text("skuName").EndsWith("Spot", StringComparison.OrdinalIgnoreCase)
                ? Pricing.Spot
                : Pricing.OnDemand,
    };
}
