using System.Globalization;
using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Laws of $/Mtok against volume and of the volumes at which machines pay.</summary>
[Trait("Speed", "Slow")]
public sealed class VolumeCurveLaws
{
    /// <summary>What the search of the cheapest machines may miss at most, as a share of the bill.</summary>
    private const double Missed = 0.01;

    private static readonly Tokens PerRequest = Tokens.FromCount(200);

    /// <summary>Three hours of one class, up to three kinds of machines, an API, starts and spares.</summary>
    private static readonly Gen<FleetProblem> Small =
        from machines in Gen.Int[1, 2]
        from demand in Gen.Int[0, 8].Array[3]
        from prices in Gen.Int[1, 40].Array[machines + 1]
        from rates in Gen.Int[3, 9].Array[machines + 1]
        from api in Gen.Int[5, 40]
        from startUp in Gen.Int[0, 2]
        from spares in Gen.Int[0, 1]
        from overhead in Gen.Int[0, 1]
        select SmallFleets.Build(1, 0, demand, prices, rates, false, [api], startUp, 0, 0, 0, spares) with
        {
            Fixed = UsdPerMonth.FromDollars(400 * overhead),
            PerRequest = [Usd.FromDollars(overhead / 100_000m)],
        };

    /// <summary>How many problems the first law tries; an environment variable asks for more.</summary>
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("MTOK_LAW_CASES") ?? "300", CultureInfo.InvariantCulture);

    [Fact]
    public void Machines_pay_first_and_stay_cheaper_where_trying_every_number_of_them_says_so()
    {
        var found = 0;
        Small.Sample(
            problem =>
            {
                problem = problem with { ApiIsSpare = false };
                var curve = VolumeCurve.For(problem, points: 3);
                if (curve.First is not { } first || curve.Stays is not { } stays)
                {
                    Assert.All(new[] { 0.5, 1, 2, 3.1 }, factor => Assert.True(Saved(problem, factor) <= 1e-6 * Api(problem, factor), curve.Never?.ToString()));
                }
                else if ((stays / curve.Today).Value <= 4)
                {
                    // Of more machines, trying them all takes too long.
                    Interlocked.Increment(ref found);
                    Crosses(problem, first / curve.Today, stays / curve.Today);
                }
            },
            iter: Cases, threads: 1);
        Assert.True(found >= Cases / 3, $"{found} found");
    }

    /// <summary>The last crossing was 7.5 % above a volume at which three committed machines cost less: starts were not counted for a base of one.</summary>
    [Fact]
    public void A_base_that_needs_no_starts_is_found_beside_one_that_leaves_the_peak_to_hourly_machines() =>
        Crosses(SmallFleets.Build(1, 0, [1, 6, 3], [35, 13], [9, 4], false, [22], 2, 0, 0, 0, 0));

    /// <summary>The last crossing was 18 % above a volume at which two committed machines cost less.</summary>
    [Fact]
    public void Committed_machines_alone_are_found_beside_two_kinds_by_the_hour() =>
        Crosses(SmallFleets.Build(1, 0, [6, 3, 0], [28, 26, 9], [3, 6, 3], false, [29], 2, 0, 0, 0, 0));

    /// <summary>The peak runs on another kind of machine than the rest by itself, but one kind in every step needs no starts.</summary>
    [Fact]
    public void One_kind_of_hourly_machine_in_every_step_is_found_where_each_step_by_itself_takes_another() =>
        Crosses(SmallFleets.Build(1, 0, [3, 5, 1], [24, 25, 30], [3, 5, 9], false, [35], 1, 0, 0, 0, 0));

    /// <summary>Fewer machines than keep any load busy, and more than serve any: two where the loads ask for one or three.</summary>
    [Fact]
    public void A_number_of_committed_machines_between_the_loads_is_found() =>
        Crosses(SmallFleets.Build(1, 0, [8, 2, 8], [28, 36], [5, 8], false, [18], 1, 0, 0, 0, 0));

    [Fact]
    public void The_cheapest_machines_of_the_law_are_those_of_trying_every_number() => Small.Sample(
        problem =>
        {
            for (var factor = 0.3; factor < 1.6; factor += 0.4)
            {
                var scaled = problem with { Demand = problem.Demand.Times(Ratio.FromValue(factor)), Apis = [] };
                Assert.Equal(SmallFleets.BruteForce(scaled)!.Value, CheapestMachines.Of(scaled), 1e-6);
            }
        },
        iter: 30, threads: 1);

    [Fact]
    public void Plans_cost_what_their_bounds_allow() => Gen.Select(Small, Gen.Double[0.2, 30]).Sample(
        (problem, factor) =>
        {
            var plans = new CountedPlans(problem with { Apis = [] });
            if (plans.At(factor) is { } found)
            {
                Assert.True(plans.Least(factor) <= found.Bill * (1 + 1e-9), $"{plans.Least(factor)} {found}");
                Assert.True(plans.Most(factor) >= found.Bill * (1 - 1e-9), $"{plans.Most(factor)} {found}");
            }
        },
        iter: 400, threads: 1);

    [Fact]
    public void A_total_never_falls_with_the_volume_a_mix_never_costs_more_than_either_and_an_API_always_the_same_a_token() => Small.Sample(
        problem =>
        {
            var curve = VolumeCurve.For(problem, points: 12);
            Assert.Contains(curve.Points, point => point.Volume == curve.Today);
            foreach (var (before, point) in curve.Points.Zip(curve.Points.Skip(1)))
            {
                Assert.True(before.Volume < point.Volume);
                Assert.Equal((double)before.Api!.Value.Dollars, (double)point.Api!.Value.Dollars, 1e-9 * (double)point.Api.Value.Dollars);
                Assert.True(Total(before, each => each.Fleet) <= Total(point, each => each.Fleet) * (1 + 1e-9));
                Assert.True(Total(before, each => each.Mix) <= Total(point, each => each.Mix) * (1 + 1e-9));
                Assert.True(point.Mix!.Value.Dollars <= Math.Min(point.Api.Value.Dollars, point.Fleet!.Value.Dollars) * 1.0000001m);
            }
        },
        iter: 25, threads: 1);

    /// <summary>One kind of machine at a steady load is what C9 reckons with, spares and overheads included.</summary>
    [Fact]
    public void One_kind_of_machine_at_a_steady_load_breaks_even_where_C9_says() =>
        Gen.Select(Gen.Double[0.5, 5], Gen.Double[1, 50], Gen.Double[0.5, 8], Gen.Int[0, 2], Gen.Double[0, 3000], Gen.Double[0, 0.3]).Sample(
            (price, rate, worth, spares, fixedCost, share) =>
            {
                (worth, fixedCost) = (worth * 1.0173, fixedCost + 1.37); // No full machine costs just what the API does.
                var api = price / (rate * 3600) * worth;
                var perRequest = share * api;
                var problem = Steady(price, rate, api, spares) with { Fixed = UsdPerMonth.FromDollars((decimal)fixedCost), PerRequest = [Usd.FromDollars((decimal)perRequest)] };
                var curve = VolumeCurve.For(problem, points: 2);
                var machine = UsdPerMonth.FromDollars((decimal)(price * 730));
                var other = UsdPerMonth.FromDollars((decimal)fixedCost) + (machine * spares);
                var volume = BreakEven.StaircaseVolume(machine, other, PerRequest * RequestsPerSecond.FromPerSecond(rate) * Duration.Month, Usd.FromDollars((decimal)(api - perRequest)) / PerRequest);
                if (Math.Abs((worth * (1 - share)) - 1) < 0.03)
                {
                    return; // Machines and the API cost the same but for rounding, or all but.
                }

                Assert.Equal(volume is null, curve.Stays is null);
                if (volume is { } stays)
                {
                    Assert.Equal(stays.Count, curve.Stays!.Value.Count, 1e-6 * stays.Count);
                    Assert.True(curve.First <= curve.Stays);
                }
            },
            iter: 60, threads: 1);

    private static FleetProblem Steady(double price, double rate, double api, int spares)
    {
        var requests = new DemandClass("all", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), false, default);
        var demand = new Demand(Duration.Hour, [requests], [new("an hour", Ratio.One, [[RequestsPerSecond.FromPerSecond(7)]])]);
        return new(demand, [SmallFleets.Machine("m", Pricing.OnDemand, price, rate, 1, 1)], [new("api", [Usd.FromDollars((decimal)api)])], PlanRules.None, spares, Duration.FromMinutes(10)) { ApiIsSpare = false };
    }

    private static double Total(VolumePoint point, Func<VolumePoint, UsdPerMtok?> price) => (double)price(point)!.Value.Dollars * point.Volume.Count;

    private static void Crosses(FleetProblem problem)
    {
        problem = problem with { ApiIsSpare = false };
        var curve = VolumeCurve.For(problem with { PerRequest = [default] }, points: 3);
        Crosses(problem with { PerRequest = [default] }, curve.First!.Value / curve.Today, curve.Stays!.Value / curve.Today);
    }

    /// <summary>
    /// Below the first crossing no number of machines is cheaper, but for what the search may miss, nor is the last crossing where machines
    /// are cheaper already; past it they always are.
    /// </summary>
    private static void Crosses(FleetProblem problem, Ratio first, Ratio stays)
    {
        var (least, last) = (first.Value, stays.Value);
        Assert.True(least <= last);
        Assert.True(Saved(problem, least * (1 - 1e-7)) >= -1e-4 * Api(problem, least)); // Where a full machine costs just what the API does, not past it.
        for (var part = 0.1; part < 1; part += 0.08)
        {
            Assert.True(Saved(problem, least * part) <= Missed * Api(problem, least * part), $"{part} of {first}");
        }

        Assert.True(Saved(problem, last * (1 - 1e-6)) <= Missed * Api(problem, last), $"{stays}");
        for (var more = 1 + 1e-6; more < 1.6; more += 0.06)
        {
            Assert.True(Saved(problem, last * more) >= -1e-6 * Api(problem, last), $"{more} of {stays}");
        }
    }

    /// <summary>What the best of all numbers of machines saves a month against the API.</summary>
    private static double Saved(FleetProblem problem, double factor)
    {
        var scaled = problem with { Demand = problem.Demand.Times(Ratio.FromValue(factor)), Apis = [] };
        return Api(problem, factor) - (double)problem.Fixed.Dollars - PerMonth(problem, factor, problem.PerRequest[0]) - CheapestMachines.Of(scaled);
    }

    private static double Api(FleetProblem problem, double factor) => PerMonth(problem, factor, problem.Apis[0].PerRequest[0]!.Value);

    private static double PerMonth(FleetProblem problem, double factor, Usd perRequest) => (double)perRequest.Dollars * problem.Demand.Mean().PerSecond * factor * Duration.Month.Seconds;
}
