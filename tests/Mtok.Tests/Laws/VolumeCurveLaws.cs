using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Laws of $/Mtok against volume and of the volumes at which machines pay.</summary>
[Trait("Speed", "Slow")]
public sealed class VolumeCurveLaws
{
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

    [Fact]
    public void Machines_pay_first_and_stay_cheaper_where_trying_every_number_of_them_says_so()
    {
        var found = 0;
        Small.Sample(
            problem =>
            {
                var curve = VolumeCurve.For(problem, points: 3);
                if (curve.First is not { } first || curve.Stays is not { } stays)
                {
                    Assert.All(new[] { 0.5, 1, 2, 3.1 }, factor => Assert.True(Saved(problem, factor) <= 1e-6 * Api(problem, factor), curve.Never?.ToString()));
                    return;
                }

                var (least, last) = ((first / curve.Today).Value, (stays / curve.Today).Value);
                if (last > 4)
                {
                    return; // So many machines that trying them all takes too long.
                }

                Interlocked.Increment(ref found);
                Assert.True(least <= last);
                Assert.True(Saved(problem, least * (1 - 1e-7)) >= -1e-4 * Api(problem, least)); // Where a full machine costs just what the API does, not past it.

                // Below the first crossing no number of machines is cheaper, but for what the search may miss; past the last one they always are.
                for (var part = 0.1; part < 1; part += 0.08)
                {
                    Assert.True(Saved(problem, least * part) <= 0.05 * Api(problem, least * part), $"{part} of {first}");
                }

                Assert.True(Saved(problem, last * (1 - 1e-6)) <= 0.05 * Api(problem, last), $"{stays}");
                for (var more = 1 + 1e-6; more < 1.6; more += 0.06)
                {
                    Assert.True(Saved(problem, last * more) >= -1e-6 * Api(problem, last), $"{more} of {stays}");
                }
            },
            iter: 60, threads: 1);
        Assert.True(found >= 20, $"{found} found");
    }

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
        return new(demand, [SmallFleets.Machine("m", Pricing.OnDemand, price, rate, 1, 1)], [new("api", [Usd.FromDollars((decimal)api)])], PlanRules.None, spares, Duration.FromMinutes(10));
    }

    private static double Total(VolumePoint point, Func<VolumePoint, UsdPerMtok?> price) => (double)price(point)!.Value.Dollars * point.Volume.Count;

    /// <summary>What the best of all numbers of machines saves a month against the API.</summary>
    private static double Saved(FleetProblem problem, double factor)
    {
        var scaled = problem with { Demand = problem.Demand.Times(Ratio.FromValue(factor)), Apis = [] };
        return Api(problem, factor) - (double)problem.Fixed.Dollars - PerMonth(problem, factor, problem.PerRequest[0]) - SmallFleets.BruteForce(scaled)!.Value;
    }

    private static double Api(FleetProblem problem, double factor) => PerMonth(problem, factor, problem.Apis[0].PerRequest[0]!.Value);

    private static double PerMonth(FleetProblem problem, double factor, Usd perRequest) => (double)perRequest.Dollars * problem.Demand.Mean().PerSecond * factor * Duration.Month.Seconds;
}
