using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// Bills in FOCUS, 1.0 to 1.4 and the AI columns of the draft of 1.5, read by column name: what a version calls itself decides nothing.
/// </summary>
internal static class FocusBill
{
    private static readonly string[] TeamTags = ["team", "userteam"];

    /// <summary>What cost that was allocated before is for, as an export of this program states it in <c>x_CostKind</c>.</summary>
    public static IReadOnlyDictionary<string, BillItem> AllocatedItems { get; } = new Dictionary<string, BillItem>
    {
        ["busy"] = BillItem.Busy,
        ["idle"] = BillItem.Idle,
        ["cold_start"] = BillItem.ColdStart,
        ["failed"] = BillItem.Failed,
        ["unattributed"] = BillItem.Unattributed,
        ["prepaid"] = BillItem.Prepaid,
    };

    /// <summary>The format.</summary>
    public static BillFormat Format { get; } = new(
        "FOCUS bill",
        columns => columns.Has("ChargeCategory") && (columns.Has("BilledCost") || columns.Has("EffectiveCost")),
        ["BilledCost"],
        Read);

    private static void Read(BillLine line, BillReading reading)
    {
        if (line.Text("xIsEstimate") == "true")
        {
            reading.LeaveOut(line.Where, "estimated, not billed");
            return;
        }

        var currency = line.Text("BillingCurrency", "BilledCurrency");
        if (reading.Billed(line, ["BilledCost"], currency) is not { } billed)
        {
            return;
        }

        var details = line.Details("SkuPriceDetails");
        var sku = new FocusSku(line, details);
        var isUsage = line.Text("ChargeCategory").Equals("Usage", StringComparison.OrdinalIgnoreCase);
        var hours = sku.IsOfHours ? reading.Amount(line, "ConsumedQuantity") : null;
        reading.Add(new(
            line.Where,
            line.Text("ProviderName", "ServiceProviderName", "InvoiceIssuerName", "HostProviderName", "PublisherName"),
            PeriodOf(reading.Time(line, "BillingPeriodStart")),
            reading.Time(line, "ChargePeriodStart"),
            reading.Time(line, "ChargePeriodEnd"),
            ItemOf(line, reading),
            KeyOf(line, sku),
            billed,
            reading.Amount(line, "EffectiveCost") is { } effective ? billed with { Amount = effective } : null)
        {
            Class = isUsage ? sku.Class : null,
            Tokens = isUsage && sku.Class is not null ? reading.Tokens(line.Where, sku.TokensOf(reading)) : null,
            Resource = line.Text("ResourceId", "ResourceName"),
            Sku = sku.Name,
            Service = line.Text("ServiceName"),
            Description = line.Text("ChargeDescription"),
            Credential = line.Text("CredentialId"),
            Commitment = line.Text("CommitmentDiscountId"),
            IsCorrection = line.Text("ChargeClass").Equals("Correction", StringComparison.OrdinalIgnoreCase),
            Hours = hours is { } used ? Duration.FromHours((double)used) : null,
        });
    }

    /// <summary>The first day of a billing period.</summary>
    public static string PeriodOf(DateTimeOffset? from) => from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The team that a row's tags name; empty where they name none.</summary>
    public static string TeamOf(IReadOnlyDictionary<string, string> tags) =>
        TeamTags.Select(tags.GetValueOrDefault).FirstOrDefault(team => team?.Length > 0) ?? "";

    private static UsageKey KeyOf(BillLine line, FocusSku sku)
    {
        var isAllocated = line.Text("AllocatedTags").Length > 0;
        var tags = line.Details(isAllocated ? "AllocatedTags" : "Tags");
        var model = isAllocated && sku.Model.Length == 0 ? tags.GetValueOrDefault("model") ?? "" : sku.Model;
        var team = TeamOf(tags) is { Length: > 0 } tagged ? tagged : line.Text("PrincipalId", "CredentialId", "SubAccountName", "SubAccountId");
        var deployment = tags.GetValueOrDefault("deployment") ?? (sku.Class is null ? "" : line.Text("ServiceName"));
        return new(model, team, deployment);
    }

    private static BillItem ItemOf(BillLine line, BillReading reading)
    {
        var category = line.Text("ChargeCategory");
        switch (category.ToUpperInvariant())
        {
            case "USAGE" or "PURCHASE" when AllocatedItems.TryGetValue(line.Text("xCostKind"), out var allocated):
                return allocated;
            case "USAGE":
                return IsUnused(line, "CommitmentDiscountStatus") || IsUnused(line, "CapacityReservationStatus") ? BillItem.UnusedCommitment : BillItem.Used;
            case "PURCHASE":
                return BillItem.Purchase;
            case "TAX":
                return BillItem.Tax;
            case "CREDIT" or "REFUND":
                return BillItem.Credit;
            case "ADJUSTMENT":
                return BillItem.Other;
            default:
                reading.Remark(line.Where, $"the charge category \"{category}\" is none of FOCUS; the row is counted as other");
                return BillItem.Other;
        }
    }

    private static bool IsUnused(BillLine line, string column) => line.Text(column).Equals("Unused", StringComparison.OrdinalIgnoreCase);
}
