namespace Mtok.Planning;

/// <summary>What a choice may cost above the cheapest over the horizon, where one may change it once figures have shown themselves (U11).</summary>
/// <param name="Horizon">How long it is counted for.</param>
/// <param name="Look">How long the choice is kept before it is looked at again.</param>
/// <param name="Expected">The mean over the draws.</param>
/// <param name="At95">The 95th percentile.</param>
/// <param name="Switches">The share of draws in which changing then is worth it.</param>
public sealed record TermRegret(Duration Horizon, Duration Look, Usd Expected, Usd At95, Ratio Switches);

/// <summary>What a change takes, and when one may make it.</summary>
/// <param name="Horizon">How long costs count.</param>
/// <param name="Look">When one looks again: the first stage of growth.</param>
/// <param name="Rules">What a change takes.</param>
/// <param name="TermOf">How long machines of an offer bind; null where they do not for years.</param>
internal sealed record TermRules(Duration Horizon, Duration Look, SwitchRules Rules, Func<Offer, Duration?> TermOf)
{
    /// <summary>Those of a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="catalog">The lives of machines that are bought.</param>
    public static TermRules Of(Workload workload, Catalog catalog)
    {
        var horizon = workload.Horizon.Months;
        var look = workload.Growth.Looks(workload.Horizon).Append(horizon).Min();
        return new(
            Duration.Month * Ratio.FromValue(horizon), Duration.Month * Ratio.FromValue(look), workload.Switch,
            offer => RankedOption.TermOf(offer, workload.Owned.Concat(catalog.Owned)));
    }

    /// <summary>The regret of a candidate whose bills and whose commitments are given.</summary>
    /// <param name="bills">Of each draw what it costs a month.</param>
    /// <param name="least">Of each draw what the cheapest costs.</param>
    /// <param name="bound">What its commitments cost a month, each with its offer.</param>
    public TermRegret Of(double[] bills, double[] least, IReadOnlyList<(Offer Offer, double Month)> bound)
    {
        var committed = bound.Sum(part => part.Month);
        var (kept, rest) = (Months(Look), Months(Horizon) - Months(Look));
        var leaving = bound.Sum(part => part.Month * Rules.EarlyExit.Value * Math.Clamp(Months(TermOf(part.Offer) ?? default) - kept, 0, rest));
        var beside = Math.Min(rest, Math.Max(Months(Rules.Overlap), Months(Rules.Notice)));
        var (regrets, switches) = (new double[bills.Length], 0);
        for (var draw = 0; draw < bills.Length; draw++)
        {
            var (more, free) = (bills[draw] - least[draw], bills[draw] - committed);
            var change = (double)Rules.Cost.Dollars + leaving + (Math.Max(0, free) * beside);
            switches += change < more * rest ? 1 : 0;
            regrets[draw] = (more * kept) + Math.Min(more * rest, change);
        }

        Array.Sort(regrets);
        return new(Horizon, Look, Money(regrets.Average()), Money(RobustnessDraws.At(regrets, 0.95)), Ratio.FromValue(switches / (double)bills.Length));
    }

    private static double Months(Duration time) => (time / Duration.Month).Value;

    private static Usd Money(double dollars) => Usd.FromDollars((decimal)dollars);
}
