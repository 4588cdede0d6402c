using CsCheck;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>What APIs take of one customer (A1), and demands split over several (A2).</summary>
public sealed class ApiLimitTests
{
    private static readonly Model Llama = Workloads.Built.FindModel("llama-3.3-70b")!;
    private static readonly TokenMix Mix = new(Tokens.FromCount(300), Tokens.FromCount(100), Ratio.FromPercent(50));

    [Fact]
    public void A1_each_figure_of_a_limit_binds_and_cached_input_may_be_free()
    {
        // A request a second: 60 requests, 18,000 input tokens of which 9,000 are cached, 6,000 output tokens a minute.
        var traffic = ApiTraffic.Of(Mix, RequestsPerSecond.FromPerSecond(1));
        Assert.Equal(0.5, Limit("requests_per_minute = 30").ShareOf(traffic).Value, 1e-9);
        Assert.Equal(0.5, Limit("tokens_per_minute = 12_000").ShareOf(traffic).Value, 1e-9);
        Assert.Equal(0.8, Limit("tokens_per_minute = 12_000\ncounts_cached = false").ShareOf(traffic).Value, 1e-9);
        Assert.Equal(0.1, Limit("input_tokens_per_minute = 1_800\noutput_tokens_per_minute = 6_000").ShareOf(traffic).Value, 1e-9);
        Assert.Equal(0.2, Limit("input_tokens_per_minute = 18_000\noutput_tokens_per_minute = 1_200").ShareOf(traffic).Value, 1e-9);
    }

    [Fact]
    public void Of_published_limits_the_model_s_own_counts_and_of_those_the_highest_tier()
    {
        var limits = Workloads.Built.FindSeller("groq")!.Limits;
        Assert.Equal(300_000, ApiLimit.Of(limits, "llama-3.3-70b")!.Combined!.Value.PerSecond * 60, 1e-6);
        Assert.Null(ApiLimit.Of(limits, "qwen3-32b"));
        Assert.Equal(6000, ApiLimit.Of(Workloads.Built.FindSeller("fireworks")!.Limits, "qwen3-32b")!.Requests!.Value.PerSecond * 60, 1e-6);
        Assert.True(Workloads.Built.Sellers.Sum(seller => seller.Limits.Count) >= 30);
        Assert.All(Workloads.Built.Sellers.SelectMany(seller => seller.Limits), limit => Assert.NotEmpty(limit.Tier));
    }

    [Fact]
    public void A_contract_replaces_what_is_published()
    {
        ContractedLimit[] own = [new("groq", null, Limit("requests_per_minute = 7")), new("groq", "llama-3.1-8b", Limit("requests_per_minute = 9"))];
        double? Requests(string provider, string model) => ContractedLimit.Of(own, Workloads.Built, provider, model)?.Requests?.PerSecond * 60;
        Assert.Equal(7, Requests("groq", "llama-3.3-70b")!.Value, 1e-9);
        Assert.Equal(9, Requests("groq", "llama-3.1-8b")!.Value, 1e-9);
        Assert.Equal(600, Requests("crusoe", "llama-3.3-70b")!.Value, 1e-9);
        Assert.Null(Requests("novita", "llama-3.3-70b"));
    }

    [Fact]
    public void An_API_over_its_limit_is_refused_with_what_is_asked_and_what_it_takes()
    {
        var decision = Decide(10, "[[api_limit]]\nprovider = \"novita\"\nrequests_per_minute = 599");
        var refused = Assert.Single(decision.Options, option => option.Provider == "novita" && option.Api is null);
        Assert.False(refused.Feasible);
        Assert.Equal("the busiest minute asks 240k tokens and 600 requests a minute, novita takes 599 requests a minute (your contract)", RefusalWords.Of(refused.Refusal!));
        Assert.Contains(Decide(10, "[[api_limit]]\nprovider = \"novita\"\nrequests_per_minute = 600").Options, option => option is { Provider: "novita", Feasible: true });
    }

