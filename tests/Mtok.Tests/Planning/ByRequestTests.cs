using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Prices go by the request: its length, its hour and whether it may wait, in every answer alike.</summary>
public sealed class ByRequestTests
{
    private static readonly Catalog Catalog = CatalogText.Read(new Problems(), new CatalogFile("apis.csv", "acme", "my/apis/acme.csv", """
        model,provider_model,input_usd_per_mtok,output_usd_per_mtok,service,hours,days,above_input_tokens,as_of,source
        gemini-2.5-pro,tiered,1.25,10,,,,,2026-08-01,s
        gemini-2.5-pro,tiered,2.5,15,,,,200000,2026-08-01,s
        gemini-2.5-pro,flat,1.50,11,,,,,2026-08-01,s
        gemini-2.5-flash,hourly,0.22,0.66,,,,,2026-08-01,s
        gemini-2.5-flash,hourly,0.44,1.32,,01-04+06-10,mon-fri,,2026-08-01,s
        gemini-2.5-flash,steady,0.25,0.75,,,,,2026-08-01,s
        gemini-2.5-flash,steady,0.1,,batch,,,,2026-08-01,s

        """));

    private static readonly Capacities Capacities = new(Catalog);

    private static readonly Catalog Kinds = CatalogText.Read(new Problems(), new CatalogFile("apis.csv", "acme", "my/apis/acme.csv", """
        model,provider_model,input_usd_per_mtok,output_usd_per_mtok,cached_input_usd_per_mtok,cache_write_usd_per_mtok,cache_write_1h_usd_per_mtok,reasoning_usd_per_mtok,as_of,source
        gemini-2.5-pro,kinds,5,25,0.5,6.25,10,50,2026-08-01,s

        """));

    [Fact]
    public void Half_of_100000_and_half_of_298000_tokens_cost_what_they_are_billed_and_not_what_their_mean_would()
    {
        var verdict = Of(Asked("gemini-2.5-pro"), Halves(100_000, 298_000));
        var month = 2000 * 365 / 12m;
        Assert.Equal(["acme API flat", "acme API tiered"], verdict.Decision.Options.Where(option => option.Feasible).Select(option => option.Name));
        Assert.Equal([month * 0.3095m, month * 0.4475m], verdict.Decision.Options.Take(2).Select(option => option.Cost!.Bill.Value.Dollars), (left, right) => Math.Abs(left / right - 1) < 2e-3m);
        Near(verdict.Decision.Options[0].Cost!.Bill.Value, verdict.Plan!.Bill);
        Near(verdict.Plan.Bill, verdict.Replay!.Replayed);
    }

    [Theory]
    [InlineData("tiered", 24, 100_000, 298_000)]
    [InlineData("tiered", 24, 200_000, 200_001)]
    [InlineData("tiered", 24, 199_000, 201_000)]
    [InlineData("hourly", 24, 1_000, 1_000)]
    [InlineData("hourly", 36, 1_000, 1_000)]
    [InlineData("hourly", 168, 1_000, 1_000)]
    [InlineData("hourly", 5, 1_000, 1_000)]
    public void Planned_equals_replayed_and_the_middle_of_draws(string only, int hours, int first, int second)
    {
        var workload = Asked(only == "tiered" ? "gemini-2.5-pro" : "gemini-2.5-flash");
        var problem = PlanChoices.For(workload, TraceDemand.Of(Halves(first, second, hours), workload, Duration.Hour, 168, 6)!, Catalog, Capacities);
        var one = problem with { Apis = [.. problem.Apis.Where(api => api.Name == $"acme API {only}")] };
        var solved = FleetProgram.Solve(one, SolveLimits.Default);
        var (outcome, replay) = Replays.Prove(workload, one, solved, Halves(first, second, hours), Capacities, SolveLimits.Default, new());
        var plan = outcome.BestPlan!;
        Near(plan.Bill, replay!.Replayed);
        var finalists = new Finalists(one, new Outlook(Uncertainties.Of(workload, Catalog)));
        Assert.Equal((double)plan.Bill.Dollars, finalists.Of(plan).BillAt(finalists.Middle).Total, 1e-4 * (double)plan.Bill.Dollars);
        Assert.Equal((double)plan.Bill.Dollars, (double)outcome.LowerBound!.Value.Dollars, 1e-2 * (double)plan.Bill.Dollars);
    }

