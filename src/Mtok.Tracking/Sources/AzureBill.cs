namespace Mtok.Tracking;

/// <summary>
/// Cost exports of Azure, of any agreement and language: columns by name, those of translated exports by the name in brackets. The cost
/// column counts, never quantity x price: quantities are in units such as <c>10 Hours</c>.
/// </summary>
internal static class AzureBill
{
    private static readonly string[] Costs = ["CostInBillingCurrency", "PreTaxCost", "Cost"];

    /// <summary>The format.</summary>
    public static BillFormat Format { get; } = new(
        "Azure cost export",
        columns => Array.Exists(Costs, columns.Has) && (columns.Has("MeterCategory") || columns.Has("MeterId")) && !columns.Has("ChargeCategory"),
        Costs,
        Read);

    private static void Read(BillLine line, BillReading reading)
    {
        if (reading.Billed(line, Costs, line.Text("BillingCurrencyCode", "BillingCurrency", "Currency")) is not { } billed)
        {
            return;
        }

        var day = reading.Time(line, "UsageDateTime", "Date", "ServicePeriodStartDate");
        var info = line.Details("AdditionalInfo");
        var tags = line.Details("Tags");
        var tokens = TokensOf(line);
        reading.Add(new(
            line.Where,
            "Microsoft Azure",
            FocusBill.PeriodOf(reading.Time(line, "BillingPeriodStartDate") ?? FirstOfMonth(day)),
            day,
            day?.AddDays(1),
            ItemOf(line.Text("ChargeType"), reading, line.Where),
            new(
                tokens is null ? "" : line.Text("MeterName"),
                FocusBill.TeamOf(tags) is { Length: > 0 } team ? team : line.Text("SubscriptionName", "SubscriptionId", "SubscriptionGuid"),
                tags.GetValueOrDefault("deployment") ?? ""),
            billed,
            null)
        {
            Class = tokens,
            Resource = line.Text("ResourceId", "InstanceId"),
            Sku = info.GetValueOrDefault("ServiceType") ?? line.Text("MeterName"),
            Service = line.Text("MeterCategory", "ConsumedService"),
            Description = info.GetValueOrDefault("VMName") ?? line.Text("ProductName", "Product", "MeterName"),
            Tokens = tokens is null ? null : reading.Tokens(line.Where, TokenCount(line, reading)),
            Hours = line.Text("UnitOfMeasure") is "1 Hour" && reading.Amount(line, "Quantity", "UsageQuantity") is { } hours
                ? Duration.FromHours((double)hours)
                : null,
        });
    }

    private static DateTimeOffset? FirstOfMonth(DateTimeOffset? day) => day?.AddDays(1 - day.Value.Day);

    private static BillItem ItemOf(string type, BillReading reading, Location where)
    {
        switch (type.ToUpperInvariant())
        {
            case "" or "USAGE":
                return BillItem.Used;
            case "UNUSEDRESERVATION" or "UNUSEDSAVINGSPLAN":
                return BillItem.UnusedCommitment;
            case "PURCHASE":
                return BillItem.Purchase;
            case "REFUND" or "CREDIT":
                return BillItem.Credit;
            case "TAX":
                return BillItem.Tax;
            case "ADJUSTMENT" or "ROUNDINGADJUSTMENT":
                return BillItem.Other;
            default:
                reading.Remark(where, $"the charge type \"{type}\" is not known; the row is counted as other");
                return BillItem.Other;
        }
    }

    /// <summary>Meters of Azure OpenAI and Foundry models, such as <c>gpt-4o 0806 Inp glbl Tokens</c>: the only place that tells the class.</summary>
    private static TokenClass? TokensOf(BillLine line)
    {
        var words = line.Text("MeterName").ToUpperInvariant().Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        if (!words.Contains("TOKENS"))
        {
            return null;
        }

        return words.Any(word => word is "OUTP" or "OUT" or "OUTPUT") ? TokenClass.Output
            : words.Any(word => word is "CCHD" or "CACHED" or "CD") ? TokenClass.CacheRead
            : words.Any(word => word is "INP" or "IN" or "INPUT") ? TokenClass.Input
            : null;
    }

    private static decimal? TokenCount(BillLine line, BillReading reading) =>
        line.Text("UnitOfMeasure").ToUpperInvariant() switch
        {
            "1K" => reading.Amount(line, "Quantity", "UsageQuantity") * 1_000,
            "1M" => reading.Amount(line, "Quantity", "UsageQuantity") * 1_000_000,
            _ => null,
        };
}
