namespace Mtok.Planning;

/// <summary>Commitments of years compared with the cheapest option without one, with prices moving (U5).</summary>
internal sealed class CommitmentTests(
    IReadOnlyList<RankedOption> options, Workload workload, Catalog catalog, Finalists finalists, Outlook outlook)
{
    /// <summary>The changes in a year between which the break-even is looked for: a fall by 90 %, and a doubling.</summary>
    private const double DeepestFall = -0.9;

    private const double SteepestRise = 1;

    /// <summary>The cheapest option of each term, and of machines to buy.</summary>
    /// <param name="candidates">The other candidates.</param>
    public IReadOnlyList<CommitmentTest> All(IReadOnlyList<Finalist> candidates)
    {
        var flexible =
            candidates.Concat(options
                .Where(option => option is { MayWin: true, Provisioned: null } && TermOf(option) is null)
                .DistinctBy(option => option.Kind)
                .Select(finalists.Of))
            .Where(candidate => candidate is { IsBound: false, Units: null }).DistinctBy(candidate => candidate.Name).ToList();
        if (flexible.Count == 0)
        {
            return [];
        }

        var bound = options
            .Where(option => option.MayWin)
            .Select(option => (Option: option, Term: TermOf(option)))
            .Where(pair => pair.Term is not null)
            .DistinctBy(pair => pair.Option.Fleet!.Offer.Pricing).Select(pair => (Finalist: finalists.Of(pair.Option), Term: pair.Term!.Value)).ToList();

        // Candidates bring figures of their own to the outlook: all are known once all are made.
        return bound.ConvertAll(pair => Test(pair.Finalist, pair.Term, flexible));
    }

    private CommitmentTest Test(Finalist commitment, Duration term, List<Finalist> flexible)
    {
        var moving = outlook.Moved(outlook.Given.Trends, trend => trend.MeanOver(term));
        var cheapest = flexible.MinBy(each => Over(each, moving, term))!;
        double More(double yearly)
        {
            var same = outlook.Moved(PriceTrends.Same(Ratio.FromValue(yearly)), trend => trend.MeanOver(term));
            return Over(commitment, same, term) - flexible.Min(each => Over(each, same, term));
        }

        Usd At(double deviations) =>
            Money(Over(cheapest, outlook.Moved(outlook.Given.Trends, trend => trend.AverageOver(term).At(Ratio.FromValue(deviations))), term));
        return new(
            commitment.Name,
            term,
            TrendOf(cheapest, outlook.Given.Trends),
            Money(Over(commitment, moving, term)),
            Money(Over(cheapest, moving, term)),
            cheapest.Name,
            Root(More))
        {
            FlexibleAt5 = At(-Spread.Ends),
            FlexibleAt50 = At(0),
            FlexibleAt95 = At(Spread.Ends),
        };
    }

    /// <summary>What is committed is paid at its price, what is not at the moved prices.</summary>
    private static double Over(Finalist finalist, double[] factors, Duration term) => finalist.BillAt(factors).Total * (term / Duration.Month).Value;

    /// <summary>The device of its machines without commitment; null where there are several, so that all devices tell the trend.</summary>
    private static string? DeviceOf(Finalist finalist) =>
        finalist.Lines.Where(line => line.Sizing != Sizing.Bound).Select(line => line.Choice.Offer.AcceleratorId).Distinct().ToList() is [var only]
            ? only
            : null;

    private static PriceTrend TrendOf(Finalist finalist, PriceTrends trends) => finalist.Lines.Count == 0
        ? trends.Api
        : trends.Rent(DeviceOf(finalist), finalist.Lines.All(line => line.Choice.Offer.Pricing == Pricing.Spot));

    private static Ratio? Root(Func<double, double> more)
    {
        var (low, high) = (DeepestFall, SteepestRise);
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

    private Duration? TermOf(RankedOption option) => option.BindsFor(workload.Owned.Concat(catalog.Owned));

    private static Usd Money(double dollars) => Usd.FromDollars((decimal)dollars);
}
