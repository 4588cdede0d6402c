using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Side by side with the peer's program on the paper's kind of problem: one model, four GPU types, requests of many sizes, one hour.</summary>
public sealed class MelangeTests
{
    private static readonly string[] Accelerators = ["l4", "a10", "a100-sxm-80gb", "h100-sxm"];
    private static readonly double[] Lengths = [64, 250, 1000, 4000];

    [Theory]
    [InlineData(64)]
    [InlineData(4)]
    [InlineData(16)]
    public void A_plan_never_costs_more_than_its_assignment(double requestsPerSecond)
    {
        var problem = Problem(requestsPerSecond);
        var melange = MelangeProgram.Solve(problem, TimeSpan.FromSeconds(20));
        var plan = Assert.IsType<PlanOutcome.Found>(FleetProgram.Solve(problem, new(Ratio.FromPercent(0.01), Duration.FromSeconds(20))));
        var hourly = (double)plan.Plan.Bill.Dollars / 730;
        TestContext.Current.TestOutputHelper!.WriteLine($"{requestsPerSecond} req/s: plan ${hourly:0.000}/h, Melange ${melange.Cost:0.000}/h (not below {melange.Bound:0.000})");
        Assert.True(hourly <= melange.Cost * 1.0001, $"{hourly} against {melange.Cost}");
    }

    /// <summary>Rates of replicas by size of request as this program finds them, on the cheapest machine by the hour of each type.</summary>
    internal static FleetProblem Problem(double requestsPerSecond)
    {
        var (catalog, model) = (Workloads.Built, Workloads.Built.FindModel("llama-3.1-8b")!);
        var level = new ServiceLevel(null, Duration.FromMilliseconds(120));
        var buckets = Lengths.SelectMany(input => Lengths.Where(output => output <= 1000).Select(output => new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero))).ToList();
        var classes = buckets.Select((mix, at) => new DemandClass($"bucket {at}", mix, false, default)).ToList();
        var weights = buckets.Select((_, at) => 1.0 + (at * 5 % 7)).ToList();
        var rates = weights.Select(weight => (IReadOnlyList<RequestsPerSecond>)[RequestsPerSecond.FromPerSecond(requestsPerSecond * weight / weights.Sum())]).ToList();
        var capacities = buckets.Select(mix => Workloads.Capacity.Find(model, mix, level, AllowedPrecisions.Default, Accelerators).Where(found => found.Deployment.Gpus == 1).ToList()).ToList();
        var machines = Accelerators.Select(id =>
        {
            var offer = catalog.CurrentOffers.Where(offer => offer.AcceleratorId == id && offer.Pricing == Pricing.OnDemand).MinBy(offer => offer.PricePerGpu)!;
            var best = capacities.Select(found => found.Where(capacity => capacity.Deployment.AcceleratorId == id).Select(capacity => capacity.Requests.Value).DefaultIfEmpty().Max()).ToList();
            return new MachineChoice(id, offer, new(id, 1, new("bf16"), ""), offer.PricePerGpu, 1, 1, best);
        }).ToList();
        return new(new(Duration.Hour, classes, [new("an hour", Ratio.One, rates)]), machines, [], PlanRules.None, 0, default);
    }
}
