namespace Mtok.Tracking;

/// <summary>
/// Cost and usage reports of AWS, CUR 2.0 and before: what is billed is the unblended cost; the effective cost is that of AWS's
/// documentation of amortised data, by type of line.
/// </summary>
internal static class AwsBill
{
    /// <summary>The format.</summary>
    public static BillFormat Format { get; } = new(
        "AWS cost and usage report",
        columns => columns.Has("lineItemUnblendedCost") && columns.Has("lineItemLineItemType"),
        ["lineItemUnblendedCost"],
        Read);

    private static void Read(BillLine line, BillReading reading)
    {
        if (reading.Billed(line, ["lineItemUnblendedCost"], line.Text("lineItemCurrencyCode")) is not { } billed)
        {
            return;
        }

        var type = line.Text("lineItemLineItemType");
        var commitment = line.Text("savingsPlanSavingsPlanARN", "reservationReservationARN");
        var usage = line.Text("lineItemUsageType");
        var tokens = TokensOf(usage);
        var details = line.Details("product");
        reading.Add(new(
            line.Where,
            "AWS",
            FocusBill.PeriodOf(reading.Time(line, "billBillingPeriodStartDate")),
            reading.Time(line, "lineItemUsageStartDate"),
            reading.Time(line, "lineItemUsageEndDate"),
            ItemOf(type, commitment, reading, line.Where),
            new(
                tokens is null ? "" : ModelOf(usage, line.Text("productModel") is { Length: > 0 } model ? model : details.GetValueOrDefault("model")),
                TeamOf(line),
                line.Details("resourceTags").GetValueOrDefault("userdeployment") ?? line.Text("resourceTagsUserDeployment")),
            billed,
            Effective(type, line, reading) is { } effective ? billed with { Amount = effective } : null)
        {
            Class = tokens,
            Tokens = tokens is null
                ? null
                : reading.Tokens(line.Where, BillText.TokensIn(line.Text("pricingUnit")) * reading.Amount(line, "lineItemUsageAmount")),
            Resource = line.Text("lineItemResourceId"),
            Sku = line.Text("productInstanceType") is { Length: > 0 } instance ? instance : details.GetValueOrDefault("instancetype") ?? usage,
            Service = line.Text("lineItemProductCode"),
            Description = line.Text("lineItemLineItemDescription"),
            Commitment = commitment,
            Hours = BillText.IsHour(line.Text("pricingUnit")) && reading.Amount(line, "lineItemUsageAmount") is { } hours
                ? Duration.FromHours((double)hours)
                : null,
        });
    }

    private static string TeamOf(BillLine line)
    {
        var tagged = line.Text("resourceTagsUserTeam");
        return tagged.Length > 0 ? tagged
            : FocusBill.TeamOf(line.Details("resourceTags")) is { Length: > 0 } team ? team
            : line.Text("lineItemUsageAccountName", "lineItemUsageAccountId");
    }

    private static BillItem ItemOf(string type, string commitment, BillReading reading, Location where)
    {
        switch (type)
        {
            case "Usage" or "DiscountedUsage" or "SavingsPlanCoveredUsage":
                return BillItem.Used;
            case "SavingsPlanRecurringFee" or "RIFee":
                return BillItem.UnusedCommitment;
            case "SavingsPlanNegation" or "SavingsPlanUpfrontFee":
                return BillItem.Purchase;
            case "Fee":
                return commitment.Length > 0 ? BillItem.Purchase : BillItem.Other;
            case "Tax":
                return BillItem.Tax;
            case "Credit" or "Refund" or "EdpDiscount" or "PrivateRateDiscount" or "BundledDiscount" or "SppDiscount" or "Discount":
                return BillItem.Credit;
            default:
                reading.Remark(where, $"the line item type \"{type}\" is not known; the row is counted as other");
                return BillItem.Other;
        }
    }

    /// <summary>Amortised cost; null where the report lacks the columns that tell it.</summary>
    private static decimal? Effective(string type, BillLine line, BillReading reading) => type switch
    {
        "SavingsPlanCoveredUsage" => reading.Amount(line, "savingsPlanSavingsPlanEffectiveCost"),
        "DiscountedUsage" => reading.Amount(line, "reservationEffectiveCost"),
        "SavingsPlanRecurringFee" => reading.Amount(line, "savingsPlanTotalCommitmentToDate") - reading.Amount(line, "savingsPlanUsedCommitment"),
        "RIFee" => reading.Amount(line, "reservationUnusedAmortizedUpfrontFeeForBillingPeriod") + reading.Amount(line, "reservationUnusedRecurringFee"),
        "SavingsPlanNegation" or "SavingsPlanUpfrontFee" => 0,
        "Fee" when line.Text("reservationReservationARN").Length > 0 => 0,
        _ => null,
    };

    /// <summary>Usage types of Bedrock, such as <c>USE1-Claude3Sonnet-input-tokens</c>, which tell the class in words of their own.</summary>
    private static TokenClass? TokensOf(string usage)
    {
        bool Says(string words) => usage.Contains(words, StringComparison.OrdinalIgnoreCase);
        return !Says("token") ? null
            : Says("cache-read") || Says("cacheread") ? TokenClass.CacheRead
            : Says("cache-write") || Says("cachewrite") ? TokenClass.CacheWriteUnsplit
            : Says("output-token") || Says("outputtoken") ? TokenClass.Output
            : Says("input-token") || Says("inputtoken") ? TokenClass.Input
            : null;
    }

    private static string ModelOf(string usage, string? given) => given is { Length: > 0 } ? given : usage.Split('-') is { Length: > 1 } parts ? parts[1] : "";
}