    /// <summary>Steady requests: shares and bill by hand.</summary>
    [Fact]
    public void A2_the_cheapest_takes_up_to_its_limit_and_the_next_the_rest()
    {
        var free = Decide(10, "");
        var alone = free.Options.Where(option => option is { MayWin: true, Kind: OptionKind.Api }).ToList();
        var (first, second) = (alone[0], alone.First(option => option.Provider != alone[0].Provider));
        var split = Assert.Single(Decide(10, $"[[api_limit]]\nprovider = \"{first.Provider}\"\nrequests_per_minute = 150").Options, option => option.ApiParts.Count > 1);
        Assert.Equal([first.Provider, second.Provider], split.ApiParts.Select(part => part.Tariff.Base.Provider));
        Assert.Equal([0.25, 0.75], split.ApiParts.Select(part => Math.Round(part.Share.Value, 9)));
        Assert.Equal(
            (0.25 * (double)first.Cost!.Bill.Value.Dollars) + (0.75 * (double)second.Cost!.Bill.Value.Dollars), (double)split.Cost!.Bill.Value.Dollars,
            1e-6 * (double)split.Cost.Bill.Value.Dollars);
        Assert.Equal($"{first.Name} + {second.Name}", split.Name);
        Assert.Equal(2, split.Prices.Count);
    }

    [Fact]
    public void A_spiky_day_sends_only_its_peak_elsewhere()
    {
        // 4 times the mean for one hour, 20/23 of it at the others: the limit of twice the mean takes 22 hours of 24 and half of the peak.
        var first = Decide(10, "", "shape = \"spiky\"\npeak_ratio = 4").Recommended!;
        var split = Assert.Single(
            Decide(10, $"[[api_limit]]\nprovider = \"{first.Provider}\"\nrequests_per_minute = 1200", "shape = \"spiky\"\npeak_ratio = 4").Options,
            option => option.ApiParts.Count > 1);
        Assert.Equal(1 - (2.0 / 24), split.ApiParts[0].Share.Value, 1e-6);
        Assert.Equal(0.5, split.ApiParts[0].AtBusiest.Value, 1e-6);
        Assert.Equal(0.5, split.ApiParts.Skip(1).Sum(part => part.AtBusiest.Value), 1e-6);
    }

    [Fact]
    public void The_busiest_minute_of_a_trace_counts_where_there_is_one()
    {
        var demand = Demand.Of(Workload(1, "")) with { BusiestMinute = ApiTraffic.Of(Mix, RequestsPerSecond.FromPerSecond(5)) };
        Assert.Equal(5, new ApiLoad(demand).Busiest.Requests.PerSecond, 1e-9);
        Assert.Equal(10, new ApiLoad(demand.Times(Ratio.FromValue(2))).Busiest.Requests.PerSecond, 1e-9);
        Assert.Equal(1, new ApiLoad(demand with { BusiestMinute = null }).Busiest.Requests.PerSecond, 1e-9);
    }

    /// <summary>Laws: a limit never lowers a bill, and no split costs less than its cheapest API would alone, nor more than its dearest.</summary>
    [Fact]
    public void A_limit_never_lowers_a_bill() => Gen.Select(Gen.Double[0.1, 500], Gen.Double[1, 12], Gen.Double[0.05, 3], Gen.Double[0.05, 3]).Sample((rate, peak, first, second) =>
    {
        var shape = peak > 1.1 ? FormattableString.Invariant($"shape = \"spiky\"\npeak_ratio = {peak:0.00}") : "";
        var free = Decide(rate, "", shape);
        var apis = free.Options.Where(option => option is { MayWin: true, Kind: OptionKind.Api }).DistinctBy(option => option.Provider).Take(2).ToList();
        string Limited(RankedOption api, double share) => FormattableString.Invariant(
            $"[[api_limit]]\nprovider = \"{api.Provider}\"\ntokens_per_minute = {Math.Ceiling(share * rate * 400 * 60):0}\n");
        var bound = Decide(rate, Limited(apis[0], first) + Limited(apis[1], second), shape);
        Assert.True(bound.Recommended!.Cost!.Bill.Value.Dollars >= free.Recommended!.Cost!.Bill.Value.Dollars * 0.999999m);
        foreach (var split in bound.Options.Where(option => option.ApiParts.Count > 1))
        {
            var parts = split.ApiParts.Select(part => part.Tariff.PriceOf(bound.Workload.Mix, asBatch: false).Dollars * (decimal)(rate * Duration.Month.Seconds)).ToList();
            Assert.InRange(split.Cost!.Bill.Value.Dollars, parts.Min() * 0.9999m, parts.Max() * 1.0001m);
            Assert.Equal(1, split.ApiParts.Sum(part => part.Share.Value), 1e-9);
            Assert.All(split.ApiParts, part => Assert.True(!(part.Limit?.ShareOf(part.Sent) < Ratio.FromValue(0.999999))));
        }
    }, iter: 25, threads: 1);

