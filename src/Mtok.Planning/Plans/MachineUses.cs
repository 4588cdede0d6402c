using System.Collections.Concurrent;

namespace Mtok.Planning;

/// <summary>
/// How many machines of one kind a demand needs, all month, by the hour (C3 to C7, L5) or beside an API, and what they cost, for any multiple of
/// the demand and of throughput. Safe for concurrent calls.
/// </summary>
internal sealed class MachineUses
{
    private readonly FleetProblem _problem;
    private readonly Places _places;
    private readonly ConcurrentDictionary<string, KindLoad> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ApiChoice, KindLoad), (double Api, double PerRequest)[]> _levelCosts = [];

    /// <param name="problem">The demand, and what may be chosen from.</param>
    /// <param name="places">Its steps.</param>
    public MachineUses(FleetProblem problem, Places places)
    {
        _problem = problem;
        _places = places;
        OfRequests = problem.PerRequest.Index().Sum(kind => kind.Item.Dollars * Requests(kind.Index));
    }

    /// <summary>Overheads of all requests of today's demand, where machines serve them, dollars a month.</summary>
    public decimal OfRequests { get; }

    /// <summary>What the demand asks of a kind, one for machines whose rates of the classes are alike but for a factor.</summary>
    public KindLoad Load(MachineChoice machine) =>
        _loads.GetOrAdd(machine.RelativeRates(_problem.Demand), _ => new(_problem, _places, machine));

    /// <summary>Machines of one kind and no API, with their spares.</summary>
    /// <param name="machines">The kind; it serves every class.</param>
    /// <param name="byTheHour">Whether they come and go with the demand; otherwise as many run all month as the busiest step needs.</param>
    /// <param name="demand">A multiple of today's demand.</param>
    /// <param name="throughput">A multiple of what a machine serves.</param>
    public MachineUse Of(MachineSet machines, bool byTheHour, double demand, double throughput)
    {
        var (load, rate) = (Load(machines.First), machines.First.Rates[0].PerSecond * throughput / demand);
        if (!byTheHour)
        {
            var count = machines.WithSpares(load.Needed(rate), _problem.SparesOf(machines.First));
            return new(machines.CostOf(count, MonthOf), count * Duration.Month.Hours, count, _ => count);
        }

        return load.MayWait || _problem.Rules.MinimumRun > _problem.Demand.Step || _problem.Rules.ScaleUp is not null
            ? ByTheStep(machines, load.ByTheStep(rate, _problem.StartSteps(machines.First)))
            : ByTheLevel(machines, load, rate);
    }

    private MachineUse ByTheStep(MachineSet machines, int[] counts)
    {
        for (var place = 0; place < counts.Length; place++)
        {
            counts[place] = machines.WithSpares(counts[place], _problem.SparesOf(machines.First));
        }

        counts = WithRules(counts);
        return new(
            machines.Zones.Index().Sum(zone => RentOf(zone.Item, counts, count => machines.ShareOf(zone.Index, count))),
            Enumerable.Range(0, counts.Length).Sum(place => counts[place] * _places.All[place].Month.Hours), counts.Max(), place => counts[place]);
    }

    /// <summary>The same where each step stands alone: steps of one load are reckoned together.</summary>
    private MachineUse ByTheLevel(MachineSet machines, KindLoad load, double rate)
    {
        var (counts, hours, most) = (new int[load.Levels.Count], 0.0, 0);
        for (var level = 0; level < counts.Length; level++)
        {
            counts[level] = machines.WithSpares(Fleet.Needed(load.Levels[level].Needs, rate), _problem.SparesOf(machines.First));
            hours += counts[level] * load.Levels[level].Hours;
            most = Math.Max(most, counts[level]);
        }

        var rent = 0m;
        for (var zone = 0; zone < machines.Zones.Count; zone++)
        {
            rent += RentOf(machines.Zones[zone], load, counts, count => machines.ShareOf(zone, count));
        }

        return new(rent, hours, most, place => counts[load.LevelOf(place)]);
    }

    private decimal RentOf(MachineChoice machine, KindLoad load, int[] counts, Func<int, int> share)
    {
        Span<long> counted = stackalloc long[_problem.Demand.Spans.Count];
        Span<long> added = stackalloc long[counted.Length];
        for (var level = 0; level < counts.Length; level++)
        {
            counted[load.Levels[level].Span] += (long)load.Levels[level].Steps * share(counts[level]);
        }

        foreach (var rise in load.Rises)
        {
            added[rise.Span] += rise.Steps * (long)(share(counts[rise.To]) - share(counts[rise.From]));
        }

        var cost = 0m;
        for (var span = 0; span < counted.Length; span++)
        {
            cost += RentOf(machine, new(span, 0, _problem.Demand.Spans[span].MonthOfStep), counted[span], added[span]);
        }

        return cost;
    }

    private decimal RentOf(MachineChoice machine, Place step, long counted, long added) =>
        ((machine.Price * step.Month).Dollars * counted) + (added == 0 ? 0 : PlanReading.StartCost(_problem, machine, step).Dollars * added);

    /// <summary>L5: machines that start run for a minimum time, and a step adds at most a number of them.</summary>
    private int[] WithRules(int[] counts)
    {
        var minimum = (int)Math.Ceiling((_problem.Rules.MinimumRun / _problem.Demand.Step).Value - 1e-9);
        if (minimum > 1)
        {
            counts = [.. counts.Select((_, place) => Enumerable.Range(0, Math.Min(minimum, LengthAt(place))).Max(back => counts[_places.Before(place, back)]))];
        }

        if (_problem.Rules.ScaleUp is { } most)
        {
            // Twice backwards, because the first step of a span follows its last.
            for (var place = (2 * counts.Length) - 1; place >= 0; place--)
            {
                var (now, before) = (place % counts.Length, _places.Before(place % counts.Length, 1));
                counts[before] = Math.Max(counts[before], counts[now] - most);
            }
        }

        return counts;
    }

    private int LengthAt(int place) => _problem.Demand.Spans[_places.All[place].Span].Steps;

    /// <summary>C3: machine-hours, and what starts cost (L5).</summary>
    private decimal RentOf(MachineChoice machine, int[] counts, Func<int, int> share)
    {
        var (cost, place) = (0m, 0);
        foreach (var span in _problem.Demand.Spans)
        {
            var (first, counted, added) = (_places.All[place], 0L, 0L);
            var before = share(counts[place + span.Steps - 1]);
            for (var step = 0; step < span.Steps; step++, place++)
            {
                var now = share(counts[place]);
                counted += now;
                added += Math.Max(0, now - before);
                before = now;
            }

            cost += RentOf(machine, first, counted, added);
        }

        return cost;
    }

    /// <summary>What a machine that runs all month costs, dollars.</summary>
    public decimal MonthOf(MachineChoice machine) => _problem.Demand.Spans.Sum(span => (machine.Price * span.MonthOfStep).Dollars * span.Steps);

    /// <summary>The number of machines, running all month, that costs least with an API for what exceeds them: one that one more does not improve.</summary>
    /// <remarks>The cost is convex in it.</remarks>
    public MixedUse BestMixed(MachineSet machines, ApiChoice api, double demand, double throughput)
    {
        var rate = machines.First.Rates[0].PerSecond * throughput / demand;
        var most = Math.Max(1, _problem.MostAllowed(machines) - _problem.SparesOf(machines.First));
        var (low, high) = (1, Math.Clamp(Load(machines.First).Needed(rate), 1, most));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var betters = Mixed(machines, api, demand, middle + 1, rate).Bill < Mixed(machines, api, demand, middle, rate).Bill;
            (low, high) = betters ? (middle + 1, high) : (low, middle);
        }

        return Mixed(machines, api, demand, low, rate);
    }

    /// <summary>
    /// Every class sends the same share of what exceeds the machines to the API; what waited until an hour in which nothing comes pays the usual price.
    /// </summary>
    private MixedUse Mixed(MachineSet machines, ApiChoice api, double demand, int count, double rate)
    {
        var load = Load(machines.First);
        var (cost, spared, unserved) = SentTo(api, load, load.Left(count * rate));
        var all = machines.WithSpares(count, _problem.SparesOf(machines.First));
        var rent = machines.CostOf(all, MonthOf);
        var perRequest = (OfRequests - (decimal)spared) * (decimal)demand;
        var bill = rent + OverheadsWith(perRequest) + _problem.FurtherPeople(1, 1, api.Sellers).Dollars + (decimal)(cost * demand);
        return new(all, bill, rent, perRequest, unserved, load.Total > 0 ? unserved / load.Total : 0);
    }

    /// <summary>
    /// Of each level what an hour of its load would cost at the API, and in overheads of requests on machines, dollars; where nothing comes but work that
    /// waited may be left, the mean of all.
    /// </summary>
    private (double Api, double PerRequest)[] CostsOf(ApiChoice api, KindLoad load) => _levelCosts.GetOrAdd((api, load), _ =>
    {
        var (costs, all) = (new (double Api, double PerRequest)[load.Levels.Count], (Api: 0.0, PerRequest: 0.0));
        for (var place = 0; place < _places.All.Count; place++)
        {
            ref var level = ref costs[load.LevelOf(place)];
            for (var kind = 0; kind < _problem.Demand.Classes.Count; kind++)
            {
                var requests = _places.Rate(kind, place) * _places.All[place].Month.Seconds;
                var (tokens, overheads) = (api.At(kind, _places.All[place]).Dollars, _problem.PerRequest.Count > 0 ? _problem.PerRequest[kind].Dollars : 0);
                level = (level.Api + ((double)tokens * requests), level.PerRequest + ((double)overheads * requests));
                all = (all.Api + ((double)tokens * requests), all.PerRequest + ((double)overheads * requests));
            }
        }

        return [.. costs.Zip(load.Levels, (cost, level) => level.Load * level.Hours is > 0 and var hours
            ? (cost.Api / hours, cost.PerRequest / hours)
            : (all.Api / load.Total, all.PerRequest / load.Total))];
    });

    /// <summary>What an API charges for what is left of each level at today's demand, the overheads that it spares, and that load times hours.</summary>
    public (double Cost, double Spared, double Unserved) SentTo(ApiChoice api, KindLoad load, double[] left)
    {
        var costs = CostsOf(api, load);
        var (cost, spared, unserved) = (0.0, 0.0, 0.0);
        for (var level = 0; level < left.Length; level++)
        {
            if (left[level] > 0)
            {
                var sentHere = left[level] * load.Levels[level].Hours;
                cost += sentHere * costs[level].Api;
                spared += sentHere * costs[level].PerRequest;
                unserved += sentHere;
            }
        }

        return (cost, spared, unserved);
    }

    /// <summary>Machines of one kind whose number in each step is given, those that start first included (L5); what they cost a month, dollars.</summary>
    public decimal RentOf(MachineSet machines, int[] counts)
    {
        var ruled = WithRules(counts);
        return machines.Zones.Index().Sum(zone => RentOf(zone.Item, ruled, count => machines.ShareOf(zone.Index, count)));
    }

    /// <summary>Machine-hours that a load keeps busy, of what machines serve at the service level (C6).</summary>
    public static double Busy(MachineChoice machine, double load) => load / machine.Rates[0].PerSecond * machine.PeakUtilization.Value;

    /// <summary>Overheads of a multiple of today's demand, all served by machines, dollars a month.</summary>
    public decimal Overheads(double demand) => OverheadsWith(OfRequests * (decimal)demand);

    /// <summary>Overheads of having machines, with those of the requests that they serve.</summary>
    public decimal OverheadsWith(decimal perRequest) => _problem.Standing.Dollars + perRequest;

    /// <summary>Requests of a class in a month.</summary>
    public decimal Requests(int kind) => (decimal)Enumerable.Range(0, _places.All.Count)
        .Sum(place => _places.Rate(kind, place) * _places.All[place].Month.Seconds);
}

/// <summary>Machines of one kind over a month.</summary>
/// <param name="Rent">What they cost a month, dollars.</param>
/// <param name="MachineHours">Machine-hours a month.</param>
/// <param name="Most">The most that run at once.</param>
/// <param name="CountAt">How many run in a step, spares included.</param>
internal sealed record MachineUse(decimal Rent, double MachineHours, int Most, Func<int, int> CountAt);

/// <summary>Machines that run all month with an API for the rest.</summary>
/// <param name="Machines">How many, spares included.</param>
/// <param name="Bill">What both cost a month, dollars.</param>
/// <param name="Rent">What the machines cost.</param>
/// <param name="PerRequest">Overheads of requests that machines serve.</param>
/// <param name="Left">What goes to the API, in load times hours.</param>
/// <param name="ApiShare">The share of the load that does.</param>
internal sealed record MixedUse(int Machines, decimal Bill, decimal Rent, decimal PerRequest, double Left, double ApiShare);
