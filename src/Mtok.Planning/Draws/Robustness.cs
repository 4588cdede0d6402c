namespace Mtok.Planning;

/// <summary>One candidate over all draws.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of option it is.</param>
/// <param name="Cheapest">The share of draws in which it is the cheapest.</param>
/// <param name="Bill">Its cost a month: the mean, and the 5th and 95th percentile of the draws.</param>
/// <param name="ExpectedRegret">Its mean excess cost over the cheapest of each draw.</param>
/// <param name="Regret95">The 95th percentile of that excess.</param>
public sealed record CandidateStanding(
    string Name, OptionKind Kind, Ratio Cheapest, Estimate<UsdPerMonth> Bill, UsdPerMonth ExpectedRegret, UsdPerMonth Regret95)
{
    /// <summary>What it costs a month where every figure is at its middle.</summary>
    public UsdPerMonth Middle { get; init; }

    /// <summary>The share of draws in which it costs at most 5 % more than the cheapest: two that cost as good as the same both have it.</summary>
    public Ratio Near { get; init; } = Ratio.One;

    /// <summary>What choosing it may cost above the cheapest.</summary>
    public Regret Regret => new(Near, ExpectedRegret, Regret95) { OverTerm = OverTerm };

    /// <summary>The same over the horizon, where it may be changed; null where only a month was looked at.</summary>
    public TermRegret? OverTerm { get; init; }
}

/// <summary>What a choice may cost above the cheapest of each draw (U3).</summary>
/// <param name="Near">The chance that it costs at most 5 % more than the cheapest.</param>
/// <param name="Expected">The expected loss: its mean excess over the cheapest of each draw.</param>
/// <param name="At95">The 95th percentile of that excess.</param>
public sealed record Regret(Ratio Near, UsdPerMonth Expected, UsdPerMonth At95)
{
    /// <summary>The same over the horizon, where the choice may be changed (U11); null where only a month was looked at.</summary>
    public TermRegret? OverTerm { get; init; }
}

/// <summary>One uncertain figure moved from its low to its high end, all else at its middle: a bar of a tornado.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Low">Its low end / its middle.</param>
/// <param name="High">Its high end / its middle.</param>
/// <param name="BillAtLow">What the recommended candidate costs a month there.</param>
/// <param name="BillAtHigh">What it costs at the high end.</param>
/// <param name="CheapestAtLow">The cheapest candidate at the low end.</param>
/// <param name="CheapestAtHigh">The cheapest candidate at the high end.</param>
public sealed record Swing(
    UncertainFigure Figure, Ratio Low, Ratio High, UsdPerMonth BillAtLow, UsdPerMonth BillAtHigh, string CheapestAtLow, string CheapestAtHigh)
{
    /// <summary>Whether another than the named option is the cheapest at an end.</summary>
    /// <param name="option">The option's name.</param>
    public bool Turns(string option) => CheapestAtLow != option || CheapestAtHigh != option;
}

/// <summary>A commitment of years compared with hourly machines or an API while their prices move.</summary>
/// <param name="Name">The commitment.</param>
/// <param name="Term">Its length.</param>
/// <param name="Trend">How the price of the cheapest without it moves in this scenario.</param>
/// <param name="Committed">What it costs over the term.</param>
/// <param name="Flexible">What the cheapest option without that commitment costs over the term.</param>
/// <param name="FlexibleName">Its name.</param>
/// <param name="Evens">
/// The change in a year, over the whole term, of every price without commitment at which both cost the same; below zero a fall; null
/// where there is none between a fall by 90 % and a doubling.
/// </param>
public sealed record CommitmentTest(string Name, Duration Term, PriceTrend Trend, Usd Committed, Usd Flexible, string FlexibleName, Ratio? Evens)
{
    /// <summary>What the option without the commitment costs over the term at the 5th percentile of its prices' walk (U5).</summary>
    public Usd FlexibleAt5 { get; init; }

    /// <summary>The same at the median.</summary>
    public Usd FlexibleAt50 { get; init; }

    /// <summary>The same at the 95th percentile.</summary>
    public Usd FlexibleAt95 { get; init; }

    /// <summary>Whether the commitment is the cheaper way in this scenario.</summary>
    public bool Pays => Committed <= Flexible;
}

