using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>What to check before buying: what would move the answer and only the reader can find out.</summary>
internal static class CheckFacts
{
    /// <summary>The checks, the most important first.</summary>
    public static IEnumerable<string> Of(ScreenAnswer answer) =>
        (IsOld(answer) ? [] : Ages(answer)).Concat(Measurements(answer)).Concat(Doubtful(answer.Decision, answer.Names)).Concat(OtherPrices(answer))
            .Concat(ToBeHad(answer));

    /// <summary>Prices so old that nothing else may push their warning off a screen; empty where they are newer.</summary>
    public static IEnumerable<string> Old(ScreenAnswer answer) => IsOld(answer) ? Ages(answer) : [];

    private static bool IsOld(ScreenAnswer answer) => answer.Day is { } today && answer.Prices.Any(price =>
        !price.Price.AsOf.IsDated || Doubt.Old.Is(price.Price.AsOf, today));

    /// <summary>What nobody has measured, and how to bring a measurement in.</summary>
    private static IEnumerable<string> Measurements(ScreenAnswer answer)
    {
        foreach (var deployment in Unmeasured(answer).Take(1))
        {
            yield return $"throughput: benchmark {deployment}, then mtok import benchmark FILE --catalog DIR";
        }

        if (answer.Decision.Workload is { Models: [_, _, ..], Works: [] })
        {
            yield return "models: taken as equal for the work; [[model]] gives tokens and successes of each";
        }

        if (answer.Decision.Workload.ServiceLevel.HasLimits && answer.Apis.FirstOrDefault() is { } api)
        {
            yield return $"latency: measure TTFT and TPOT of the {answer.Names.Of(api)}, which publishes none";
        }
    }

    /// <summary>How old prices are.</summary>
    private static IEnumerable<string> Ages(ScreenAnswer answer)
    {
        var prices = answer.Prices.ToList();
        if (prices.Count > 0)
        {
            yield return $"prices: {string.Join(", ", prices.Select(price => $"{price.Seller} {price.Price.AsOf}"))}"
                + Age(prices.Min(price => price.Price.AsOf), answer.Day, isOne: prices.Count == 1);
        }
    }

    private static string Age(AsOf oldest, DateOnly? day, bool isOne) =>
        oldest.IsDated && day is { } today && today.DayNumber - oldest.From.DayNumber is > 0 and var days
            ? $" ({(isOne ? "" : "up to ")}{CountText.Of(days, "day")} old)"
            : "";

    /// <summary>Who states another price.</summary>
    private static IEnumerable<string> OtherPrices(ScreenAnswer answer)
    {
        foreach (var (seller, price) in answer.Prices)
        {
            if (answer.Disagreements.Where(each => each.Chosen.Where == price.Where).MaxBy(each => each.Apart) is { } other)
            {
                yield return $"{seller}'s price: another source says {other.OtherPrice}";
            }
        }
    }

    private static IEnumerable<Deployment> Unmeasured(ScreenAnswer answer) => answer.Plan is { } plan
        ? plan.Machines.Where(line => line.Choice.Evidence != Evidence.Measured).Select(line => line.Choice.Deployment)
        : answer.Option is { Fleet: { } fleet, Evidence: not Evidence.Measured } ? [fleet.Capacity.Deployment] : [];

    /// <summary>Whether as much is to be had as the busiest hour needs.</summary>
    private static IEnumerable<string> ToBeHad(ScreenAnswer answer)
    {
        var machines = answer.Plan is { } plan
            ? plan.Machines.Select(line => (line.Choice.Offer, Count: line.Most))
            : answer.Option is { Fleet: { } fleet, Cost: { } cost } ? [(fleet.Offer, Count: cost.Machines)] : [];
        var needed = machines.Where(line => line.Offer.Pricing != Pricing.Owned)
            .Select(line => $"{CountText.Of(line.Count)} x {ShortNames.Of(line.Offer)}").ToList();
        if (needed.Count > 0)
        {
            yield return $"quota and stock: {string.Join(", ", needed)} at the peak";
        }

        foreach (var api in answer.ApiParts)
        {
            yield return $"rate limits: {ApiLimitWords.Of(api)}";
        }
    }

    /// <summary>Cheaper prices that are too doubtful to recommend.</summary>
    public static IEnumerable<string> Doubtful(Decision decision, ShortNames names)
    {
        var doubtful = decision.Doubtful.DistinctBy(option => string.Join(' ', option.Prices.Select(price => price.Where))).ToList();
        if (doubtful.Count > 0)
        {
            yield return $"{CountText.Of(doubtful.Count, "cheaper price")} left out as doubtful, the lowest {Money(doubtful[0].Cost!.Bill.Value)} a month "
                + $"({names.Reference(doubtful[0])})";
        }
    }
}
