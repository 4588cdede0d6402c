namespace Mtok.Planning;

/// <summary>Commitments of years compared with the cheapest option without one, with prices falling (U5).</summary>
internal sealed class CommitmentTests(Decision decision, Catalog catalog, Finalists finalists, Outlook outlook)
{
    private const double MostYearly = 0.9;

    /// <summary>The cheapest option of each term, and of machines to buy.</summary>
    /// <param name="candidates">The other candidates.</param>
    public IReadOnlyList<CommitmentTest> All(IReadOnlyList<Finalist> candidates)
    {
        var flexible =
            candidates.Concat(decision.Options
                .Where(option => option is { MayWin: true } && TermOf(option) is null)
                .DistinctBy(option => option.Kind)
                .Select(finalists.Of))
            .Where(candidate => !candidate.IsBound).DistinctBy(candidate => candidate.Name).ToList();
        if (flexible.Count == 0)
        {
            return [];
        }

        var bound = decision.Options
            .Where(option => option.MayWin)
            .Select(option => (Option: option, Term: TermOf(option)))
            .Where(pair => pair.Term is not null)
            .DistinctBy(pair => pair.Option.Fleet!.Offer.Pricing).Select(pair => (Finalist: finalists.Of(pair.Option), Term: pair.Term!.Value)).ToList();

        // Candidates bring figures of their own to the outlook: the middle of all is known once all are made.
        var middle = finalists.Middle;
        return bound.ConvertAll(pair => Test(pair.Finalist, pair.Term, flexible.ConvertAll(each => (each.Name, each.BillAt(middle))), middle));
    }

    /// <summary>Years of today's price paid over a number of years while the price falls continuously by that share a year.</summary>
    internal static double Paid(double yearly, double years) => yearly <= 0 ? years : (1 - Math.Pow(1 - yearly, years)) / -Math.Log(1 - yearly);

    private CommitmentTest Test(Finalist commitment, Duration term, List<(string Name, FinalistBill Bill)> flexible, double[] middle)
    {
        var (committed, years, yearly) = (commitment.BillAt(middle), term / Duration.FromYears(1), outlook.Given.Yearly);
        var cheapest = flexible.MinBy(each => Over(each.Bill, yearly.Value, years.Value));
        double More(double fall) => Over(committed, fall, years.Value) - flexible.Min(each => Over(each.Bill, fall, years.Value));
        return new(
            commitment.Name,
            term,
            yearly,
            Money(Over(committed, yearly.Value, years.Value)),
            Money(Over(cheapest.Bill, yearly.Value, years.Value)),
            cheapest.Name,
            Root(More));
    }

    /// <summary>What is committed is paid at its price, what is not at falling ones.</summary>
    private static double Over(FinalistBill bill, double yearly, double years) =>
        12 * (((bill.Bound + bill.Other) * years) + (bill.Priced * Paid(yearly, years)));

    private static Ratio? Root(Func<double, double> more)
    {
        var (low, high) = (0.0, MostYearly);
        if (more(low) > 0 == more(high) > 0)
        {
            return null;
        }

        var dearer = more(low) > 0;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = more(middle) > 0 == dearer ? (middle, high) : (low, middle);
        }

        return Ratio.FromValue(low);
    }

    private Duration? TermOf(RankedOption option) => option.Fleet?.Offer switch
    {
        { Pricing: var pricing } when Offer.TermOf(pricing) > default(Duration) => Offer.TermOf(pricing),
        { Pricing: Pricing.Owned, Instance: var name } => decision.Workload.Owned.Concat(catalog.Owned).First(machine => machine.Name == name).Life,
        _ => null,
    };

    private static Usd Money(double dollars) => Usd.FromDollars((decimal)dollars);
}
