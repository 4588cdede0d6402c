namespace Mtok.Planning;

/// <summary>One way of getting the tokens of a mix, by its unit cost at a stated utilisation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of option.</param>
/// <param name="ModelId">The model it serves.</param>
/// <param name="Price">What a machine costs an hour; null for an API.</param>
/// <param name="Rate">What a machine serves when busy, tokens of the mix; null for an API.</param>
/// <param name="PerMtok">Allocation cost per million tokens of the mix, input and output together (C1, C2).</param>
/// <param name="Availability">Whether it is available when needed.</param>
/// <param name="Commitment">For how long it has to be paid.</param>
/// <param name="Priced">The source and date of the price.</param>
/// <param name="Notes">The evidence of the throughput and what was assumed.</param>
public sealed record ComparedOption(
    string Name,
    OptionKind Kind,
    string ModelId,
    UsdPerHour? Price,
    TokensPerSecond? Rate,
    Estimate<UsdPerMtok> PerMtok,
    Availability Availability,
    Commitment Commitment,
    Provenance Priced,
    IReadOnlyList<OptionNote> Notes)
{
    /// <summary>The doubts about its price; empty where there are none.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Whether it may be named the cheapest: no doubt rules it out.</summary>
    public bool MayWin => Credibility.IsCredible(Doubts);

    /// <summary>The cost of a million tokens, input, cached input and output apart (C8); null where the step model does not know the machines.</summary>
    public TokenSplit? PerMtokApart => Apart?.Value is { } parts ? TokenSplit.Of(PerMtok.Value, parts.Mix, parts.Parts) : null;

    internal Lazy<(TokenMix Mix, TokenParts Parts)?>? Apart { get; init; }

    /// <summary>The machines behind it; null for an API.</summary>
    internal Fleet? Fleet { get; init; }

    /// <summary>The tariff behind it; null for machines.</summary>
    internal ApiTariff? Api { get; init; }
}

