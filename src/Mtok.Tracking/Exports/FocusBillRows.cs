using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Rows of bills that are for no machines of a deployment, as they are: tokens of APIs, taxes, credits, commitments, everything else.</summary>
/// <param name="deployments">The deployments, and the teams behind keys.</param>
/// <param name="problems">Where to report rows without a time.</param>
internal sealed class FocusBillRows(DeploymentFile deployments, Problems problems)
{
    /// <summary>FOCUS has no word for a name that is not stated where it must be.</summary>
    public const string NotStated = "Not Applicable";

    private static readonly string[] Months = ["yyyy-MM-dd", "yyyy-MM", "yyyyMM", "yyyyMMdd"];

    public IEnumerable<FocusCharge> Of(IEnumerable<BillRow> rows) =>
        rows.Where(row => !CostAllocation.IsOfMachines(row, deployments)).Select(Charge).OfType<FocusCharge>();

    private FocusCharge? Charge(BillRow row)
    {
        if ((row.From ?? MonthOf(row.Period)) is not { } from)
        {
            problems.Error(row.Where, "no-time", "the row has neither a charge period nor a billing period: FOCUS needs both");
            return null;
        }

        var until = row.Until is { } end && end > from ? end : row.From is null ? from.AddMonths(1) : from.AddHours(1);
        var month = MonthOf(row.Period) ?? from.ToUniversalTime();
        var key = deployments.KeyOf(row);
        var category = CategoryOf(row.Item);
        return new(
            from, until, new(month.Year, month.Month, 1), category, Named(row.Provider), Named(row.Service), row.Billed, EffectiveOf(row))
        {
            IsOfModels = row.Class is not null,
            IsCorrection = row.IsCorrection,
            Description = row.Description,
            ResourceId = row.Resource,
            Sku = row.Sku.Length > 0 ? row.Sku : row.Description.Length > 0 ? row.Description : row.Service,
            Quantity = QuantityOf(row, category, from, until),
            SkuDetails = DetailsOf(row),
            Commitment = row.Commitment.Length > 0 || row.Item != BillItem.UnusedCommitment ? row.Commitment : NotStated,
            CommitmentStatus = category != FocusCharge.Usage ? ""
                : row.Item == BillItem.UnusedCommitment ? "Unused" : row.Commitment.Length > 0 ? "Used" : "",
            Tags = [.. new KeyValuePair<string, string>[] { new("deployment", key.Deployment), new("team", key.Team) }.Where(tag => tag.Value.Length > 0)],
            Part = row.IsAllocated ? new(CostAllocation.KindOf(row)!.Value, 1, NotStated, []) : null,
        };
    }

    /// <summary>A purchase that states no effective cost costs its time nothing yet.</summary>
    private static decimal EffectiveOf(BillRow row) => (row.Effective ?? row.Cost).Amount;

    private static string CategoryOf(BillItem item) => item switch
    {
        BillItem.Purchase => FocusCharge.Purchase,
        BillItem.Tax => FocusCharge.Tax,
        BillItem.Credit => FocusCharge.Credit,
        BillItem.Other => FocusCharge.Adjustment,
        _ => FocusCharge.Usage,
    };

    private static Consumed? QuantityOf(BillRow row, string category, DateTimeOffset from, DateTimeOffset until) => category switch
    {
        FocusCharge.Usage when row.Tokens is { } tokens => Consumed.Tokens(tokens),
        FocusCharge.Usage when row.Hours is { } hours => Consumed.Hours((decimal)hours.Hours),
        FocusCharge.Usage => Consumed.Hours(from, until),
        FocusCharge.Purchase => new(1, "Units"),
        _ => null,
    };

    private static IReadOnlyList<KeyValuePair<string, string>> DetailsOf(BillRow row)
    {
        if (row.Class is not { } of)
        {
            return [];
        }

        var (direction, action) = of switch
        {
            TokenClass.Output or TokenClass.Reasoning => ("Output", ""),
            TokenClass.InputUncached => ("Input", "Uncached"),
            TokenClass.CacheRead => ("Input", "Read"),
            TokenClass.Input => ("Input", ""),
            _ => ("Input", "Write"),
        };
        KeyValuePair<string, string>[] all = [new("x_ModelId", row.Key.Model), new("x_TokenDirection", direction), new("x_TokenCacheAction", action)];
        return [.. all.Where(detail => detail.Value.Length > 0)];
    }

    private static string Named(string name) => name.Length > 0 ? name : NotStated;

    private static DateTimeOffset? MonthOf(string period) =>
        DateTimeOffset.TryParseExact(period, Months, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
