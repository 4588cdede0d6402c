namespace Mtok.Imports;

/// <summary>Azure's Retail Prices API, one or more pages. A reservation's price is for its whole term, although its unit says one hour.</summary>
internal static class AzureRetailPrices
{
    /// <summary>The member with the link to the next page.</summary>
    public const string NextPage = "NextPageLink";

    private const string SavingsPlan = "savings_plan";

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
            var refused = Refused(item, meter);
            if (refused.Length > 0)
            {
                quotes.Drop("other-system", refused, item.Line, $"{named} {meter}");
                continue;
            }

            var pricing = PricingOf(item, meter);
            if (pricing is null)
            {
                quotes.Drop("other-term", "a term other than one, three or five years", item.Line, $"{named} {item.Text("reservationTerm")}");
                continue;
            }

            var hours = Math.Max(1, (decimal)Math.Round(Offer.TermOf(pricing.Value).Hours));
            var quote = new MachineQuote("azure", named, item.Number("retailPrice") / hours, pricing.Value, item.Line)
            {
                Accelerators = [named],
                Region = item.Text("armRegionName"),
                Currency = item.Text("currencyCode") is { Length: > 0 } currency ? currency : "USD",
                Since = DayOf(item, "effectiveStartDate"),
                Until = DayOf(item, "effectiveEndDate"),
            };
            quotes.Add(quote);
            AddSavingsPlans(quote, item, quotes);
        }
    }

    /// <summary>Savings plans commit to spending by the hour; their prices are hourly, unlike those of reservations.</summary>
    private static void AddSavingsPlans(MachineQuote machine, JsonRow item, Quotes quotes)
    {
        foreach (var plan in item["savingsPlan"].Items)
        {
            if (TermOf(plan.Text("term")) is { } pricing)
            {
                quotes.Add(machine with
                {
                    Price = plan.Number("retailPrice") ?? plan.Number("unitPrice"),
                    Pricing = pricing,
                    Tier = SavingsPlan,
                    Line = plan.Line,
                });
            }
            else
            {
                quotes.Drop("other-term", "a savings plan for a term other than one or three years", plan.Line, $"{machine.Instance} {plan.Text("term")}");
            }
        }
    }

    private static string Refused(JsonRow item, string meter) =>
        item.Text("serviceName") is { Length: > 0 } service && service != "Virtual Machines" ? "not a virtual machine"
        : item.Text("productName").Contains("Windows", StringComparison.OrdinalIgnoreCase) ? "includes a Windows licence, under the same meter as without"
        : meter.Contains("Low Priority", StringComparison.OrdinalIgnoreCase) ? "low priority, which Azure has replaced with spot"
        : item.Text("type") is not ("" or "Consumption" or "Reservation") ? "for development and testing only"
        : item.Text("unitOfMeasure") is { Length: > 0 } unit && unit != "1 Hour" ? "not hourly"
        : item.Number("tierMinimumUnits") > 0 ? "for the hours beyond a number of them"
        : "";

    private static AsOf? DayOf(JsonRow item, string member) =>
        item.Text(member) is { Length: >= 10 } text && AsOf.TryParse(text[..10], out var day) ? day : null;

    private static Pricing? PricingOf(JsonRow item, string meter) => (item.Text("type"), item.Text("reservationTerm")) switch
    {
        ("Reservation", var term) => TermOf(term),
        _ =>
            meter.EndsWith("Spot", StringComparison.OrdinalIgnoreCase) || item.Text("skuName").EndsWith("Spot", StringComparison.OrdinalIgnoreCase)
                ? Pricing.Spot
                : Pricing.OnDemand,
    };

    private static Pricing? TermOf(string term) => term switch
    {
        "1 Year" => Pricing.ReservedOneYear,
        "3 Years" => Pricing.ReservedThreeYears,
        "5 Years" => Pricing.ReservedFiveYears,
        _ => null,
    };
}
