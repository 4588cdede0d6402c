using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mtok.Tests;

/// <summary>
/// Rules of FOCUS 1.4 (Cost and Usage) that a file can be tested by, with the ids of the specification's requirements model where it has
/// them, as of September 2026. A rule returns the rows that violate it.
/// </summary>
internal static partial class FocusRules
{
    private static readonly string[] Mandatory =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
        "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost", "HostProviderName", "InvoiceIssuerName", "ListCost",
        "PricingQuantity", "PricingUnit", "ServiceCategory", "ServiceName", "ServiceProviderName",
    ];

    private static readonly string[] NotNull =
    [
        "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeFrequency",
        "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost", "HostProviderName", "InvoiceIssuerName", "ListCost",
        "ServiceCategory", "ServiceName", "ServiceProviderName",
    ];

    private static readonly string[] Decimals = ["BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "ConsumedQuantity", "PricingQuantity"];
    private static readonly string[] Times = ["BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"];
    private static readonly string[] Objects = ["AllocatedMethodDetails", "AllocatedTags", "SkuPriceDetails", "Tags"];
    private static readonly string[] Summed = ["AllocatedMethodDetails", "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity", "PricingQuantity"];

    /// <summary>What an allocated charge may have of its own; all else is that of its origin.</summary>
    private static readonly string[] Own =
        [.. Summed, "AllocatedMethodId", "AllocatedResourceId", "AllocatedResourceName", "AllocatedTags", "ConsumedUnit", "PricingUnit", "x_CostKind"];

    public static IReadOnlyDictionary<string, Func<FocusTable, IEnumerable<string>>> All { get; } = new Dictionary<string, Func<FocusTable, IEnumerable<string>>>
    {
        ["CAU-CostAndUsage-D: mandatory columns are present"] = table => Mandatory.Except(table.Columns),
        ["ColumnHandling: the deprecated provider columns of 1.3 are gone"] = table => table.Columns.Intersect(["ProviderName", "PublisherName"]),
        ["ColumnHandling: other columns begin with x_"] = table => table.Columns.Where(name => !Named().IsMatch(name) || table.Columns.Count(other => other == name) > 1),
        ["Nullability: columns that must not be null"] = table => table.Where(row => Array.Exists(NotNull, name => row[name].Length == 0)),
        ["NullHandling: null is nothing, never a word"] = table => table.Where(row => row.Values.Any(value => value is "NULL" or "null" or "N/A" || value.Trim() != value)),
        ["NumericFormat-A: plain decimals"] = table => table.Where(row => Array.Exists(Decimals, name => row[name].Length > 0 && !Plain().IsMatch(row[name]))),
        ["DateTimeFormat-A: UTC with Z"] = table => table.Where(row => Array.Exists(Times, name => !Utc().IsMatch(row[name]))),
        ["CurrencyFormat-A: ISO 4217"] = table => table.Where(row => !Currency().IsMatch(row["BillingCurrency"])),
        ["JsonObjectFormat, KeyValueFormat-A: objects"] = table => table.Where(row => Array.Exists(Objects, name => row[name].Length > 0 && !IsObject(row[name]))),
        ["CAU-ChargeCategory-C: allowed values"] = Allowed("ChargeCategory", "Usage", "Purchase", "Tax", "Credit", "Adjustment"),
        ["CAU-ChargeClass-C: null or Correction"] = Allowed("ChargeClass", "", "Correction"),
        ["CAU-ChargeFrequency-C: allowed values"] = Allowed("ChargeFrequency", "One-Time", "Recurring", "Usage-Based"),
        ["CAU-ChargeFrequency-C: a purchase is not usage-based"] = table => table.Where(row => row["ChargeCategory"] == "Purchase" && row["ChargeFrequency"] == "Usage-Based"),
        ["CAU-ServiceCategory-C: allowed values"] = Allowed("ServiceCategory", "AI and Machine Learning", "Compute", "Storage", "Networking", "Other"),
        ["CAU-CommitmentDiscountStatus-C: allowed values"] = Allowed("CommitmentDiscountStatus", "", "Used", "Unused"),
        ["CAU-CommitmentDiscountStatus-C: null without a commitment, stated of usage with one"] = table => table.Where(row =>
            row["CommitmentDiscountId"].Length == 0 ? row["CommitmentDiscountStatus"].Length > 0 : row["ChargeCategory"] == "Usage" && row["CommitmentDiscountStatus"].Length == 0),
        ["CAU-BillingPeriod, CAU-ChargePeriod: periods end after they begin"] = table => table.Where(row =>
            string.CompareOrdinal(row["BillingPeriodStart"], row["BillingPeriodEnd"]) >= 0 || string.CompareOrdinal(row["ChargePeriodStart"], row["ChargePeriodEnd"]) >= 0),
        ["CAU-SkuPriceId-C-004-C: null of tax"] = table => table.Where(row => row["ChargeCategory"] == "Tax" && row["SkuPriceId"].Length > 0),
        ["CAU-SkuPriceId-C-005-C: stated of usage and purchases"] = table => table.Where(row => IsSold(row) && row["SkuPriceId"].Length == 0),
        ["CAU-SkuPriceId-C-008-M: one SKU of each price"] = table => table.Rows.GroupBy(row => row["SkuPriceId"]).Where(price => price.Select(row => row["SkuId"]).Distinct().Count() > 1).Select(price => price.Key),
        ["CAU-PricingQuantity-C-004-C: null of tax"] = table => table.Where(row => row["ChargeCategory"] == "Tax" && row["PricingQuantity"].Length > 0),
        ["CAU-PricingQuantity-C-005-C: stated of usage and purchases"] = table => table.Where(row => IsSold(row) && row["PricingQuantity"].Length == 0),
        ["CAU-PricingQuantity-C-011-C: null without SKU price"] = table => table.Where(row => row["SkuPriceId"].Length == 0 && row["PricingQuantity"].Length > 0),
        ["CAU-PricingUnit-C: stated with its quantity"] = table => table.Where(row => row["PricingUnit"].Length > 0 != row["PricingQuantity"].Length > 0),
        ["CAU-ConsumedQuantity-C-004-C: null of anything but usage, and of what was not used"] = table => table.Where(row =>
            (row["ChargeCategory"] != "Usage" || row["CommitmentDiscountStatus"] == "Unused") && row["ConsumedQuantity"].Length > 0),
        ["CAU-ConsumedQuantity-C-006-C: stated of usage"] = table => table.Where(row =>
            row["ChargeCategory"] == "Usage" && row["CommitmentDiscountStatus"] != "Unused" && row["ChargeClass"] != "Correction" && row["ConsumedQuantity"].Length == 0),
        ["CAU-ConsumedUnit-C: stated with its quantity"] = table => table.Where(row => row["ConsumedUnit"].Length > 0 != row["ConsumedQuantity"].Length > 0),
        ["CAU-ContractedCost-C-008-C: a credit is its billed cost"] = table => table.Where(row =>
            row["ChargeCategory"] == "Credit" && (row["ContractedCost"] != row["BilledCost"] || row["ListCost"] != row["BilledCost"])),
        ["CAU-ContractedCost-C: list cost where nothing is negotiated"] = table => table.Where(row => row["ContractedCost"] != row["ListCost"]),
        ["CAU-AllocatedMethodId-C: columns of an allocated charge are there together"] = table => table.Where(row =>
            new[] { "AllocatedMethodId", "AllocatedMethodDetails", "AllocatedResourceId", "AllocatedTags" }.Select(name => row[name].Length > 0).Distinct().Count() > 1),
        ["CAU-AllocatedMethodDetailsObject-O: elements with a ratio"] = table => table.Where(row => row["AllocatedMethodDetails"].Length > 0 && RatioOf(row) is null),
        ["CAU-AllocatedMethodDetailsObject-O: ratios of an origin charge add up to 1"] = table =>
            Origins(table).Where(origin => origin.Sum(row => RatioOf(row) ?? 0) % 1 != 0 || !origin.Any()).Select(origin => origin.Key),
        ["DataGeneratorCalculatedSplitCostAllocationHandling-A-001-C: columns are present"] = table =>
            new[] { "AllocatedMethodId", "AllocatedResourceId", "AllocatedResourceName", "AllocatedTags" }.Except(table.Columns),
        ["DataGeneratorCalculatedSplitCostAllocationHandling-A-002-C: details are present"] = table => new[] { "AllocatedMethodDetails" }.Except(table.Columns),
        ["DataGeneratorCalculatedSplitCostAllocationHandling-A-003-M: a part is its share of the origin's cost"] = table => Origins(table).SelectMany(origin =>
            origin.Where(row => !IsShare(row, origin.Sum(each => Number(each["EffectiveCost"])))).Select(row => row["AllocatedResourceId"])),
        ["DataGeneratorCalculatedSplitCostAllocationHandling-A-004-M: dimensions are those of the origin"] = table => Origins(table).Where(origin =>
            table.Columns.Except(Own).Any(name => origin.Select(row => row[name]).Distinct().Count() > 1)).Select(origin => origin.Key),
        ["DataGeneratorCalculatedSplitCostAllocationHandling-A-005-M: allocated tags hold the origin's"] = table => table.Where(row =>
            row["AllocatedTags"].Length > 0 && Pairs(row["Tags"]).Except(Pairs(row["AllocatedTags"])).Any()),
    };

    private static Func<FocusTable, IEnumerable<string>> Allowed(string column, params string[] values) => table => table.Where(row => !values.Contains(row[column]));

    /// <summary>Usage and purchases that correct nothing.</summary>
    private static bool IsSold(IReadOnlyDictionary<string, string> row) => row["ChargeCategory"] is "Usage" or "Purchase" && row["ChargeClass"] != "Correction";

    /// <summary>Allocated charges of one resource, period, currency and sign.</summary>
    private static IEnumerable<IGrouping<string, IReadOnlyDictionary<string, string>>> Origins(FocusTable table) => table.Rows.Where(row => row["AllocatedMethodId"].Length > 0)
        .GroupBy(row => string.Join('|', row["ResourceId"], row["ChargePeriodStart"], row["ChargePeriodEnd"], row["BillingCurrency"], row["x_IsEstimate"], Number(row["EffectiveCost"]) < 0));

    /// <summary>Ratios have twelve decimals, so a part of a large cost is as far off as its thirteenth.</summary>
    private static bool IsShare(IReadOnlyDictionary<string, string> row, decimal all) =>
        Math.Abs(Number(row["EffectiveCost"]) - (RatioOf(row)!.Value * all)) <= (Math.Abs(all) + 1) * 0.00000000001m;

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static decimal? RatioOf(IReadOnlyDictionary<string, string> row)
    {
        using var json = JsonDocument.Parse(row["AllocatedMethodDetails"]);
        return json.RootElement.TryGetProperty("Elements", out var elements) && elements.GetArrayLength() > 0
            ? elements.EnumerateArray().Sum(element => element.GetProperty("AllocatedRatio").GetDecimal())
            : null;
    }

    private static bool IsObject(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static List<string> Pairs(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateObject().Select(pair => $"{pair.Name}={pair.Value}")];
    }

    [GeneratedRegex("^([A-Z][A-Za-z]+|x_[A-Z][A-Za-z]+)$")]
    private static partial Regex Named();

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex Utc();

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex Currency();
}

/// <summary>A CSV file of FOCUS rows, each by column name.</summary>
internal sealed class FocusTable
{
    public FocusTable(string csv)
    {
        using var reader = Sylvan.Data.Csv.CsvDataReader.Create(new StringReader(csv));
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        while (reader.Read())
        {
            Rows.Add(Columns.Index().ToDictionary(column => column.Item, column => reader.GetString(column.Index)));
        }
    }

    public IReadOnlyList<string> Columns { get; }

    public List<IReadOnlyDictionary<string, string>> Rows { get; } = [];

    public IEnumerable<string> Where(Func<IReadOnlyDictionary<string, string>, bool> fits) => Rows.Where(fits).Select(row => string.Join('|', row.Values));
}