    [Fact]
    public void Writes_to_caches_and_reasoning_are_planned_as_they_are_billed()
    {
        var asked = Asked("gemini-2.5-pro");
        var workload = asked with
        {
            Mix = asked.Mix with { CacheMissShare = Ratio.FromPercent(20), CacheLifetime = CacheLifetime.Hour, ReasoningShare = Ratio.FromPercent(40) },
        };
        var trace = Halves(100_000, 150_000);
        trace = trace with { Requests = [.. trace.Requests.Select(request => request with { Cached = request.Input * Ratio.FromPercent(50) })] };
        var verdict = Of(workload, trace, Kinds, new(Kinds));
        var requests = 2000 * 365 / 12m;
        var billed = (125_000 * ((0.375m * 5) + (0.5m * 0.5m) + (0.125m * 10))) + (1000 * ((0.6m * 25) + (0.4m * 50)));
        Assert.Equal((double)(requests * billed / 1e6m), (double)verdict.Plan!.Bill.Dollars, 2e-3 * (double)verdict.Plan.Bill.Dollars);
        Near(verdict.Plan.Bill, verdict.Replay!.Replayed);
        Near(verdict.Plan.Bill, verdict.Decision.Options[0].Cost!.Bill.Value);
    }

    [Fact]
    public void Peak_hours_count_by_the_demand_of_those_hours()
    {
        var tariff = Assert.Single(ApiTariff.From(Catalog.ApisFor(Catalog.FindModel("gemini-2.5-flash")!).Where(row => row.ProviderModel == "hourly")));
        Usd Month(HourlyShape shape) => Pricer.PerRequest(tariff, Asked("gemini-2.5-flash") with
        {
            Traffic = new(RequestsPerSecond.FromPerDay(100_000), shape),
            Mix = new(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.Zero),
        });
        Assert.Equal(0.00055m * (1 + (7m / 24 * 5 / 7)), Month(HourlyShape.Steady).Dollars, 9);
        Assert.Equal(0.00055m * (1 + (5 * ((6 * 0.1m) + 1) / ((40 * 1) + (128 * 0.1m)))), Month(HourlyShape.BusinessHours).Dollars, 9);
        var spiky = HourlyShape.Spiky(Ratio.FromValue(12));
        Assert.Equal(0.00055m * (1 + (7m * (12m / 23) / 24 * 5 / 7)), Month(spiky).Dollars, 9);
    }

