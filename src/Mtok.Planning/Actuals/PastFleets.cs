namespace Mtok.Planning;

/// <summary>What machines would have cost for past traffic, sized hour by hour; costs are computed as those of a plan (L1).</summary>
/// <param name="problem">The demand, the machines, and the APIs at their prices of each hour.</param>
/// <param name="traffic">The traffic that the demand is of.</param>
internal sealed class PastFleets(FleetProblem problem, PastTraffic traffic)
{
    private readonly Places _places = new(problem);

    /// <summary>Machines of one kind alone: as many as the busiest hour needs, and, where they are paid by the hour, as many as each hour needs.</summary>
    public IEnumerable<PastOption> Alone(MachineChoice choice)
    {
        var load = Load(choice);
        if (!choice.IsCommitted && load.Distinct().Skip(1).Any())
        {
            yield return Option(choice, WayNames.ByTheHour(choice.Name), load, Counts(load, byTheHour: true), scale => Counts(Scaled(load, scale), true));
        }

        yield return Option(choice, choice.Name, load, Counts(load, byTheHour: false), scale => Counts(Scaled(load, scale), false));
    }

    /// <summary>
    /// Machines of one kind that run all the time, as many as is cheapest, with overflow to the cheapest API; null where no API serves all, or
    /// where machines would serve everything.
    /// </summary>
    public PastOption? Mixed(MachineChoice choice)
    {
        if (choice.Offer.Pricing == Pricing.Spot || !problem.ApiStandsIn)
        {
            return null;
        }

        var load = Load(choice);
        var best = Cheapest(choice, load, choice.Throughput.Value);
        if (best >= load.Max() || best > choice.Most)
        {
            return null;
        }

        var apis = Enumerable.Range(0, problem.Demand.Classes.Count).Select(kind => problem.ApiOf(kind)!).Distinct().ToList();
        var plan = MixedPlan(choice, load, best);
        return new(
            WayNames.Mixed(choice.Name, string.Join(", ", apis.Select(api => api.Name))),
            OptionKind.Mixed,
            choice.Offer.Seller,
            new(
                Cost(MixedPlan(choice, Scaled(load, choice.Throughput.High), best)),
                Cost(plan),
                Cost(MixedPlan(choice, Scaled(load, choice.Throughput.Low), best)),
                choice.Evidence),
            [choice.Offer.Provenance, .. apis.Select(api => api.Tariff?.Base.Provenance).OfType<Provenance>()])
        {
            Machines = best,
            MachineTime = traffic.Length * best,
            Utilization = choice.PeakUtilization * Ratio.FromValue(load.Average(hour => Math.Min(hour, best)) / best),
            ApiShare = plan.ApiShare,
            Notes = choice.Notes,
        };
    }

    private PastOption Option(MachineChoice choice, string name, double[] load, int[] counts, Func<Ratio, int[]> countsAt) =>
        new(name, Candidates.KindOf(choice.Offer.Pricing), choice.Offer.Seller, Interval(choice, counts, countsAt), [choice.Offer.Provenance])
        {
            Machines = counts.Max(),
            MachineTime = Duration.FromHours(counts.Sum(count => (double)count)),
            Utilization = counts.Sum() == 0 ? null : choice.PeakUtilization * Ratio.FromValue(load.Sum() / counts.Sum(count => (double)count)),
            Notes = choice.Notes,
            Doubts = counts.Max() > choice.Most ? Credibility.OfListing(choice.Offer, counts.Max() * choice.Gpus) : [],
        };

    private Estimate<Usd> Interval(MachineChoice choice, int[] counts, Func<Ratio, int[]> countsAt) => new(
        Cost(Alone(choice, countsAt(choice.Throughput.High))),
        Cost(Alone(choice, counts)),
        Cost(Alone(choice, countsAt(choice.Throughput.Low))),
        choice.Evidence);

    /// <summary>Machines that each hour needs, at most used as far as the rules allow.</summary>
    private double[] Load(MachineChoice choice) =>
        [
            .. Enumerable.Range(0, _places.All.Count).Select(place =>
                choice.Rates.Index().Sum(kind => _places.Rate(kind.Index, place) is var rate and > 0 ? rate / kind.Item.PerSecond : 0)),
        ];

    private static double[] Scaled(double[] load, Ratio throughput) => [.. load.Select(hour => hour / throughput.Value)];

    private int[] Counts(double[] load, bool byTheHour)
    {
        var peak = Fleet.Needed(load.Max(), 1);
        return [.. load.Select(hour => (byTheHour ? Fleet.Needed(hour, 1) : peak) + problem.Spares)];
    }

    private Plan Alone(MachineChoice choice, int[] counts) =>
        new PlanReading(problem with { Machines = [choice], Apis = [] }, _places)
            .Read(_ => counts[0], (_, place) => counts[place], (_, _) => 0, _places.Rate);

    private Plan MixedPlan(MachineChoice choice, double[] load, int count)
    {
        double Served(int place) => load[place] <= count ? 1 : count / load[place];
        return new PlanReading(problem with { Machines = [choice] }, _places).Read(
            _ => count,
            (_, _) => count,
            (kind, place) => (1 - Served(place)) * _places.Rate(kind, place),
            (kind, place) => Served(place) * _places.Rate(kind, place));
    }

    /// <summary>The cost is convex in the number of machines, so the best is the first that one more does not improve.</summary>
    private int Cheapest(MachineChoice choice, double[] load, Ratio throughput)
    {
        var scaled = Scaled(load, throughput);
        var (low, high) = (1, Math.Max(1, Fleet.Needed(scaled.Max(), 1)));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var betters = MixedPlan(choice, scaled, middle + 1).Bill < MixedPlan(choice, scaled, middle).Bill;
            (low, high) = betters ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A plan's cost of a month, for the time that the traffic lasted.</summary>
    private Usd Cost(Plan plan) => Usd.FromDollars(plan.Bill.Dollars * traffic.Hours / (decimal)Duration.Month.Hours);
}