/// <summary>How robust the recommendation is when throughput, prices, demand and spot capacity turn out different.</summary>
/// <param name="Draws">How many draws were made.</param>
/// <param name="Standings">The candidates, the recommended one first: the plan where there is one, then options by the bill one can count on.</param>
/// <param name="Swings">Swings of the bill, the largest first.</param>
/// <param name="Commitments">Each commitment of years among the candidates, with prices moving.</param>
/// <param name="Assumed">What the draws take as given.</param>
public sealed record Robustness(
    int Draws,
    IReadOnlyList<CandidateStanding> Standings,
    IReadOnlyList<Swing> Swings,
    IReadOnlyList<CommitmentTest> Commitments,
    IReadOnlyList<Assumption> Assumed)
{
    /// <summary>Devices whose best machines are drawn whatever their kind: machines of one kind compete with each other too.</summary>
    private const int MostDevices = 3;

    /// <summary>What the recommended candidate costs in a year; null where it was not computed.</summary>
    public YearlyBudget? Budget { get; init; }

    /// <summary>The candidate that is recommended.</summary>
    public CandidateStanding Recommended => Standings[0];

    /// <summary>What the recommendation may cost above the cheapest; nothing where there is no other.</summary>
    public Regret Regret => Recommended.Regret;

    /// <summary>The candidate of the least expected bill, and so of the least expected regret.</summary>
    public CandidateStanding LeastExpected => Standings.MinBy(standing => standing.Bill.Value)!;

    /// <summary>The candidate of the least regret in 95 % of the draws.</summary>
    public CandidateStanding LeastRegret => Standings.MinBy(standing => standing.Regret95)!;

    /// <summary>
    /// Draws over the finished candidates (U1 to U5): the plan and the best option of each kind, for the problem's demand; null where
    /// nothing serves.
    /// </summary>
    /// <param name="options">The options, those that may be recommended first and in their order.</param>
    /// <param name="workload">The workload, with its forecast and its own machines.</param>
    /// <param name="problem">The demand, as it was planned for, and what may be chosen from.</param>
    /// <param name="plan">The plan; null for the options alone.</param>
    /// <param name="catalog">Prices of several dates, and the lives of machines.</param>
    /// <param name="given">The bands; null for those of the workload and the catalog.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="replayed">What the plan costs as it was replayed; null for what it was planned to cost.</param>
    public static Robustness? Of(
        IReadOnlyList<RankedOption> options, Workload workload, FleetProblem problem, Plan? plan, Catalog catalog, Uncertainties? given = null,
        int seed = 1, UsdPerMonth? replayed = null)
    {
        var outlook = new Outlook(given ?? Uncertainties.Of(workload, catalog));
        var finalists = new Finalists(problem, outlook);
        var credible = options.Where(option => option.MayWin).ToList();
        var bests = credible.DistinctBy(option => option.Kind)
            .Concat(credible.Where(option => option is { Fleet: not null, Api: null })
                .DistinctBy(option => option.Fleet!.Offer.AcceleratorId).Take(MostDevices))
            .Distinct<RankedOption>(ReferenceEqualityComparer.Instance).ToList();
        var ranked = bests
            .Where(option => plan is not { Machines.Count: 0 } || option.Kind != OptionKind.Api)
            .Select(option => finalists.Of(option, workload).WithBill(option.Cost!.Bill.Value, finalists.Middle)).ToList();
        List<Finalist> all = plan is null ? ranked : [finalists.Of(plan).WithBill(replayed ?? plan.Bill, finalists.Middle), .. ranked];
        return all.Count == 0
            ? null
            : Of(all, outlook, new CommitmentTests(options, workload, catalog, finalists, outlook), seed, TermRules.Of(workload, catalog));
    }

    /// <summary>How often the recommended one stays the cheapest; null where there is no other.</summary>
    internal Confidence<UsdPerMonth>? Confidence => Standings.Count < 2 ? null : new(
        Draws, Recommended.Cheapest, Recommended.Near, Excess(Recommended),
        Recommended.Cheapest == Ratio.One ? null : Standings.Skip(1).MaxBy(standing => standing.Cheapest)!.Name);

    /// <summary>Its mean excess over the draws in which another is cheaper.</summary>
    private static UsdPerMonth Excess(CandidateStanding standing) => standing.Cheapest == Ratio.One
        ? default
        : standing.ExpectedRegret * (Ratio.One / (Ratio.One - standing.Cheapest));

    /// <summary>The same, for candidates already built, the recommended one first.</summary>
    internal static Robustness Of(IReadOnlyList<Finalist> all, Outlook outlook, CommitmentTests? commitments, int seed, TermRules? term = null)
    {
        var tests = commitments?.All(all) ?? [];
        var draws = new RobustnessDraws(all, outlook, seed);
        return new(RobustnessDraws.AllDraws, draws.Standings(term), new Tornado(all, outlook).Swings(), tests, Assumptions(outlook, tests))
        {
            Budget = new YearOfBills(all[0], outlook).Of(seed),
        };
    }

    private static IReadOnlyList<Assumption> Assumptions(Outlook outlook, IReadOnlyList<CommitmentTest> tests) =>
    [
        new Assumption.SharedThroughput(),
        new Assumption.CommonFactors(
            Ratio.FromValue(ThroughputFactors.UserShare), Ratio.FromValue(ThroughputFactors.EraShare), Ratio.FromValue(ThroughputFactors.DeviceShare),
            outlook.Given.Trends.Rent(null, isSpot: false).CommonShare),
        .. outlook.Bands.Select(figure => new Assumption.Drawn(figure.Figure, figure.Band)),
        new Assumption.CommitmentsStayPaid(),
        .. tests.Select(test => test.Trend).Distinct().Select(trend => new Assumption.PricesMove(trend)),
    ];
}
