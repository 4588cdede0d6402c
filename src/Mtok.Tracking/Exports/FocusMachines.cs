namespace Mtok.Tracking;

/// <summary>
/// What machines of deployments cost as allocated charges: the cost of a deployment in an hour or on a day is the whole charge; each team's
/// work on each model, what was idle, starting, failed and not known are its parts.
/// </summary>
/// <param name="tracked">What was read.</param>
/// <param name="accounts">Its usage and cost by hour.</param>
/// <param name="period">The length of a charge period.</param>
/// <param name="problems">Where to report cost without a time.</param>
internal sealed class FocusMachines(Tracked tracked, Accounts accounts, FocusPeriod period, Problems problems)
{
    private readonly ILookup<Used, UsageHour> _usage = accounts.Usage.ToLookup(
        row => new Used(row.Key, period.StartOf(row.Hour)));

    public IEnumerable<FocusCharge> Of(TrackSpan span) => accounts.Costs.Rows.Where(row => row.IsOfMachines && span.Holds(row.Hour))
        .GroupBy(row => new Whole(row.Key.Deployment, period.StartOf(row.Hour), row.Amount.Currency, row.IsEstimate))
        .SelectMany(Charges);

    /// <summary>Parts of one sign are a whole charge; what was paid in advance is drawn down by the first of them.</summary>
    private IEnumerable<FocusCharge> Charges(IGrouping<Whole, CostRow> rows)
    {
        if (TimeOf(rows.Key) is not { } time)
        {
            return [];
        }

        var balance = rows.Where(row => row.Kind == CostKind.Prepaid).Sum(row => row.Amount.Amount);
        var parts = rows.Where(row => row.Kind != CostKind.Prepaid).GroupBy(row => (row.Kind, row.Key))
            .Select(part => part.First() with { Amount = new(part.Sum(row => row.Amount.Amount), rows.Key.Currency) })
            .Where(part => part.Amount.Amount != 0).ToList();
        var wholes = parts.GroupBy(part => part.Amount.Amount < 0).OrderBy(whole => whole.Key).Select(whole => whole.ToList()).ToList();
        return wholes.Count > 0 || balance == 0
            ? wholes.Index().SelectMany(whole => Split(rows.Key, time, whole.Item, whole.Index == 0 ? balance : 0))
            : [Charge(rows.Key, time, new(time.From, new("", "", rows.Key.Deployment), CostKind.Prepaid, new(0, rows.Key.Currency)), 1, balance)];
    }

    private IEnumerable<FocusCharge> Split(Whole whole, ObservedTime time, IReadOnlyList<CostRow> parts, decimal balance)
    {
        IReadOnlyList<decimal> weights = [.. parts.Select(part => Math.Abs(part.Amount.Amount))];
        var ratios = MoneyShares.Of(1, weights);
        var billed = MoneyShares.Of(whole.IsEstimate ? 0 : parts.Sum(part => part.Amount.Amount) + balance, weights);
        return parts.Index().Select(part => Charge(whole, time, part.Item, ratios[part.Index], billed[part.Index]));
    }

    private FocusCharge Charge(Whole whole, ObservedTime time, CostRow row, decimal ratio, decimal billed)
    {
        KeyValuePair<string, string> deployment = new("deployment", whole.Deployment);
        return new(
            time.From, time.Until, new(time.From.Year, time.From.Month, 1), FocusCharge.Usage, ProviderOf(whole.Deployment), whole.Deployment,
            new(billed, whole.Currency), row.Amount.Amount)
        {
            IsOfModels = true,
            Description = $"Machines of {whole.Deployment}",
            ResourceId = whole.Deployment,
            Sku = whole.Deployment,
            Quantity = QuantityOf(row, whole, time),
            Tags = [deployment],
            IsEstimate = whole.IsEstimate,
            Part = new(row.Kind, ratio, IdOf(row), [deployment, .. Stated("model", row.Key.Model), .. Stated("team", row.Key.Team)]),
        };
    }

    /// <summary>Tokens of the requests that were served; none where machines had nothing to do; the time where tokens are not known.</summary>
    private Consumed QuantityOf(CostRow row, Whole whole, ObservedTime time) => row.Kind switch
    {
        CostKind.Busy or CostKind.Failed when TokensOf(row.Key, whole) is { } tokens => Consumed.Tokens(row.Kind == CostKind.Busy ? tokens : 0),
        CostKind.Idle or CostKind.ColdStart => Consumed.Tokens(0),
        _ => Consumed.Hours(time.From, time.Until),
    };

    private long? TokensOf(UsageKey key, Whole whole) =>
        _usage[new(key, whole.Start)].Aggregate(TokenClasses.Unknown, (sum, usage) => sum + usage.Tokens).Total;

    /// <summary>The period of a charge; without one, the time that bills of the deployment cover, or that usage is stated of.</summary>
    private ObservedTime? TimeOf(Whole whole)
    {
        if (whole.Start is { } start)
        {
            return new(start, period.EndOf(start));
        }

        var bills = tracked.Bills.Where(row => row.From is not null && tracked.Deployments.BilledBy(row)?.Name == whole.Deployment).ToList();
        if (bills.Count > 0)
        {
            var from = bills.Min(row => row.From!.Value);
            return new(from, period.EndOf(bills.Max(row => row.Until ?? row.From!.Value)));
        }

        if (ObservedTime.Of(accounts.Usage) is { } observed)
        {
            return observed;
        }

        problems.Error(
            DeploymentOf(whole.Deployment).Where, "no-time", $"nothing says when the machines of {whole.Deployment} ran: FOCUS needs charge periods");
        return null;
    }

    private string ProviderOf(string deployment) => tracked.Bills.Where(row => tracked.Deployments.BilledBy(row)?.Name == deployment)
        .Select(row => row.Provider).Where(name => name.Length > 0).Order(StringComparer.Ordinal).FirstOrDefault()
        ?? (DeploymentOf(deployment).Price?.Seller is { Length: > 0 } seller ? seller : "Own");

    private TrackedDeployment DeploymentOf(string name) => tracked.Deployments.Deployments.First(deployment => deployment.Name == name);

    private static string IdOf(CostRow row)
    {
        var kind = row.Kind == CostKind.Busy ? "" : FocusColumns.KindOf(row.Kind);
        return string.Join('/', new[] { row.Key.Deployment, row.Key.Model, row.Key.Team, kind }.Where(name => name.Length > 0));
    }

    private static IEnumerable<KeyValuePair<string, string>> Stated(string name, string value) => value.Length > 0 ? [new(name, value)] : [];

    private sealed record Used(UsageKey Key, DateTimeOffset? Start);

    private sealed record Whole(string Deployment, DateTimeOffset? Start, string Currency, bool IsEstimate);
}
