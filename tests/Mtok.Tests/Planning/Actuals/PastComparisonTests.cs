using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What past traffic would have cost: APIs by the token as counted, machines as many as each hour's requests need.</summary>
public sealed class PastComparisonTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);
    private static readonly Model Model = Workloads.Built.FindModel("llama-3.3-70b")!;
    private static readonly TokenMix Short = new(Tokens.FromCount(1000), Tokens.FromCount(200), Ratio.Zero);
    private static readonly TokenMix Long = new(Tokens.FromCount(8000), Tokens.FromCount(100), Ratio.Zero);

    [Fact]
    public void An_api_charges_each_kind_of_token_at_its_price()
    {
        var tokens = new TokenCounts(Count(600_001), Count(300_007), Count(50_003), default, Count(70_009), default);
        var options = Compare([new(Begin, true, 100, tokens)]).Options.Where(option => option is { Kind: OptionKind.Api, Feasible: true }).ToList();
        Assert.True(options.Count > 5);
        var cached = 0;
        foreach (var option in options)
        {
            var row = Assert.Single(Workloads.Built.ApisOn(Model, new(2026, 9, 7)), api => api.IsBase && $"{api.Provider} API {api.ProviderModel}" == option.Name).Prices;
            var read = row.CachedInput?.Dollars ?? row.Input.Dollars;
            var written = row.CacheWrite?.Dollars ?? row.Input.Dollars;
            var usd = ((600_001 * row.Input.Dollars) + (300_007 * read) + (50_003 * written) + (70_009 * row.Output.Dollars)) / 1_000_000;
            Assert.Equal(usd, option.Cost!.Value.Dollars);
            cached += row.CachedInput is null ? 0 : 1;
        }

        Assert.True(cached > 0);
    }

    [Fact]
    public void An_api_charges_all_hours_what_it_charges_each_of_them_to_the_last_digit() => Gen.Select(
        Gen.Int[0, 200], Gen.Long[0, 90_000_000], Gen.Long[0, 90_000_000], Gen.Long[0, 9_000_000], Gen.Long[0, 9_000_000], Gen.Long[0, 500]).List[1, 12].Sample(
        hours =>
        {
            var rows = hours.Select(hour => new PastRequests(
                Begin.AddHours(hour.Item1), true, hour.Item6, new(Count(hour.Item2), Count(hour.Item3), Count(hour.Item4), default, Count(hour.Item5), default))).ToList();
            var tariffs = ApiTariff.From(Workloads.Built.ApisFor(Model)).Where(tariff => !tariff.IsTiered && !tariff.IsTimed).ToList();
            return tariffs.TrueForAll(tariff => Price(tariff, rows) == rows.Sum(row => ByHand(tariff.Base.Prices, tariff.Base.PerRequest, row)));
        },
        iter: 300);

    [Fact]
    public void A_price_of_some_hours_applies_to_what_came_in_them()
    {
        Assert.True(PriceHours.TryParse("02-04", "", out var night));
        var row = new ApiPrice("p", Model.Id, "m", new(UsdPerMtok.FromDollars(2), UsdPerMtok.FromDollars(8)), null, null, null, default, new(AsOf.Undated, "s", new("f", 1, 1)));
        var tariff = Assert.Single(ApiTariff.From([row, row with { Prices = new(UsdPerMtok.FromDollars(1), UsdPerMtok.FromDollars(4)), Hours = night }]));
        var tokens = new TokenCounts(Count(1_000_000), default, default, default, Count(1_000_000), default);
        Assert.Equal([10, 5, 5, 10, 10], new[] { 1, 2, 3, 4, -1 }.Select(hour => Price(tariff, [new(hour < 0 ? null : Begin.AddHours(hour), hour >= 0, 1, tokens)])));
    }

    [Fact]
    public void Each_day_has_the_prices_of_that_day()
    {
        var catalog = CatalogText.Read(
            new Problems(),
            CatalogText.Apis("llama-3.3-70b,m,4,8,,2026-08-01,list\nllama-3.3-70b,m,1,2,,2026-09-08,list\n"));
        var tokens = new TokenCounts(Count(1_000_000), default, default, default, Count(500_000), default);
        decimal On(int day) => Assert.Single(
            PastComparison.Of(new(Begin.AddDays(day), 1, [new(Begin.AddDays(day), true, 1000, tokens)]), Model, Rules, new(catalog)).Options,
            option => option.Name == "acme API m").Cost!.Value.Dollars;
        Assert.Equal([8, 8, 2, 2], new[] { -90, 0, 1, 90 }.Select(On));
    }

    [Fact]
    public void Machines_are_as_many_as_each_hour_needs_at_its_own_lengths()
    {
        var (few, many) = (Rate(Short), Rate(Long));
        var compared = Compare([Of(0, Short, 400_000), Of(2, Long, 400_000)], hours: 4);
        var option = Assert.Single(compared.Options, option => option.Name == $"{Machine}, by the hour");
        var counts = new[] { Needed(400_000, few), Needed(400_000, many) };
        Assert.True(counts[0] > 1 && counts[1] > counts[0]);
        Assert.Equal(counts.Sum(), option.MachineTime.Hours, 9);
        Assert.Equal(counts.Max(), option.Machines);
        var fixedly = Assert.Single(compared.Options, option => option.Name == Machine);
        Assert.Equal(4 * counts.Max(), fixedly.MachineTime.Hours, 9);
        Assert.Equal((double)PerHour * 4 * counts.Max(), (double)fixedly.Cost!.Value.Dollars, 6);
        var startUp = (Rules.Fleet.Provision + Rules.Fleet.Load).Hours;
        Assert.Equal((double)PerHour * counts.Sum() * (1 + startUp), (double)option.Cost!.Value.Dollars, 6);
    }

    [Fact]
    public void One_hour_needs_its_machines_for_one_hour()
    {
        var compared = Compare([Of(0, Short, 40_000)], hours: 1);
        var option = Assert.Single(compared.Options, option => option.Name == Machine);
        Assert.DoesNotContain(compared.Options, option => option.Name == $"{Machine}, by the hour");
        Assert.Equal((double)PerHour * Needed(40_000, Rate(Short)), (double)option.Cost!.Value.Dollars, 6);
    }

    [Fact]
    public void No_traffic_has_no_cost_on_any_option()
    {
        Assert.Empty(Compare([]).Options);
        Assert.Empty(Compare([new(Begin, true, 0, TokenCounts.None)]).Options);
    }

    [Fact]
    public void Without_hours_or_requests_only_what_is_paid_by_the_token_is_priced()
    {
        var row = Of(0, Short, 1000);
        var undated = Compare([row with { IsHourly = false, At = null }], hours: 0);
        var uncounted = Compare([row with { Requests = null }]);
        Assert.Equal((Unsized.HoursUnknown, Unsized.LengthsUnknown), (undated.Unsized, uncounted.Unsized));
        Assert.All(undated.Options.Concat(uncounted.Options), option => Assert.Equal(OptionKind.Api, option.Kind));
        Assert.Equal(undated.Best!.Cost!.Value, Compare([row]).Options.First(option => option.Name == undated.Best.Name).Cost!.Value);
    }

    [Fact]
    public void A_stray_date_leaves_the_machines_out()
    {
        var compared = Compare([Of(0, Short, 1000), Of(400_000, Short, 1000)], hours: 400_001);
        Assert.Equal(Unsized.TooLong, compared.Unsized);
        Assert.All(compared.Options, option => Assert.Equal(OptionKind.Api, option.Kind));
    }

    [Fact]
    public void What_has_no_hour_is_sized_as_if_it_came_as_the_rest()
    {
        var all = Compare([Of(0, Short, 60_000), Of(1, Short, 20_000)], hours: 2);
        var half = Compare([Of(0, Short, 30_000), Of(1, Short, 10_000), Of(0, Short, 40_000) with { IsHourly = false }], hours: 2);
        Assert.Equal(all.Options.Select(option => (option.Name, option.Machines)), half.Options.Select(option => (option.Name, option.Machines)));
        Assert.Equal(40_000 * 1200, half.Traffic.WithoutHour.Count);
    }

    /// <summary>Of machines alone: the planner's APIs have today's prices, those of a comparison the prices of each day.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void No_machines_cost_less_than_the_bound_of_the_planner() => Gen.Select(Gen.Int[1, 60_000], Gen.Int[0, 60_000], Gen.Bool).Sample(
        (first, second, mixed) =>
        {
            var traffic = new PastTraffic(Begin, 3, [Of(0, Short, first), Of(2, mixed ? Long : Short, second + 1)]);
            var demand = PastDemand.Of(traffic, Rules, Workloads.Built)!.Demand;
            var outcome = FleetProgram.Solve(PlanChoices.For(Rules, demand, Workloads.Built, Workloads.Capacity), new(Ratio.FromPercent(1), Duration.FromSeconds(20)));
            var bound = (double)outcome.LowerBound!.Value.Dollars * 3 / 730;
            var options = PastComparison.Of(traffic, Model, Rules, Workloads.Capacity).Options.Where(option => option is { MayWin: true, Kind: OptionKind.OnDemand or OptionKind.Reserved or OptionKind.Owned }).ToList();
            return options.Count > 100 && options.TrueForAll(option => (double)option.Cost!.Value.Dollars >= bound * (1 - 1e-6));
        },
        iter: 5);

    private const string Machine = "lambda gpu_8x_h100_sxm5 us-east-1 on demand (8x h100-sxm fp8 TensorRT-LLM)";

    private static Workload Rules { get; } = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with { Interruptible = false };

    private static decimal PerHour => Fleet.Offer.Price.Dollars;

    private static Fleet Fleet { get; } = new Candidates(Rules with { Mix = Short }, Workloads.Built, Workloads.Capacity, everyPlace: false).Fleets
        .First(fleet => !fleet.ByTheHour && new Pricer(Rules).NameOf(fleet) == Machine);

    private static PastComparison Compare(IReadOnlyList<PastRequests> rows, int hours = 1) =>
        PastComparison.Of(new(hours > 0 ? Begin : null, hours, rows), Model, Rules, Workloads.Capacity);

    private static PastRequests Of(int hour, TokenMix mix, long requests) => new(
        Begin.AddHours(hour), true, requests, new(mix.Input * Ratio.FromValue(requests), default, default, default, mix.Output * Ratio.FromValue(requests), default));

    /// <summary>Requests an hour that one machine may be planned for: its throughput at these lengths, less what the rules leave free.</summary>
    private static double Rate(TokenMix mix) => 0.9 * 3600 * Assert.Single(
        Workloads.Capacity.Find(Model, mix, ServiceLevel.None, AllowedPrecisions.Default, ["h100-sxm"]),
        capacity => capacity.Deployment == Fleet.Capacity.Deployment).Requests.Value.PerSecond;

    private static int Needed(double requests, double rate) => (int)Math.Ceiling(requests / rate);

    /// <summary>A model that nobody sells, so that no other day has other prices.</summary>
    private static Model Unsold { get; } = Model with { Id = "unsold" };

    private static Tokens Count(long count) => Tokens.FromCount(count);

    private static decimal Price(ApiTariff tariff, IReadOnlyList<PastRequests> rows) =>
        new PastApi(tariff, new(Unsold, Workloads.Built)).Of(new(Begin, 1, rows), null, asBatch: false).Dollars;

    private static decimal ByHand(TokenPrices prices, Usd fee, PastRequests row)
    {
        var input = prices.Input.Dollars;
        decimal Cost(Tokens tokens, decimal? price) => (decimal)tokens.Count * (price ?? input) / 1_000_000;
        return Cost(row.Tokens.Input, input) + Cost(row.Tokens.CachedInput, prices.CachedInput?.Dollars) + Cost(row.Tokens.CacheWrite, prices.CacheWrite?.Dollars)
            + Cost(row.Tokens.Output, prices.Output.Dollars) + (fee.Dollars * row.Requests!.Value);
    }
}
