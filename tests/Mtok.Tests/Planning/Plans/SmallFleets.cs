using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Small problems of planning, and the cheapest plan of each found by trying every number of machines.</summary>
internal static class SmallFleets
{
    private const int Steps = 3;

    /// <summary>One step by itself, or waiting, spot, quotas, starts, minimum runs, scale limits, spares by the machine or by the zone, steps with less than all of a machine's rate; some without an API, or with one for one class alone.</summary>
    public static Gen<FleetProblem> Any { get; } =
        from classes in Gen.Int[1, 2]
        from deadline in Gen.Int[0, 2]
        from machines in deadline > 0 ? Gen.Int[1, 1] : Gen.Int[1, 2]
        from demand in Gen.Int[0, deadline > 0 ? 4 : 8].Array[classes * Steps]
        from prices in Gen.Int[1, 40].Array[machines + 1]
        from rates in Gen.Int[3, 9].Array[machines + 1]
        from spot in Gen.Bool
        from apiPrices in Gen.Int[1, 12].Array[classes]
        from hasApi in Gen.Int[0, 2]
        from startUp in Gen.Int[0, 2]
        from minimumRun in Gen.Int[0, 2]
        from quota in Gen.Int[0, 6]
        from scaleUp in Gen.Int[0, 4]
        from spares in Gen.Int[0, 1]
        from tightened in machines == 1 ? Gen.Bool : Gen.Const(false)
        from eighths in Gen.Int[0, 8].Array[Steps]
        from byZone in deadline == 0 ? Gen.Bool : Gen.Const(false)
        from zones in Gen.Int[0, 3].Array[machines + 1]
        let problem = Build(classes, deadline, demand, prices, rates, spot, hasApi > 0 ? apiPrices : null, startUp, minimumRun, quota, scaleUp, byZone ? 0 : spares)
        select problem with
        {
            Apis = hasApi == 2 && classes == 2 ? [.. problem.Apis.Select(api => api with { PerRequest = [api.PerRequest[0], null] })] : problem.Apis,
            SparesBy = byZone ? SparesBy.Zone : SparesBy.Machine,
            Machines = [.. problem.Machines.Zip(zones, (machine, zone) => machine with { Offer = machine.Offer with { Region = zone == 0 ? "" : "r", Zone = zone < 2 ? "" : $"r{zone}" } })],
            Usable = tightened ? [[.. eighths.Select(share => share == 0 ? Ratio.Zero : Ratio.FromValue(Math.Max(0.5, share / 8.0)))]] : [],
        };

    /// <summary>The same with at most so many kinds of machine and sellers; machines are of two sellers in turn.</summary>
    public static Gen<FleetProblem> OfFewKinds { get; } =
        from problem in Any
        from kinds in Gen.Int[0, 2]
        from sellers in Gen.Int[kinds == 0 ? 1 : 0, 1]
        select problem with
        {
            Machines = [.. problem.Machines.Select((machine, at) => machine with { Offer = machine.Offer with { Seller = $"s{at % 2}" } })],
            Rules = problem.Rules with { KindsAtMost = kinds == 0 ? null : kinds, SellersAtMost = sellers == 0 ? null : sellers },
        };