    [Fact]
    public void A_plan_sends_its_overflow_to_APIs_that_take_it()
    {
        var workload = Workload(10, "[[api_limit]]\nprovider = \"novita\"\nrequests_per_minute = 10", allow: "") with { Allowed = Allowed.All with { Kinds = [OptionKind.Api] } };
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        Assert.DoesNotContain(problem.Apis, api => api.Part?.Tariff.Base.Provider == "novita");
        Assert.All(problem.Apis.SelectMany(api => api.Parts), part => Assert.True(!(part.Limit?.ShareOf(part.Sent) < Ratio.FromValue(0.999999))));
        Assert.Contains(problem.Refusals[0], count => count.Refusal is Refusal.OverApiLimit { Provider: "novita" });
    }

    [Theory]
    [InlineData("provider = \"nobody\"\nrequests_per_minute = 1", "unknown-provider")]
    [InlineData("provider = \"groq\"", "missing-key")]
    [InlineData("provider = \"groq\"\nmodel = \"no-model\"\nrequests_per_minute = 1", "unknown-model")]
    [InlineData("provider = \"groq\"\nrequests_per_minute = 0", "out-of-range")]
    [InlineData("provider = \"groq\"\nrequests_per_minute = 1\n[[api_limit]]\nprovider = \"groq\"\nrequests_per_minute = 2", "duplicate-key")]
    public void A_wrong_limit_is_told_with_its_line(string lines, string rule)
    {
        var problems = new Problems();
        Assert.Null(new WorkloadReader(Workloads.Built, problems).Read("w.toml", Text(1, $"[[api_limit]]\n{lines}", ""), []));
        Assert.Contains(problems.All, problem => problem.Rule == rule && problem.Where.Line > 0);
    }

    private static Decision Decide(double rate, string limits, string shape = "") => Decision.For(Workload(rate, limits, shape), Workloads.Built, Workloads.Capacity);

    private static Workload Workload(double rate, string limits, string shape = "", string allow = "[allow]\nkinds = [\"api\"]\n") =>
        new WorkloadReader(Workloads.Built, new Problems()).Read("w.toml", Text(rate, allow + limits, shape), [])!;

    private static string Text(double rate, string tables, string shape) => FormattableString.Invariant(
        $"models = [\"{Llama.Id}\"]\n[traffic]\nrequests_per_second = {rate:0.000000}\n{shape}\n[tokens]\ninput = 300\noutput = 100\n[people]\nfte_per_seller = 0\n{tables}\n");

    private static ApiLimit Limit(string figures)
    {
        var problems = new Problems();
        var text = $"[[seller]]\nid = \"x\"\nas_of = \"2026-11-01\"\nsources = [\"t\"]\n[[seller.limit]]\ntier = \"t\"\n{figures}\nas_of = \"2026-11-01\"\nsources = [\"t\"]\n";
        var seller = Assert.Single(Seller.Read(new("sellers.toml", "sellers", "sellers.toml", text), problems));
        Assert.False(problems.HasErrors, string.Join("\n", problems.All));
        return Assert.Single(seller.Limits);
    }
}
