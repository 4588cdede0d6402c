using CsCheck;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Provisioned throughput: read, sized, priced, ranked, compared and broken even.</summary>
public sealed class ProvisionedTests
{
    private const string Header =
        "model,provider_model,unit,usd_per_unit_hour,term,input_tokens_per_minute,cached_input_tokens_per_minute,output_tokens_per_minute,limits,minimum_units,increment,region,as_of,source\n";

    private const string Row = "llama-3.3-70b,llama-70b,PTU,{0},hourly,3000,,1000,shared,5,5,,2026-11-01,test\n";

    /// <summary>Any price and any traffic: the bill is that of whole units for the busiest hour, computed here from plain numbers.</summary>
    [Theory]
    [InlineData(true, true, 7, 3)]
    [InlineData(true, false, 1, 1)]
    [InlineData(false, true, 40, 10)]
    [InlineData(false, false, 2, 5)]
    public void Decide_prices_whole_units_for_the_busiest_hour(bool isShared, bool hasCachedRate, int least, int increment)
    {
        var catalog = Catalog($"llama-3.3-70b,llama-70b,PTU,1.5,hourly,30000,{(hasCachedRate ? "90000" : "")},8000,{(isShared ? "shared" : "separate")},{least},{increment},,2026-11-01,test\n");
        var capacities = new Capacities(catalog);
        Gen.Select(Gen.Double[0.001, 50], Gen.Int[1, 4000], Gen.Int[1, 2000], Gen.Double[0, 0.95], Gen.Double[1, 5]).Sample((rate, input, output, cached, peak) =>
        {
            var shape = peak > 1.05 ? HourlyShape.Spiky(Ratio.FromValue(peak)) : HourlyShape.Steady;
            var load = Load(rate, input, output, cached, shape) with { Allowed = Allowed.All with { Kinds = [OptionKind.Provisioned] } };
            var option = Assert.Single(Decision.For(load, catalog, capacities).Options);
            var busiest = rate * (peak > 1.05 ? peak : 1) * 60;
            var fresh = busiest * input * (1 - (hasCachedRate ? cached : 0)) / 30000;
            var reused = hasCachedRate ? busiest * input * cached / 90000 : 0;
            var answers = busiest * output / 8000;
            var needed = isShared ? fresh + reused + answers : new[] { fresh, reused, answers }.Max();
            var units = least;
            while (units < needed - 1e-6)
            {
                units += increment;
            }

            Assert.Equal(units * 1.5 * 730, (double)option.Cost!.Bill.Value.Dollars, 1e-6 * units * 1.5 * 730);
            Assert.Equal(units, option.Cost.Machines);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void The_cheapest_way_may_be_provisioned_and_the_answer_says_how_many_units()
    {
        var decision = Of(Catalog(Rows("0.01")), Load(1, 300, 200, 0, HourlyShape.Steady));
        Assert.Equal(OptionKind.Provisioned, decision.Recommended!.Kind);
        Assert.Contains("Buy provisioned throughput: acme provisioned llama-70b hourly, 20 units", string.Join("\n", DecisionReport.Of(decision, 3).Blocks.OfType<Block.Line>().Select(line => line.Text)), StringComparison.Ordinal);
        Assert.Equal(OptionKind.Provisioned, Of(Catalog(Rows("0.01")), Load(1, 300, 200, 0, HourlyShape.Steady)).BestOfEachKind.First().Kind);
        Assert.NotEqual(OptionKind.Provisioned, Of(Catalog(Rows("100")), Load(1, 300, 200, 0, HourlyShape.Steady)).Recommended!.Kind);
    }

    [Fact]
    public void What_is_not_allowed_is_not_offered()
    {
        var catalog = Catalog("llama-3.3-70b,llama-70b,PTU,0.01,1y,3000,,1000,shared,5,5,eu-west,2026-11-01,test\n");
        var load = Load(1, 300, 200, 0, HourlyShape.Steady);
        IEnumerable<RankedOption> Offered(Allowed allowed) => Of(catalog, load with { Allowed = allowed }).Options.Where(option => option.Kind == OptionKind.Provisioned);
        Assert.True(Assert.Single(Offered(Allowed.All)).Feasible);
        Assert.Empty(Offered(Allowed.All with { LongestCommitment = default }));
        Assert.Empty(Offered(Allowed.All with { Kinds = [OptionKind.Api] }));
        Assert.Empty(Offered(Allowed.All with { ExcludedProviders = ["acme"] }));
        Assert.IsType<Refusal.PlaceUnknown>(Assert.Single(Offered(Allowed.All with { Regions = ["us"] })).Refusal);
        Assert.IsType<Refusal.OutsideRegions>(Assert.Single(Offered(Allowed.All with { Regions = ["us-"] })).Refusal);
    }

    [Fact]
    public void Compare_gives_the_price_of_a_unit_at_a_utilisation()
    {
        var load = Load(1, 300, 200, 0, HourlyShape.Steady);
        var comparison = Comparison.For(load, Ratio.FromPercent(50), Catalog(Rows("2")), new Capacities(Catalog(Rows("2"))));
        var option = Assert.Single(comparison.Options, option => option.Kind == OptionKind.Provisioned);

        // 300/3000 + 200/1000 of a unit-minute a request: 200 requests an hour and unit, 500 tokens each, half used.
        Assert.Equal(2 / (200 * 500 / 1e6) / 0.5, (double)option.PerMtok.Value.Dollars, 1e-9);
    }

    /// <summary>Past the volume, units for any volume cost less than the API; just below it, more.</summary>
    [Fact]
    public void The_break_even_volume_counts_the_fewest_units_that_are_sold() =>
        Gen.Select(Gen.Double[0.05, 3], Gen.Int[1, 60], Gen.Int[1, 12], Gen.Double[0.5, 20]).Sample((price, least, increment, api) =>
        {
            var sold = Price(price, least, increment);
            var perUnit = Tokens.FromCount(50e6);
            var asked = UsdPerMtok.FromDollars((decimal)api);
            if (Math.Abs((50 * api) - (730 * price)) < 1)
            {
                // Alike to a dollar a month: the volume is a matter of rounding.
                return true;
            }

            double Units(double volume) => least + (Math.Max(0, Math.Ceiling(((volume / 50e6) - least) / increment - 1e-9)) * increment);
            bool IsCheaper(double volume) => Units(volume) * (double)sold.Price.Dollars * 730 <= (volume / 1e6 * (double)asked.Dollars) + 1e-6;
            if (ProvisionedThroughput.BreakEvenVolume(sold, perUnit, asked) is not { } found)
            {
                return (double)sold.Price.Dollars * 730 >= 50 * (double)asked.Dollars - 1e-6;
            }

            // Just below, but with as many units: the step before may be a millionth away.
            var fewer = Units(found.Count) > least ? (Units(found.Count) - increment) * 50e6 : 0;
            var below = Math.Max(found.Count * (1 - 1e-6), (found.Count + fewer) / 2);
            return Enumerable.Range(0, 400).All(step => IsCheaper((found.Count * (1 + 1e-9)) + (step * 7.3e6))) && !IsCheaper(below);
        }, iter: 300, threads: 1);

    [Fact]
    public void Break_even_lists_it_beside_machines()
    {
        var load = Load(1, 300, 200, 0, HourlyShape.Steady);
        var answer = ProvedBreakEven.Staircase(load, new Capacities(Catalog(Rows("0.01"))));
        Assert.NotNull(Assert.Single(answer.Provisioned).Volume);
        Assert.Contains("Provisioned throughput", string.Join("\n", PriceReports.BreakEvenStaircase(answer, 5).Blocks.OfType<Block.Rows>().Select(rows => rows.Table.Title)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_says_that_it_does_not_choose_it()
    {
        var load = Load(1, 300, 200, 0, HourlyShape.Steady);
        var catalog = Catalog(Rows("0.01"));
        Assert.Equal(["acme provisioned llama-70b hourly"], PlanChoices.For(load, Demand.Of(load, 168, 6), catalog, new Capacities(catalog)).NotPlanned);
        Assert.Empty(PlanChoices.For(load, Demand.Of(load, 168, 6), Workloads.Built, Workloads.Capacity).NotPlanned);
    }

    [Theory]
    [InlineData("llama-3.3-70b,x,PTU,0,hourly,3000,,1000,shared,5,5,,2026-11-01,t", "implausible-price")]
    [InlineData("llama-3.3-70b,x,PTU,1,2 weeks,3000,,1000,shared,5,5,,2026-11-01,t", "unknown-word")]
    [InlineData("llama-3.3-70b,x,PTU,1,1y,,,1000,shared,5,5,,2026-11-01,t", "missing-value")]
    [InlineData("llama-3.3-70b,x,PTU,1,1y,3000,,1000,both,5,5,,2026-11-01,t", "unknown-word")]
    [InlineData("no-such-model,x,PTU,1,1y,3000,,1000,shared,5,5,,2026-11-01,t", "unknown-model")]
    public void A_row_that_does_not_tell_the_price_of_a_unit_is_an_error(string row, string rule) =>
        Assert.Equal(rule, Assert.Single(CatalogText.Lint(File(row + "\n"))).Rule);

    [Fact]
    public void The_example_of_the_documents_is_a_catalog()
    {
        var page = System.IO.File.ReadAllText(Snapshot.PathOf("docs/catalog.md")).ReplaceLineEndings("\n");
        var example = page.Split("```csv\nmodel,provider_model,unit")[1].Split("```")[0];
        Assert.Empty(CatalogText.Lint(new CatalogFile("provisioned.csv", "acme", "my/provisioned/acme.csv", "model,provider_model,unit" + example)));
    }

    [Fact]
    public void The_row_seen_last_is_todays_price()
    {
        var catalog = Catalog(Rows("2") + Rows("3").Replace("2026-11-01", "2026-11-20", StringComparison.Ordinal));
        Assert.Equal(3m, Assert.Single(catalog.ProvisionedFor(Workloads.Built.FindModel("llama-3.3-70b")!)).Price.Dollars);
    }

    private static string Rows(string price) => Row.Replace("{0}", price, StringComparison.Ordinal);

    private static CatalogFile File(string rows) => new("provisioned.csv", "acme", "my/provisioned/acme.csv", Header + rows);

    private static Catalog Catalog(string rows) => CatalogText.Read(new(), File(rows));

    private static Decision Of(Catalog catalog, Workload workload) => Decision.For(workload, catalog, new Capacities(catalog));

    private static ProvisionedPrice Price(double dollars, int least, int increment) => new(
        "acme", "m", "m", "unit", UsdPerHour.FromDollars((decimal)dollars), default,
        new(TokensPerSecond.FromPerSecond(1), null, TokensPerSecond.FromPerSecond(1), UnitLimits.Shared), least, increment, "", new(AsOf.Undated, "", new("", 0, 0)));

    private static Workload Load(double rate, int input, int output, double cached, HourlyShape shape)
    {
        var load = Workloads.Of(RequestsPerSecond.FromPerSecond(rate), shape, ServiceLevel.None);
        return load with { Mix = new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.FromValue(cached)) };
    }
}