    [Fact]
    public void Without_a_trace_lengths_are_those_of_a_public_profile_and_the_answer_says_so()
    {
        var workload = Asked("gemini-2.5-pro") with { Mix = new(Tokens.FromCount(100_000), Tokens.FromCount(1000), Ratio.Zero) };
        var decision = Decision.For(workload, Catalog, Capacities);
        var tiered = decision.Options.First(option => option.Name == "acme API tiered");
        Assert.Contains(tiered.Notes, note => note is OptionNote.AssumedLengths);
        Assert.Equal(Evidence.Assumed, tiered.Evidence);
        var mean = tiered.Api!.PriceOf(workload.Mix, asBatch: false).Dollars * 2000 * 365 / 12;
        Assert.InRange(tiered.Cost!.Bill.Value.Dollars, mean * 1.05m, mean * 1.9m);
        var flat = decision.Options.First(option => option.Name == "acme API flat");
        Assert.DoesNotContain(flat.Notes, note => note is OptionNote.AssumedLengths);
        var lengths = WorkloadTraffic.Lengths(workload, Catalog.FindProfile(WorkloadTraffic.UsualProfile)!);
        Assert.Equal(1, lengths.Bins.Sum(bin => bin.Share.Value), 1e-9);
        Assert.Equal(100_000, lengths.Bins.Sum(bin => bin.Share.Value * bin.Mean.Input.Count), 100.0);
        workload = workload with { Traffic = new(RequestsPerSecond.FromPerDay(100_000), HourlyShape.Steady) };
        var traffic = VerdictTraffic.OfShape(new DemandRequest(), workload, new RequestProblems(new Problems(), name => name))!.OrGenerated(workload, Catalog, 1);
        var verdict = Of(workload, traffic);
        Assert.InRange((double)(verdict.Replay!.Replayed / verdict.Plan!.Bill).Value, 0.99, 1.01);
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(99_000, false)]
    [InlineData(400_000, true)]
    [InlineData(401_000, false)]
    public void A_lone_mean_near_a_tier_is_warned_of(int input, bool warned)
    {
        var workload = Asked("gemini-2.5-pro") with { Mix = new(Tokens.FromCount(input), Tokens.FromCount(1000), Ratio.Zero) };
        var options = Comparison.For(workload, Ratio.One, Catalog, Capacities).Options;
        Assert.Equal(warned, options.Single(option => option.Name == "acme API tiered").Notes.Any(note => note is OptionNote.MeanNearTier));
        Assert.Empty(options.Single(option => option.Name == "acme API flat").Notes);
    }

    [Fact]
    public void What_may_wait_is_told_which_APIs_have_batch_prices()
    {
        var workload = Asked("gemini-2.5-flash") with { Deferrable = true, Mix = new(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero) };
        var notes = Decision.For(workload, Catalog, Capacities).Options.ToDictionary(option => option.Name, option => option.Notes);
        Assert.Contains(notes["acme API steady"], note => note is OptionNote.BatchPrices);
        Assert.Contains(notes["acme API hourly"], note => note is OptionNote.NoBatchPrices);
        Assert.Equal(0.00085m, Pricer.PerRequest(ApiTariff.From(Catalog.ApisFor(workload.Models[0])).First(api => api.Base.ProviderModel == "steady"), workload).Dollars, 9);
    }

    private static void Near(UsdPerMonth left, UsdPerMonth right) => Assert.InRange((double)(right / left).Value, 0.99, 1.01);

    private static Workload Asked(string model) => Workloads.Of(RequestsPerSecond.FromPerDay(2000), HourlyShape.Steady, ServiceLevel.None) with
    {
        Models = [Catalog.FindModel(model)!],
        Allowed = Allowed.All with { Kinds = [OptionKind.Api], Providers = ["acme"] },
    };

    private static Trace Halves(int first, int second, int hours = 24) => new(
        "halves", ["all"], null,
        [.. Enumerable.Range(0, 2000 * hours / 24).Select(at => new TraceRequest(
            Duration.FromSeconds(at * 43.2), Tokens.FromCount(at % 2 == 0 ? first : second), Tokens.FromCount(1000), default, 0, null))]);

    private static Verdict Of(Workload workload, Trace trace) => Of(
        workload, new VerdictTraffic(TraceDemand.Of(trace, workload, Duration.Hour, 168, 6)!, trace, IsRecorded: true, new TrafficSource.Recorded("t")));

    private static Verdict Of(Workload workload, Trace trace, Catalog catalog, Capacities capacities) => Verdict.For(
        workload with { Models = [catalog.FindModel(workload.Models[0].Id)!] },
        new(TraceDemand.Of(trace, workload, Duration.Hour, 168, 6)!, trace, IsRecorded: true, new TrafficSource.Recorded("t")),
        capacities,
        new(SolveLimits.Default));

    private static Verdict Of(Workload workload, VerdictTraffic traffic) => Verdict.For(workload, traffic, Capacities, new(SolveLimits.Default));
}