/// <summary>Every offer with a measured throughput and every API, by $/Mtok of one mix.</summary>
/// <param name="Workload">The model, mix and limits compared for; its traffic plays no part.</param>
/// <param name="Utilization">The utilisation assumed of every machine.</param>
/// <param name="Options">The options: those of credible prices, cheapest first, then the doubtful, cheapest first.</param>
/// <param name="Unknown">Offers without a throughput figure, with why.</param>
/// <param name="Confidence">How often the winner stays the cheapest within the intervals of throughput; null where there is none.</param>
public sealed record Comparison(
    Workload Workload, Ratio Utilization, IReadOnlyList<ComparedOption> Options, IReadOnlyList<RankedOption> Unknown, Confidence<UsdPerMtok>? Confidence)
{
    /// <summary>The cheapest option of a credible price; null where there is none.</summary>
    public ComparedOption? Cheapest => Options.Count > 0 && Options[0].MayWin ? Options[0] : null;

    /// <summary>Options that cost less than the cheapest credible one, or all where there is none; cheapest first.</summary>
    public IEnumerable<ComparedOption> Doubtful => Options.Where(option => !option.MayWin && !(option.PerMtok.Value >= Cheapest?.PerMtok.Value));

    /// <summary>Doubts about the price of the cheapest that do not rule it out; empty by default.</summary>
    public IReadOnlyList<PriceDoubt> Warnings { get; init; } = [];

    /// <summary>Answers a request; null where it is unusable, which is reported, all of it at once.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="today">The day to which the age of the winner's price is counted; null where it is not.</param>
    public static Comparison? Of(CompareRequest request, Capacities capacities, RequestProblems problems, DateOnly? today = null) =>
        request.Workload(capacities.Catalog, problems) is { } workload
            ? For(workload, request.Utilization ?? CompareRequest.UsualUtilization, capacities.Catalog, capacities, today)
            : null;

    /// <summary>Compares every place of every offer and every API.</summary>
    /// <param name="workload">The model, mix and limits compared for.</param>
    /// <param name="utilization">The utilisation assumed of every machine.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacity">What replicas serve.</param>
    /// <param name="today">The day to which the age of the winner's price is counted; null where it is not.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static Comparison For(Workload workload, Ratio utilization, Catalog catalog, Capacities capacity, DateOnly? today = null, int seed = 1)
    {
        var credibility = new Credibility(workload, catalog, today);
        var candidates = new Candidates(workload, catalog, capacity, everyPlace: true, credibility);
        var shares = new TokenShares(workload, capacity);
        Lazy<(TokenMix, TokenParts)?> Apart(Func<TokenParts?> parts) => new(() => parts() is { Total: > 0 } known ? (workload.Mix, known) : null);
        var machines = candidates.Fleets.Select(fleet => Compare(fleet, workload, utilization, catalog) with
        {
            Doubts = Credibility.Of(fleet, machines: 1),
            Apart = Apart(() => shares.Of(fleet.Capacity.Model, fleet.Capacity.Deployment)),
        });
        var apis = candidates.Apis.Select(api => Compare(api.Tariff, workload) with { Doubts = api.Doubts, Apart = Apart(() => shares.Of(api.Tariff)) });
        var provisioned = candidates.Provisioned.Select(each => Compare(each.Price, workload, utilization) with { Apart = Apart(() => shares.Of(each.Price)) });
        var options = machines.Concat(apis).Concat(provisioned)
            .OrderByDescending(option => option.MayWin)
            .ThenBy(option => option.PerMtok.Value).ThenBy(option => option.Name, StringComparer.Ordinal)
            .ToList();
        var credible = options.FindAll(option => option.MayWin);
        if (credible.Count == 0)
        {
            return new(workload, utilization, options, candidates.Unusable, null);
        }

        return new(workload, utilization, options, candidates.Unusable, Planning.Confidence.Of(credible.Select(ContenderOf), UsdPerMtok.FromDollars, seed))
        {
            Warnings = [.. credible[0].Doubts.Select(doubt => new PriceDoubt(credible[0].Name, doubt))],
        };
    }

    private static Contender ContenderOf(ComparedOption option) => option.Fleet is { } fleet
        ? Contender.Machines(option.Name, fleet, throughput => (option.PerMtok.Value * (Ratio.One / throughput)).Dollars)
        : Contender.Api(option.Name, option.PerMtok.Value.Dollars);

    private static ComparedOption Compare(Fleet fleet, Workload workload, Ratio utilization, Catalog catalog)
    {
        UsdPerMtok At(RequestsPerSecond replica) =>
            UnitCost.PerMtok(fleet.Price, workload.Mix.Total * replica * fleet.ReplicasPerMachine, utilization, workload.Overheads.Multiplier);

        var requests = fleet.Capacity.Requests;
        return new(
            $"{WayNames.Of(fleet.Offer)} ({fleet.Capacity.Deployment})",
            Candidates.KindOf(fleet.Offer.Pricing),
            fleet.Capacity.Model.Id,
            fleet.Price,
            workload.Mix.Total * fleet.MachineRate,
            new(At(requests.High), At(requests.Value), At(requests.Low), fleet.Evidence),
            AvailabilityOf(fleet.Offer, catalog),
            CommitmentOf(fleet.Offer.Pricing),
            fleet.Offer.Provenance,
            fleet.Notes)
        {
            Fleet = fleet,
        };
    }

    private static ComparedOption Compare(ApiTariff tariff, Workload workload)
    {
        var price = tariff.PriceOf(workload.Mix, asBatch: false, WeekHours.Even) / workload.Mix.Total;
        var notes = new Pricer(workload).PriceNotes(tariff).ToList();
        var evidence = notes.Exists(note => note is OptionNote.AssumedPrices) ? Evidence.Assumed : Evidence.Measured;
        return new(
            WayNames.Of(tariff), OptionKind.Api, tariff.Base.ModelId, null, null, Estimate<UsdPerMtok>.Exact(price, evidence),
            new Availability.Shared(), Commitment.None, tariff.Base.Provenance, notes)
        {
            Api = tariff,
        };
    }

    /// <summary>C11 at a utilisation of the units; the fewest that are sold play no part, as traffic does not.</summary>
    private static ComparedOption Compare(ProvisionedPrice price, Workload workload, Ratio utilization)
    {
        var perUnit = RequestsPerSecond.FromPerSecond(
            1 / ProvisionedThroughput.Load(price.Rates, workload.ServedGroups, RequestsPerSecond.FromPerSecond(1)).Value);
        var rate = workload.Mix.Total * perUnit;
        return new(
            WayNames.Of(price), OptionKind.Provisioned, price.ModelId, price.Price, rate,
            Estimate<UsdPerMtok>.Exact(UnitCost.PerMtok(price.Price, rate, utilization, Ratio.One), Evidence.Measured),
            new Availability.Reserved(), CommitmentOf(price.Term), price.Provenance, []);
    }

    private static Commitment CommitmentOf(Duration term) =>
        term == default ? Commitment.None
        : term < Duration.FromYears(1) ? Commitment.Block
        : term < Duration.FromYears(2) ? Commitment.OneYear
        : Commitment.ThreeYears;

    private static Availability AvailabilityOf(Offer offer, Catalog catalog) => offer.Pricing switch
    {
        Pricing.Spot when catalog.InterruptionOf(offer) is { } band => new Availability.Interrupted(band.Low, band.High),
        Pricing.Spot => new Availability.InterruptionsUnknown(),
        Pricing.OnDemand or Pricing.Serverless => new Availability.InStock(offer.Tier == "community"),
        Pricing.Owned => new Availability.Owned(),
        _ => new Availability.Reserved(),
    };

    private static Commitment CommitmentOf(Pricing pricing) => pricing switch
    {
        Pricing.ReservedOneYear => Commitment.OneYear,
        Pricing.ReservedThreeYears => Commitment.ThreeYears,
        Pricing.ReservedFiveYears => Commitment.FiveYears,
        Pricing.Block => Commitment.Block,
        Pricing.Owned => Commitment.Lifetime,
        _ => Commitment.None,
    };
}
