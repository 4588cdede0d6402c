using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>
/// The billing export of Google Cloud, as lines of JSON or as CSV with flattened names. Discounts of usage (committed and sustained use,
/// free tier) are netted into it; promotional credits are rows of their own.
/// </summary>
internal static class GcpBill
{
    private static readonly string[] Discounts =
        ["COMMITTED_USAGE_DISCOUNT", "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE", "SUSTAINED_USAGE_DISCOUNT", "DISCOUNT", "FREE_TIER", "SUBSCRIPTION_BENEFIT"];

    /// <summary>The format.</summary>
    public static BillFormat Format { get; } = new(
        "Google Cloud billing export",
        columns => columns.Has("cost") && columns.Has("currency") && (columns.Has("skuDescription") || columns.Has("serviceDescription")),
        ["cost"],
        Read);

    private static void Read(BillLine line, BillReading reading)
    {
        if (reading.Billed(line, ["cost"], line.Text("currency")) is not { } billed)
        {
            return;
        }

        var credits = CreditsOf(line, reading);
        var netted = credits.Where(credit => Discounts.Contains(credit.Type)).Sum(credit => credit.Amount);
        var row = RowOf(line, reading, billed with { Amount = billed.Amount + netted });
        reading.Add(row);
        foreach (var credit in credits.Where(credit => !Discounts.Contains(credit.Type)))
        {
            reading.Add(row with
            {
                Item = BillItem.Credit,
                Billed = billed with { Amount = credit.Amount },
                Class = null,
                Tokens = null,
                Hours = null,
                Description = credit.Name,
            });
        }
    }

    private static BillRow RowOf(BillLine line, BillReading reading, Money billed)
    {
        var labels = line.Details("labels");
        var unit = line.Text("usageUnit");
        return new(
            line.Where,
            "Google Cloud",
            PeriodOf(line.Text("invoiceMonth")),
            reading.Time(line, "usageStartTime"),
            reading.Time(line, "usageEndTime"),
            ItemOf(line.Text("costType"), reading, line.Where),
            new(
                "",
                FocusBill.TeamOf(labels) is { Length: > 0 } team ? team : line.Text("projectName", "projectId"),
                labels.GetValueOrDefault("deployment") ?? ""),
            billed,
            null)
        {
            Resource = line.Text("resourceGlobalName", "resourceName"),
            Sku = line.Text("skuDescription", "skuId"),
            Service = line.Text("serviceDescription", "serviceId"),
            Description = line.Text("skuDescription"),
            IsCorrection = line.Text("adjustmentInfoId", "adjustmentInfoType").Length > 0,
            Hours = unit == "seconds" && reading.Amount(line, "usageAmount") is { } seconds ? Duration.FromSeconds((double)seconds) : null,
        };
    }

    private static string PeriodOf(string month) => month.Length == 6 && month.All(char.IsAsciiDigit) ? $"{month[..4]}-{month[4..]}-01" : month;

    private static BillItem ItemOf(string type, BillReading reading, Location where)
    {
        switch (type)
        {
            case "" or "regular":
                return BillItem.Used;
            case "tax":
                return BillItem.Tax;
            case "adjustment" or "rounding_error":
                return BillItem.Other;
            default:
                reading.Remark(where, $"the cost type \"{type}\" is not known; the row is counted as other");
                return BillItem.Other;
        }
    }

    private static List<Credit> CreditsOf(BillLine line, BillReading reading)
    {
        var text = line.Text("credits");
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(CreditOf).OfType<Credit>()];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            reading.Remark(line.Where, "the credits are not a list of JSON objects and are taken as not stated");
            return [];
        }
    }

    private static Credit? CreditOf(JsonElement credit) =>
        credit.TryGetProperty("amount", out var amount) && BillText.Amount(amount.ToString()) is { } value
            ? new(value, TextOf(credit, "type"), TextOf(credit, "name"))
            : null;

    private static string TextOf(JsonElement credit, string key) => credit.TryGetProperty(key, out var value) ? value.ToString() : "";

    private sealed record Credit(decimal Amount, string Type, string Name);
}
