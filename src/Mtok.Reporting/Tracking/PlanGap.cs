using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>How far what was paid is from a plan, split into shares that add up to the gap (C12).</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Actual">What was paid, for a month of 730 hours.</param>
/// <param name="Factors">Volume, lengths, utilisation, throughput and price, in this order.</param>
public sealed record PlanGap(SavedPlan Plan, UsdPerMonth Actual, IReadOnlyList<GapFactor> Factors)
{
    /// <summary>Actual - planned.</summary>
    public UsdPerMonth Gap => Actual - Plan.Bill;

    /// <summary>Whether machines were both planned and paid for; otherwise price takes the difference between the two ways.</summary>
    public bool IsOfMachines { get; init; }

    /// <summary>Compares; the reason where it cannot be done.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="traffic">What was tracked.</param>
    /// <param name="tracked">All that was read.</param>
    /// <param name="capacities">Says what a token takes of a machine's time, and what an API charges.</param>
    public static (PlanGap? Gap, string Why) Of(SavedPlan plan, TrackedTraffic traffic, Tracked tracked, Capacities capacities)
    {
        var models = traffic.Models.Where(model => plan.Models.Contains(model.Name)).ToList();
        var paid = models.SelectMany(model => model.Paid).ToList();
        var rows = models.SelectMany(model => model.Stated).ToList();
        var counted = rows.Where(row => row.Usage.Requests > 0).ToList();
        var requests = counted.Sum(row => row.Usage.Requests!.Value);
        if (rows.Count == 0)
        {
            return (null, $"no usage of {string.Join(", ", plan.Models)} is stated");
        }

        if (requests == 0 || traffic.Hours == 0)
        {
            return (null, "the number of requests or their hours are not stated");
        }

        if (paid.Count == 0 || paid.Exists(each => each.Amount.Currency != "USD") || paid.Sum(each => each.Amount.Amount) <= 0)
        {
            return (null, "what was paid is not known in US dollars");
        }

        var month = Duration.Month / Duration.FromHours(traffic.Hours);
        var actual = UsdPerMonth.FromDollars(Math.Round(paid.Sum(each => each.Amount.Amount) * 730m / traffic.Hours, 12));
        var mix = Sum(counted).MeanOf(requests);
        var machines = TrackedMachines.Of(tracked, traffic, plan.Models);
        var busy = BusyShare(paid);
        var isOfMachines = plan.MachineTime > default(Duration) && machines is not null && busy > Ratio.Zero && plan.Utilization > Ratio.Zero;
        var rate = RequestsPerSecond.FromPerSecond(requests / Duration.FromHours(traffic.Hours).Seconds) * (Sum(rows).Total / Sum(counted).Total);
        var volume = rate / plan.Rate;
        var lengths = LengthsOf(plan, mix, isOfMachines ? machines : null, capacities);
        var time = isOfMachines ? machines!.Time * month : default;
        var utilization = isOfMachines ? plan.Utilization / busy : Ratio.One;
        var throughput = isOfMachines ? time * busy / (plan.MachineTime * plan.Utilization) / volume / lengths : Ratio.One;
        var price = (actual / plan.Bill) / volume / lengths / utilization / throughput;
        Ratio[] changes = [volume, lengths, utilization, throughput, price];
        var shares = GapShares.Of(plan.Bill, actual, [.. changes.Select(WithoutNoise)]);
        List<GapFactor> factors =
        [
            new("volume", $"{plan.Rate}", $"{rate}", shares[0]),
            new("lengths", $"{plan.Mix}", $"{mix}", shares[1]),
            new("utilisation", isOfMachines ? $"{plan.Utilization}" : "", isOfMachines ? $"{busy}" : "", shares[2]),
            new("throughput", isOfMachines ? Rate(plan.Rate, plan.MachineTime * plan.Utilization, Duration.Month) : "",
                isOfMachines ? Rate(rate, time * busy, Duration.Month) : "", shares[3]),
            new("price", isOfMachines ? Hourly(plan.Bill, plan.MachineTime) : "", isOfMachines ? Hourly(actual, time) : "", shares[4]),
        ];
        return (new(plan, actual, factors) { IsOfMachines = isOfMachines }, "");
    }

    private static TokenCounts Sum(IEnumerable<TrafficRow> rows) =>
        rows.Aggregate(TokenCounts.None, (sum, row) => sum + ModelTraffic.CountsOf(row)!);

    /// <summary>The cost of a mean request at planned prices or times, after / before; tokens count alike where neither is known.</summary>
    private static Ratio LengthsOf(SavedPlan plan, TokenMix mix, TrackedMachines? machines, Capacities capacities)
    {
        if (machines?.WorkRatio(mix, plan.Mix, capacities) is { } work)
        {
            return work;
        }

        var tariff = plan.Models.Select(capacities.Catalog.FindModel).OfType<Model>().SelectMany(model => ApiTariff.From(capacities.Catalog.ApisFor(model)))
            .FirstOrDefault(api => plan.Way == $"{api.Base.Provider} API {api.Base.ProviderModel}");
        return tariff is not null ? tariff.PriceOf(mix, asBatch: false) / tariff.PriceOf(plan.Mix, asBatch: false) : mix.Total / plan.Mix.Total;
    }

    /// <summary>The busy share of what was paid for machines: failed work kept them busy too.</summary>
    private static Ratio BusyShare(List<PaidFor> paid)
    {
        var work = paid.Where(each => each.Kind is CostKind.Busy or CostKind.Failed).Sum(each => each.Amount.Amount);
        return Ratio.FromValue((double)(work / paid.Sum(each => each.Amount.Amount)));
    }

    /// <summary>A factor that changed by less than saved figures tell did not change.</summary>
    private static Ratio WithoutNoise(Ratio change) => Math.Abs(change.Value - 1) < 1e-9 ? Ratio.One : change;

    private static string Rate(RequestsPerSecond rate, Duration busy, Duration month) => $"{rate * (month / busy)} a busy machine";

    private static string Hourly(UsdPerMonth bill, Duration machines) => $"{Usd.FromDollars(bill.Dollars) / machines}";
}

/// <summary>One reason for a gap.</summary>
/// <param name="Name">What changed.</param>
/// <param name="Planned">Its planned value; empty where it plays no part.</param>
/// <param name="Actual">Its actual value; empty where it plays no part.</param>
/// <param name="Share">What it adds to the cost of a month.</param>
public sealed record GapFactor(string Name, string Planned, string Actual, UsdPerMonth Share);
