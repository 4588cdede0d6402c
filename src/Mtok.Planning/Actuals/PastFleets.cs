namespace Mtok.Planning;

/// <summary>What machines would have cost for past traffic, sized hour by hour; costs are computed as those of a plan (L1).</summary>
internal sealed class PastFleets
{
    private const int Decimals = 6;

    private readonly FleetProblem _problem;
    private readonly PastTraffic _traffic;
    private readonly Places _places;
    private readonly double[][] _rates;
    private readonly Lazy<double[]> _allToApi;

    /// <param name="problem">The demand, the machines, and the APIs at their prices of each hour.</param>
    /// <param name="traffic">The traffic that the demand is of.</param>
    public PastFleets(FleetProblem problem, PastTraffic traffic)
    {
        _problem = problem;
        _traffic = traffic;
        _places = new(problem);
        _rates = [.. problem.Demand.Classes.Select((_, kind) => _places.All.Select((_, place) => _places.Rate(kind, place)).ToArray())];
        _allToApi = new(AllToApi);
    }

    /// <summary>Machines of one kind alone: as many as the busiest hour needs, and, where they are paid by the hour, as many as each hour needs.</summary>
    public IEnumerable<PastOption> Alone(MachineChoice choice)
    {
        if (!choice.IsCommitted && Load(choice).Distinct().Skip(1).Any())
        {
            yield return Option(choice, WayNames.ByTheHour(choice.Name), byTheHour: true);
        }

        yield return Option(choice, choice.Name, byTheHour: false);
    }

    /// <summary>
    /// Machines of one kind that run all the time, as many as is cheapest, with overflow to the cheapest API; null where no API serves all, or
    /// where machines would serve everything.
    /// </summary>
    public PastOption? Mixed(MachineChoice choice)
    {
        if (choice.Offer.Pricing == Pricing.Spot || !_problem.ApiStandsIn)
        {
            return null;
        }

        var load = Load(choice);
        var best = Cheapest(choice, load);
        if (best >= load.Max() || best > choice.Most)
        {
            return null;
        }

        var apis = Enumerable.Range(0, _problem.Demand.Classes.Count).Select(kind => _problem.ApiOf(kind)!).Distinct().ToList();
        return new(
            WayNames.Mixed(choice.Name, string.Join(", ", apis.Select(api => api.Name))),
            OptionKind.Mixed,
            choice.Offer.Seller,
            Interval(choice, at => MixedPlan(at, best)),
            [choice.Offer.Provenance, .. apis.Select(api => api.Tariff?.Base.Provenance).OfType<Provenance>()])
        {
            Machines = best,
            MachineTime = _traffic.Length * best,
            Utilization = choice.PeakUtilization * Ratio.FromValue(load.Average(hour => Math.Min(hour, best)) / best),
            ApiShare = MixedPlan(choice, best).ApiShare,
            Notes = choice.Notes,
        };
    }

    private PastOption Option(MachineChoice choice, string name, bool byTheHour)
    {
        var counts = Counts(choice, byTheHour);
        var all = counts.Sum(count => (double)count);
        return new(
            name,
            Candidates.KindOf(choice.Offer.Pricing),
            choice.Offer.Seller,
            Interval(choice, at => AlonePlan(at, byTheHour)),
            [choice.Offer.Provenance])
        {
            Machines = counts.Max(),
            MachineTime = Duration.FromHours(all),
            Utilization = all > 0 ? choice.PeakUtilization * Ratio.FromValue(Load(choice).Sum() / all) : null,
            Notes = choice.Notes,
            Doubts = counts.Max() > choice.Most ? Credibility.OfListing(choice.Offer, counts.Max() * choice.Gpus) : [],
        };
    }

    /// <summary>The cost, and what it is where a machine serves more or less than its figure.</summary>
    private Estimate<Usd> Interval(MachineChoice choice, Func<MachineChoice, Plan> plan) => new(
        Cost(plan(At(choice, choice.Throughput.High))), Cost(plan(choice)), Cost(plan(At(choice, choice.Throughput.Low))), choice.Evidence);

    private static MachineChoice At(MachineChoice choice, Ratio throughput) => choice with { Rates = [.. choice.Rates.Select(rate => rate * throughput)] };

    /// <summary>Machines that each hour needs, used at most as far as the rules allow.</summary>
    private double[] Load(MachineChoice choice)
    {
        var load = new double[_places.All.Count];
        for (var kind = 0; kind < _rates.Length; kind++)
        {
            var each = choice.Rates[kind].PerSecond;
            for (var place = 0; place < load.Length; place++)
            {
                load[place] += _rates[kind][place] > 0 ? _rates[kind][place] / each : 0;
            }
        }

        return load;
    }

    private int[] Counts(MachineChoice choice, bool byTheHour)
    {
        var load = Load(choice);
        var peak = Fleet.Needed(load.Max(), 1);
        return [.. load.Select(hour => (byTheHour ? Fleet.Needed(hour, 1) : peak) + _problem.Spares)];
    }

    private Plan AlonePlan(MachineChoice choice, bool byTheHour)
    {
        var counts = Counts(choice, byTheHour);
        return new PlanReading(_problem with { Machines = [choice], Apis = [] }, _places)
            .Read(_ => counts[0], (_, place) => counts[place], (_, _) => 0, (kind, place) => _rates[kind][place]);
    }

    private Plan MixedPlan(MachineChoice choice, int count)
    {
        var load = Load(choice);
        double Served(int place) => load[place] <= count ? 1 : count / load[place];
        return new PlanReading(_problem with { Machines = [choice] }, _places).Read(
            _ => count,
            (_, _) => count,
            (kind, place) => (1 - Served(place)) * _rates[kind][place],
            (kind, place) => Served(place) * _rates[kind][place]);
    }

    /// <summary>
    /// The number of machines at which the rent of one more is no longer less than what the API charges for what it would serve. The cost is
    /// convex in the number, so the best is the first that one more does not improve; the bill itself is computed as a plan's.
    /// </summary>
    private int Cheapest(MachineChoice choice, double[] load)
    {
        var rent = (double)(choice.Price * _traffic.Length).Dollars;
        double CostOf(int count) => (rent * count) + load.Select((hour, place) => hour <= count ? 0 : _allToApi.Value[place] * (1 - (count / hour))).Sum();
        var (low, high) = (1, Math.Max(1, Fleet.Needed(load.Max(), 1)));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = CostOf(middle + 1) < CostOf(middle) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>What each hour costs where all of it goes to the cheapest APIs.</summary>
    private double[] AllToApi() =>
        [
            .. _places.All.Select((place, at) => _problem.Demand.Classes.Index().Sum(kind =>
                (double)_problem.ApiOf(kind.Index)!.At(kind.Index, place).Dollars * _rates[kind.Index][at] * _problem.Demand.Step.Seconds)),
        ];

    /// <summary>A plan's cost of a month, for the time that the traffic lasted; rates are binary fractions, so that more decimals say nothing.</summary>
    private Usd Cost(Plan plan) => Usd.FromDollars(Math.Round(plan.Bill.Dollars * _traffic.Hours / (decimal)Duration.Month.Hours, Decimals));
}
