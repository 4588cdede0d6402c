namespace Mtok.Planning;

/// <summary>Makes a plan of numbers of machines, with its costs recomputed in decimals (L1), whatever a solver returns.</summary>
internal sealed class PlanReading(FleetProblem problem, Places places)
{
    /// <summary>A rate that is rounding, not demand.</summary>
    private readonly double _nothing = 1e-7 * problem.Demand.Peak.PerSecond;

    /// <param name="committed">Machines of a choice that are paid for all the time.</param>
    /// <param name="running">Machines of a choice that are paid for in a place, where they are not committed.</param>
    /// <param name="overflow">What goes to the API of a class in a place, requests per second.</param>
    /// <param name="served">What machines serve of a class in a place, requests per second.</param>
    public Plan Read(Func<int, int> committed, Func<int, int, int> running, Func<int, int, double> overflow, Func<int, int, double> served)
    {
        var lines =
            problem.Machines.Select((choice, machine) =>
            {
                var bound = choice.IsCommitted ? committed(machine) : 0;
                return Line(choice, bound, place => choice.IsCommitted ? bound : running(machine, place));
            })
            .Where(line => line.Most > 0).OrderByDescending(line => line.Cost).ThenBy(line => line.Choice.Name, StringComparer.Ordinal).ToList();
        var exact = IsPlain();
        var classes = problem.Demand.Classes.Select((requests, kind) =>
        {
            double Capacity(int place) =>
                lines.Sum(line => places.RateOf(line.Choice, kind, place) * line.Running[places.All[place].Span][places.All[place].Step]);
            var left = Enumerable.Range(0, places.All.Count)
                .Select(place => Clean(exact ? places.Rate(kind, place) - Capacity(place) : overflow(kind, place))).ToArray();
            double Served(int place) => exact ? places.Rate(kind, place) - left[place] : Clean(served(kind, place));
            return Class(requests, kind, place => left[place], Served);
        }).ToList();
        var people = problem.Always + (lines.Count == 0 ? default : problem.PeopleOfMachines) + FurtherPeople(lines, classes);
        var others = lines.Count == 0 ? default : problem.Fixed - problem.PeopleOfMachines + PerRequest(classes);
        return new(problem.Demand, lines, classes, people + others) { People = people };
    }

    private UsdPerMonth FurtherPeople(List<PlannedMachines> lines, List<PlannedClass> classes) => problem.FurtherPeople(
        lines.Select(line => line.Choice.Model?.Id).Distinct(StringComparer.Ordinal).Count(),
        lines.Where(line => line.Choice.Offer.Pricing != Pricing.Owned).Select(line => line.Choice.Offer.Seller).Distinct(StringComparer.Ordinal).Count(),
        classes.Where(line => line.Cost != default).Select(line => line.Api!).DistinctBy(api => api.Name).Sum(api => api.Sellers));

    /// <summary>All to the APIs.</summary>
    public Plan ApiAlone() => Read(_ => 0, (_, _) => 0, places.Rate, (_, _) => 0);

    /// <summary>What one start of a machine in that step costs a month.</summary>
    public static UsdPerMonth StartCost(FleetProblem problem, MachineChoice choice, Place place) =>
        UsdPerMonth.FromDollars((choice.Price * problem.StartOf(choice)).Dollars * (decimal)(place.Month / problem.Demand.Step).Value);

    /// <summary>One class that may not wait, on machines that all serve it, without spares: overflow goes to the API, exactly.</summary>
    private bool IsPlain() =>
        (problem.Spares == 0 || problem.ApiStandsIn)
        && problem.Demand.Classes is [{ Deadline.Seconds: 0 } only]
        && problem.ApiOf(0) is not null
        && problem.Machines.All(machine => machine.Serves(0, only));

    private double Clean(double rate) => rate < _nothing ? 0 : rate;

    private PlannedMachines Line(MachineChoice choice, int committed, Func<int, int> count)
    {
        var (cost, spans) = (0m, places.BySpan(count));
        for (var span = 0; span < spans.Length; span++)
        {
            var (counted, added, before, first) = (0L, 0L, spans[span][^1], places.First(span));
            foreach (var now in spans[span])
            {
                counted += now;
                added += choice.IsCommitted ? 0 : Math.Max(0, now - before);
                before = now;
            }

            cost += ((choice.Price * first.Month).Dollars * counted) + (added == 0 ? 0 : StartCost(problem, choice, first).Dollars * added);
        }

        return new(choice, committed, spans, UsdPerMonth.FromDollars(cost));
    }

    private PlannedClass Class(DemandClass requests, int kind, Func<int, double> overflow, Func<int, double> served)
    {
        var api = problem.ApiOf(kind);
        return new(requests, api, Rates(overflow), Rates(served), api is null ? default : Sent(api, kind, overflow));
    }

    private UsdPerMonth Sent(ApiChoice api, int kind, Func<int, double> overflow)
    {
        double Requests(int place) => overflow(place) * places.All[place].Month.Seconds;
        var all = Enumerable.Range(0, places.All.Count);
        return UsdPerMonth.FromDollars(api.ByStep.Count == 0
            ? api.PerRequest[kind]!.Value.Dollars * (decimal)all.Sum(Requests)
            : all.Sum(place => api.At(kind, places.All[place]).Dollars * (decimal)Requests(place)));
    }

    private IReadOnlyList<IReadOnlyList<RequestsPerSecond>> Rates(Func<int, double> rate) =>
        places.BySpan(place => RequestsPerSecond.FromPerSecond(rate(place)));

    private UsdPerMonth PerRequest(List<PlannedClass> classes)
    {
        var total = 0m;
        for (var kind = 0; kind < classes.Count && problem.PerRequest.Count > 0; kind++)
        {
            var served = Enumerable
                .Range(0, places.All.Count)
                .Sum(place => classes[kind].Served[places.All[place].Span][places.All[place].Step].PerSecond * places.All[place].Month.Seconds);
            total += problem.PerRequest[kind].Dollars * (decimal)served;
        }

        return UsdPerMonth.FromDollars(total);
    }
}
