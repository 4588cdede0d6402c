using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>The columns of FOCUS 1.4 (Cost and Usage), and what a charge has in each; empty is null.</summary>
/// <param name="account">The billing account that all charges are of.</param>
internal sealed class FocusColumns(string account)
{
    /// <summary>The one method by which charges are allocated; docs/tracking.md describes it.</summary>
    public const string Method = "mtok-measured-work";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Each column by its name.</summary>
    public IReadOnlyList<KeyValuePair<string, Func<FocusCharge, string>>> All { get; } =
    [
        new("AllocatedMethodDetails", charge => charge.Part is { } part ? $"{{\"Elements\":[{{\"AllocatedRatio\":{Number(part.Ratio)}}}]}}" : ""),
        new("AllocatedMethodId", charge => charge.Part is null ? "" : Method),
        new("AllocatedResourceId", charge => charge.Part?.ResourceId ?? ""),
        new("AllocatedResourceName", charge => charge.Part?.ResourceId ?? ""),
        new("AllocatedTags", charge => Json(charge.Part?.Tags ?? [])),
        new("BilledCost", charge => Number(charge.Billed.Amount)),
        new("BillingAccountId", _ => account),
        new("BillingAccountName", _ => account),
        new("BillingCurrency", charge => charge.Billed.Currency),
        new("BillingPeriodEnd", charge => Time(Start(charge.BillingPeriod.AddMonths(1)))),
        new("BillingPeriodStart", charge => Time(Start(charge.BillingPeriod))),
        new("ChargeCategory", charge => charge.Category),
        new("ChargeClass", charge => charge.IsCorrection ? "Correction" : ""),
        new("ChargeDescription", charge => charge.Description),
        new("ChargeFrequency", charge => charge.Category == FocusCharge.Usage ? "Usage-Based" : "One-Time"),
        new("ChargePeriodEnd", charge => Time(charge.Until)),
        new("ChargePeriodStart", charge => Time(charge.From)),
        new("CommitmentDiscountId", charge => charge.Commitment),
        new("CommitmentDiscountStatus", charge => charge.CommitmentStatus),
        new("ConsumedQuantity", charge => IsConsumed(charge) ? Number(charge.Quantity!.Count) : ""),
        new("ConsumedUnit", charge => IsConsumed(charge) ? charge.Quantity!.Unit : ""),
        new("ContractedCost", charge => Number(charge.ListCost)),
        new("EffectiveCost", charge => Number(charge.Effective)),
        new("HostProviderName", charge => charge.Provider),
        new("InvoiceIssuerName", charge => charge.Provider),
        new("ListCost", charge => Number(charge.ListCost)),
        new("PricingQuantity", charge => charge.Quantity is { } quantity ? Number(quantity.Count) : ""),
        new("PricingUnit", charge => charge.Quantity?.Unit ?? ""),
        new("ResourceId", charge => charge.ResourceId),
        new("ResourceName", charge => charge.ResourceId),
        new("ServiceCategory", charge => charge.IsOfModels ? "AI and Machine Learning" : "Other"),
        new("ServiceName", charge => charge.Service),
        new("ServiceProviderName", charge => charge.Provider),
        new("SkuId", SkuOf),
        new("SkuPriceDetails", charge => Json(charge.SkuDetails)),
        new("SkuPriceId", SkuOf),
        new("Tags", charge => Json(charge.Tags)),
        new("x_CostKind", charge => charge.Part is { } part ? KindOf(part.Kind) : ""),
        new("x_IsEstimate", charge => charge.IsEstimate ? "true" : ""),
    ];

    /// <summary>What allocated cost is for, as <see cref="FocusBill.AllocatedItems"/> reads it.</summary>
    public static string KindOf(CostKind kind) => kind switch
    {
        CostKind.Busy => "busy",
        CostKind.Idle => "idle",
        CostKind.ColdStart => "cold_start",
        CostKind.Failed => "failed",
        CostKind.Prepaid => "prepaid",
        _ => "unattributed",
    };

    /// <summary>Only usage is consumed, and not the part of a commitment that nobody used.</summary>
    private static bool IsConsumed(FocusCharge charge) =>
        charge is { Quantity: not null, Category: FocusCharge.Usage, CommitmentStatus: not "Unused" };

    /// <summary>What is sold: of usage and purchases, never of taxes.</summary>
    private static string SkuOf(FocusCharge charge) =>
        charge.Quantity is null ? "" : charge.Sku.Length > 0 ? charge.Sku : FocusBillRows.NotStated;

    private static DateTimeOffset Start(DateOnly day) => DailyCosts.Start(day);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Json(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        if (pairs.Count == 0)
        {
            return "";
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            foreach (var (name, value) in pairs)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
