using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What one way of serving costs: machines of one kind, by the month and by the hour, with an API or none.</summary>
public sealed class ReckoningLaws
{
    private static readonly ApiTariff Tariff = ApiTariff.From(Workloads.Built.ApisFor(Workloads.Built.FindModel("llama-3.3-70b")!)).First(tariff => tariff.Base.Provider == "novita");

    private static readonly Gen<double[]> Hours = Gen.Double[0, 100].Array[1, 60].Where(hours => hours.Sum() > 1);

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Double[0.01, 500], Hours, Gen.Double[0.1, 50], Gen.Int[1, 8], Gen.Int[0, 3], Gen.Double[0.3, 1], Gen.Bool, (mean, hours, rate, gpus, spares, peak, byTheHour) =>
            new Case(mean, hours, Fleet(rate, gpus, spares, peak), byTheHour, false));

    private static readonly Gen<Case> Deferrable = Cases.Select(one => one with { MayWait = true });

    [Fact]
    public void C6_the_busiest_hour_is_served_within_the_utilisation_allowed() => Cases.Sample(one =>
    {
        var (cost, busiest) = (one.Option.Cost!, one.Demand.Peak.PerSecond);
        var (working, machine) = (cost.Machines - one.Fleet.Rules.Spares, one.Fleet.MachineRate.PerSecond);
        var usable = machine * one.Fleet.Rules.PeakUtilization.Value;
        Assert.True(busiest <= working * usable * (1 + 1e-8));
        Assert.True(busiest > (working - 1) * usable * (1 - 1e-8));
        Assert.Equal(one.Mean, cost.Utilization!.Value.Value * cost.MeanMachines * machine, one.Mean * 1e-9);
    });

    [Fact]
    public void By_the_hour_is_never_more_than_the_peak_all_month_and_the_starts() => Cases.Sample(one =>
    {
        var (all, hourly) = ((one with { ByTheHour = false }).Option.Cost!, (one with { ByTheHour = true }).Option.Cost!);
        Assert.Equal(all.Machines, hourly.Machines);
        Assert.True(hourly.Bill.Value <= all.Bill.Value * Ratio.FromValue(1 + (10 / 60.0) + 1e-9));
    });

    /// <summary>By the hour too: a rise that starts fewer machines rises from an hour that has as many more.</summary>
    [Fact]
    public void More_demand_and_less_throughput_never_lower_the_bill() => Gen.Select(Cases, Gen.Double[1, 3]).Sample((one, factor) =>
    {
        var (option, reckoning) = (one.Option, one.Ways.Reckoning);
        Assert.True(reckoning.BillOf(option, factor, 1) >= reckoning.BillOf(option, 1, 1));
        Assert.True(reckoning.BillOf(option, 1, 1 / factor) >= reckoning.BillOf(option, 1, 1));
        Assert.Equal((double)reckoning.BillOf(option, factor, 1), (double)reckoning.BillOf(option, 1, 1 / factor), 1e-6 * (double)reckoning.BillOf(option, factor, 1));
    });

    [Fact]
    public void Each_spare_costs_a_machine_all_month() => Cases.Sample(one =>
    {
        var more = one with { Fleet = one.Fleet.With(one.Fleet.Rules with { Spares = one.Fleet.Rules.Spares + 1 }) };
        Assert.Equal((double)(one.Option.Cost!.Bill.Value + one.Fleet.Price.PerMonth(1)).Dollars, (double)more.Option.Cost!.Bill.Value.Dollars, 1e-4);
    });

    /// <summary>The law of one reckoning: what is ranked costs the same as a plan of the same machines in each hour.</summary>
    [Fact]
    public void An_option_costs_what_its_plan_does() => Gen.Select(Cases, Deferrable, Gen.Bool).Sample((now, later, waits) =>
    {
        var (ways, tolerance) = ((waits ? later : now).WaysWithApi, 1e-6);
        foreach (var option in ways.Machines.Concat(ways.Apis).Append(ways.Reckoning.PriceMixed(ways.Machines[0].Machines!, ways.Problem.AllApis[0])!))
        {
            if (ways.Reckoning.PlanOf(option) is { } plan)
            {
                Assert.Equal((double)plan.Bill.Dollars, (double)option.Cost!.Bill.Value.Dollars, tolerance * (double)plan.Bill.Dollars);
            }
        }
    });

    /// <summary>Also what waited until an hour in which nothing comes, and exceeds the machines there.</summary>
    [Fact]
    public void The_share_that_exceeds_machines_costs_that_share_of_the_API() => Gen.Select(Cases, Deferrable, Gen.Bool, Gen.Bool.Array[60]).Sample((now, later, waits, idle) =>
    {
        var one = waits ? later : now;
        var ways = (one with { Hours = [.. one.Hours.Select((load, hour) => hour > 0 && idle[hour] ? 0 : load + 1)] }).WaysWithApi;
        var api = ways.Problem.AllApis[0];
        var (mixed, alone) = (ways.Reckoning.PriceMixed(ways.Machines[0].Machines!, api)!.Cost!, (double)ways.Reckoning.ApiBill(api).Dollars);
        var rent = (double)(one.Fleet.Price.PerMonth(1) * Ratio.FromValue(mixed.MeanMachines)).Dollars;
        Assert.Equal(rent + (mixed.ApiShare.Value * alone), (double)mixed.Bill.Value.Dollars, 1e-6 * (rent + alone));
    });

    /// <summary>A volume curve reckons several volumes at a time.</summary>
    [Fact]
    public void Several_threads_get_the_bills_that_one_gets() => Gen.Select(Cases, Gen.Bool).Sample(
        (one, waits) =>
        {
            var ways = (one with { MayWait = waits }).WaysWithApi;
            decimal[] Bills(Reckoning reckoning, bool together)
            {
                var bills = new decimal[24];
                void At(int at) => bills[at] = reckoning.MixedBill(ways.Machines[0].Machines!, ways.Problem.AllApis[0], 0.5 + (at * 0.1));
                if (together)
                {
                    Parallel.For(0, bills.Length, new() { MaxDegreeOfParallelism = 8 }, At);
                }
                else
                {
                    Enumerable.Range(0, bills.Length).ToList().ForEach(At);
                }

                return bills;
            }

            Assert.Equal(Bills(new(ways.Problem, null), together: false), Bills(new(ways.Problem, null), together: true));
        },
        iter: 100, threads: 1);

    /// <summary>Every request is served within its deadline, tried by serving the most urgent first.</summary>
    [Fact]
    public void Work_that_may_wait_is_served_by_its_deadline() => Deferrable.Sample(one =>
    {
        var plan = one.Ways.Reckoning.PlanOf(one.Option)!;
        Assert.True(Serves(plan, one.Fleet.MachineRate.PerSecond * one.Fleet.Rules.PeakUtilization.Value, one.Fleet.Rules.Spares));
        Assert.True(one.Option.Cost!.Bill.Value <= (one with { MayWait = false }).Option.Cost!.Bill.Value * Ratio.FromValue(1 + 1e-9));
    });

    /// <summary>Requests queue for their 24 hours at most; as many days are served as it takes to fill the queue.</summary>
    private static bool Serves(Plan plan, double rate, int spares)
    {
        var (rates, counts) = (plan.Demand.Spans[0].Rates[0], plan.Machines.Single().Running[0]);
        var queue = new Queue<(int Hour, double Left)>();
        for (var hour = 0; hour < rates.Count * (2 + (48 / rates.Count)); hour++)
        {
            queue.Enqueue((hour, rates[hour % rates.Count].PerSecond));
            for (var free = (counts[hour % counts.Count] - spares) * rate * (1 + 1e-6); free > 0 && queue.TryPeek(out var first);)
            {
                var served = Math.Min(free, first.Left);
                free -= served;
                if (served < first.Left)
                {
                    queue = new(queue.Select((one, at) => at == 0 ? (one.Hour, one.Left - served) : one));
                    break;
                }

                queue.Dequeue();
            }

            if (queue.TryPeek(out var oldest) && oldest.Hour + 24 <= hour && oldest.Left > 1e-6 * rate)
            {
                return false;
            }
        }

        return true;
    }

    private static Fleet Fleet(double replicaRate, int machineGpus, int spares = 0, double peak = 0.8)
    {
        var offer = new Offer("s", "i", "h100-sxm", machineGpus, false, "", "", Pricing.OnDemand, "", UsdPerHour.FromDollars(2.5m), new(AsOf.Undated, "s", new("f", 1, 1)));
        var capacity = new ReplicaCapacity(
            Workloads.Built.FindModel("llama-3.3-70b")!, new("h100-sxm", 1, new("fp8"), "e"), Estimate<RequestsPerSecond>.Exact(RequestsPerSecond.FromPerSecond(replicaRate), Evidence.Measured),
            Workloads.Built.Measurements[0], 1, Ratio.One, "");
        var rules = FleetRules.DefaultFor(ServiceLevel.None) with { Spares = spares, PeakUtilization = Ratio.FromValue(peak) };
        return new(offer, capacity, machineGpus, offer.Price, byTheHour: false, rules, Evidence.Measured, []);
    }

    /// <param name="Mean">Requests a second.</param>
    /// <param name="Hours">Their shape.</param>
    /// <param name="Fleet">The machines.</param>
    /// <param name="ByTheHour">Whether they come and go.</param>
    /// <param name="MayWait">Whether requests may wait for a day.</param>
    private sealed record Case(double Mean, double[] Hours, Fleet Fleet, bool ByTheHour, bool MayWait)
    {
        public Workload Workload => Workloads.Of(
            RequestsPerSecond.FromPerSecond(Mean), HourlyShape.Observed("o", [.. Hours.Select(RequestsPerSecond.FromPerSecond)]), ServiceLevel.None) with
        {
            Fleet = Fleet.Rules,
            Deferrable = MayWait,
        };

        public Demand Demand => Demand.Of(Workload);

        public RankedWays Ways => Workloads.WaysOf(Workload, [Fleet]);

        public RankedWays WaysWithApi => Workloads.WaysOf(Workload, [Fleet], Tariff);

        /// <summary>Where demand is even, machines by the hour are those by the month.</summary>
        public RankedOption Option => Ways.Machines is var machines ? machines.FirstOrDefault(machine => machine.Fleet!.ByTheHour == ByTheHour) ?? machines[0] : null!;
    }
}