    public static FleetProblem Build(int classes, int deadline, int[] demand, int[] prices, int[] rates, bool spot, int[]? apiPrices, int startUp, int minimumRun, int quota, int scaleUp, int spares)
    {
        var kinds = Enumerable.Range(0, classes).Select(kind => new DemandClass($"class {kind}", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), Interruptible: kind == 1, Duration.FromHours(kind == classes - 1 ? deadline : 0))).ToList();
        var span = new DemandSpan("three hours", Ratio.One, [.. kinds.Select((_, kind) => (IReadOnlyList<RequestsPerSecond>)[.. demand.Skip(kind * Steps).Take(Steps).Select(rate => RequestsPerSecond.FromPerSecond(rate + 0.25))])]);
        var machines = prices.Select((price, at) => Machine(
            $"m{at}", at == prices.Length - 1 ? Pricing.ReservedOneYear : at == 0 && spot && classes == 2 ? Pricing.Spot : Pricing.OnDemand, price / 10.0, rates[at], classes, gpus: at + 1)
            with
        { Billing = price % 3 == 0 ? WholeHours : null });
        var api = apiPrices is null ? [] : new[] { new ApiChoice("api", [.. apiPrices.Select(price => (Usd?)Usd.FromDollars(price / 100_000m))]) };
        var rules = new PlanRules(null, Duration.FromHours(minimumRun), scaleUp == 0 ? null : scaleUp, quota == 0 ? [] : [new(quota, "", "", quota % 2 == 0 ? "" : "a1")]);
        return new(new(Duration.Hour, kinds, [span]), [.. machines], api, rules, spares, Duration.FromMinutes(15 * startUp));
    }

    /// <summary>Every third price is that of a seller that counts whole hours.</summary>
    public static Billing WholeHours { get; } = new(Duration.Hour, new(AsOf.Undated, "s", new("f", 1, 1)));

    public static MachineChoice Machine(string name, Pricing pricing, double price, double rate, int classes, int gpus) => new(
        name,
        new("s", name, $"a{gpus % 2}", gpus, false, "", "", pricing, "", UsdPerHour.FromDollars((decimal)price), new(AsOf.Undated, "s", new("f", 1, 1))),
        new($"a{gpus % 2}", 1, new("fp8"), ""),
        UsdPerHour.FromDollars((decimal)price), gpus, gpus, [.. Enumerable.Repeat(RequestsPerSecond.FromPerSecond(rate), classes)]);

    /// <summary>The least cost of any numbers of machines; null where none keeps the limits.</summary>
    public static double? BruteForce(FleetProblem problem)
    {
        var span = problem.Demand.Spans[0];
        var total = span.Rates.Sum(rates => rates.Sum(rate => rate.PerSecond));
        var busiest = problem.Demand.Classes.Any(kind => kind.Deadline > default(Duration)) ? total : problem.Demand.Peak.PerSecond;
        var least = Enumerable.Range(0, Steps).Select(step => Usable(problem, step)).Where(share => share > 0).DefaultIfEmpty(1).Min();
        var schedules = problem.Machines.Select(machine => Schedules(machine, (int)Math.Ceiling(busiest / (machine.Rates[0].PerSecond * least)) + problem.Spares).ToList()).ToList();
        double? best = null;
        Try(0, []);
        return best;

        void Try(int machine, int[][] chosen)
        {
            if (machine < schedules.Count)
            {
                schedules[machine].ForEach(counts => Try(machine + 1, [.. chosen, counts]));
            }
            else if (Cost(problem, chosen, best ?? double.PositiveInfinity) is { } cost && cost < (best ?? double.PositiveInfinity))
            {
                best = cost;
            }
        }
    }

    private static double Usable(FleetProblem problem, int step) => problem.Usable.Count == 0 ? 1 : problem.Usable[0][step].Value;

    private static IEnumerable<int[]> Schedules(MachineChoice machine, int most) => machine.IsCommitted
        ? Enumerable.Range(0, most + 1).Select(count => Enumerable.Repeat(count, Steps).ToArray())
        : from first in Enumerable.Range(0, most + 1)
          from second in Enumerable.Range(0, most + 1)
          from third in Enumerable.Range(0, most + 1)
          select new[] { first, second, third };

    private static double? Cost(FleetProblem problem, int[][] counts, double toBeat)
    {
        var hours = 730.0 / Steps;
        var cost = 0.0;
        var added = new int[Steps];
        for (var machine = 0; machine < counts.Length; machine++)
        {
            var choice = problem.Machines[machine];
            for (var step = 0; step < Steps; step++)
            {
                var starts = Math.Max(0, counts[machine][step] - counts[machine][(step + Steps - 1) % Steps]);
                cost += (double)choice.Price.Dollars * hours * (counts[machine][step] + (starts * problem.StartOf(choice).Hours));
                added[step] += starts;
                for (var later = 1; later < problem.Rules.MinimumRun.Hours && starts > 0; later++)
                {
                    var started = Enumerable.Range(0, later + 1).Sum(back => Math.Max(0, counts[machine][(step + later - back) % Steps] - counts[machine][(step + later - back + Steps - 1) % Steps]));
                    if (counts[machine][(step + later) % Steps] < started)
                    {
                        return null;
                    }
                }
            }
        }

        var withinQuota = problem.Rules.Quotas.All(quota => Enumerable.Range(0, Steps).All(step =>
            problem.Machines.Index().Where(machine => quota.Holds(machine.Item.Offer)).Sum(machine => machine.Item.Gpus * counts[machine.Index][step]) <= quota.Gpus));
        var used = problem.Machines.Where((_, machine) => counts[machine].Max() > 0).Select(machine => machine.Offer).ToList();
        var few = used.Count <= (problem.Rules.KindsAtMost ?? int.MaxValue) && used.Select(offer => offer.Seller).Distinct().Count() <= (problem.Rules.SellersAtMost ?? int.MaxValue);
        return few && withinQuota && cost < toBeat && added.All(starts => starts <= (problem.Rules.ScaleUp ?? int.MaxValue)) && Outlasts(problem, counts) && ApiCost(problem, counts) is { } api ? cost + api : null;
    }

    /// <summary>Whether, whatever zone is lost, classes without an API are served in every step.</summary>
    private static bool Outlasts(FleetProblem problem, int[][] counts) =>
        problem.SparesBy != SparesBy.Zone || problem.ApiStandsIn
        || (from lost in problem.Machines.Select(machine => machine.Offer)
            from step in Enumerable.Range(0, Steps)
            let left = problem.Machines.Index().Where(machine => !IsLost(machine.Item.Offer, lost)).ToList()
            let capacity = left.ToLookup(machine => machine.Item.Offer.Pricing == Pricing.Spot, machine => counts[machine.Index][step] * machine.Item.Rates[0].PerSecond * Usable(problem, step))
            let bound = problem.Demand.Classes.Index().Where(kind => problem.ApiOf(kind.Index) is null).ToLookup(kind => kind.Item.Interruptible, kind => problem.Demand.Spans[0].Rates[kind.Index][step].PerSecond)
            select bound[false].Sum() <= capacity[false].Sum() + 1e-9 && bound[false].Sum() + bound[true].Sum() <= capacity[false].Sum() + capacity[true].Sum() + 1e-9).All(served => served);

    private static bool IsLost(Offer offer, Offer with) =>
        offer.Seller == with.Seller && (offer.Region.Length == 0 || (offer.Region == with.Region && (offer.Zone.Length == 0 || offer.Zone == with.Zone)));

    /// <summary>The dearest class first: what machines serve of it is served by no API (the greedy of a matroid).</summary>
    private static double? ApiCost(FleetProblem problem, int[][] counts)
    {
        var spares = problem.ApiStandsIn ? 0 : problem.Spares;
        double[][] pools = [new double[Steps], new double[Steps]];
        for (var machine = 0; machine < counts.Length; machine++)
        {
            var reserve = counts[machine].Max() > 0 ? spares : 0;
            for (var step = 0; step < Steps; step++)
            {
                if (counts[machine][step] < reserve)
                {
                    return null;
                }

                pools[problem.Machines[machine].Offer.Pricing == Pricing.Spot ? 1 : 0][step] += problem.Machines[machine].Rates[0].PerSecond * Usable(problem, step) * (counts[machine][step] - reserve);
            }
        }

        var (flow, cost) = (new Transport(pools), 0.0);
        foreach (var (kind, requests) in problem.Demand.Classes.Index().OrderByDescending(kind => problem.ApiOf(kind.Index)?.PerRequest[kind.Index]?.Dollars ?? decimal.MaxValue))
        {
            for (var step = 0; step < Steps; step++)
            {
                var left = flow.Send(problem.Demand.Spans[0].Rates[kind][step].PerSecond, step, (int)requests.Deadline.Hours, requests.Interruptible);
                if (left > 1e-9 && problem.ApiOf(kind) is null)
                {
                    return null;
                }

                cost += left * 730 * 3600 / Steps * (double)(problem.ApiOf(kind)?.PerRequest[kind]?.Dollars ?? 0);
            }
        }

        return cost;
    }

    /// <summary>Flow from what arrives to pools of capacity, by augmenting paths.</summary>
    private sealed class Transport(double[][] capacity)
    {
        private readonly List<(int Step, int Wait, bool Spot, double[][] Sent)> _sources = [];

        public double Send(double amount, int step, int wait, bool spot)
        {
            _sources.Add((step, wait, spot, [new double[Steps], new double[Steps]]));
            while (amount > 1e-12 && Augment(_sources.Count - 1, amount, []) is > 0 and var sent)
            {
                amount -= sent;
            }

            return amount;
        }

        private double Augment(int source, double amount, HashSet<(int, int)> seen)
        {
            var from = _sources[source];
            for (var pool = 0; pool <= (from.Spot ? 1 : 0); pool++)
            {
                for (var wait = 0; wait <= Math.Min(from.Wait, Steps - 1); wait++)
                {
                    var step = (from.Step + wait) % Steps;
                    if (seen.Add((pool, step)) && Through(source, pool, step, amount, seen) is > 1e-12 and var sent)
                    {
                        from.Sent[pool][step] += sent;
                        return sent;
                    }
                }
            }

            return 0;
        }

        private double Through(int source, int pool, int step, double amount, HashSet<(int, int)> seen)
        {
            if (capacity[pool][step] > 1e-12)
            {
                var sent = Math.Min(amount, capacity[pool][step]);
                capacity[pool][step] -= sent;
                return sent;
            }

            for (var other = 0; other < _sources.Count; other++)
            {
                var has = _sources[other].Sent[pool][step];
                if (other != source && has > 1e-12 && Augment(other, Math.Min(amount, has), seen) is > 1e-12 and var moved)
                {
                    _sources[other].Sent[pool][step] -= moved;
                    return moved;
                }
            }

            return 0;
        }
    }
}
