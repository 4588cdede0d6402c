using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>
/// Two thousand options and more of five workloads cost what the documents' formulas make of the rows of the catalog, to nine digits: everything but the
/// throughput of a machine is reckoned apart.
/// </summary>
public sealed class DocumentedBillsTests
{
    private const double Digits = 1e-9;

    private static readonly Dictionary<string, (string File, DocumentedBills.Asked Asked)> All = new(StringComparer.Ordinal)
    {
        ["support-chat"] = (File.ReadAllText(Snapshot.PathOf("examples/support-chat.toml")), new(Business(200_000 / 86_400.0), 400, 300, 0)
        {
            Spares = 1,
            ApiStandsIn = false,
            FtePerModel = 0,
            Fixed = 16.43 + (110 * 40),
            PerRequest = ((0.09 * 250 * 300) + (0.50 * 2000)) / 1e9,
        }),
        ["variable"] = (File.ReadAllText(Snapshot.PathOf("examples/article-high-volume-variable.toml")), new(Spiky(1e9 / 600 / 86_400, 5), 300, 300, 0)
        {
            Multiplier = 1.4,
            FtePerModel = 0,
        }),
        ["steady"] = (File.ReadAllText(Snapshot.PathOf("examples/article-high-volume-steady.toml")), new([1e9 / 600 / 86_400], 300, 300, 0)
        {
            Multiplier = 1.4,
            FtePerModel = 0,
        }),
        ["uneven"] = (Uneven, new(Spiky(20e9 / 600 / 86_400, 2), 300, 300, 0)),
        ["own"] = (Own, new(Spiky(100_000 / 86_400.0, 3), 3000, 500, 0.5)
        {
            Spares = 2,
            ApiStandsIn = false,
            Multiplier = 1.15,
            Dry = 0.12,
            FtePerModel = 0.7,
            FtePerSeller = 0.1,
            Fixed = 20 + 100 + 250 + (90 * 10),
            PerRequest = ((0.08 * 300 * 500) + (0.4 * 3000)) / 1e9,
        }),
    };

    private const string Uneven = """
        models = ["llama-3.3-70b"]
        [traffic]
        tokens_per_day = 20_000_000_000
        shape = "spiky"
        peak_ratio = 2
        [tokens]
        input = 300
        output = 300
        [service_level]
        ttft = "2s"
        tpot = "200ms"
        """;

    private const string Own = """
        models = ["qwen3-32b"]
        [traffic]
        requests_per_day = 100_000
        shape = "spiky"
        peak_ratio = 3
        [tokens]
        input = 3000
        output = 500
        cached_share = 0.5
        [service_level]
        ttft = "5s"
        tpot = "100ms"
        [work]
        interruptible = true
        [allow]
        credible = false
        [fleet]
        spares = 2
        spot_dry = 0.12
        [people]
        fte_per_model = 0.7
        fte_per_seller = 0.1
        [overheads]
        multiplier = 1.15
        egress = "$0.08/GB"
        bytes_per_output_token = 300
        logs = "$0.4/GB"
        log_bytes_per_request = 3000
        load_balancer = "$20/month"
        storage = "$100/month"
        support = "$250/month"
        engineer = "$90/h"
        engineer_time = "10h"
        [[owned]]
        name = "mine"
        accelerator = "h100-sxm"
        gpus = 8
        price = "$250000"
        life_years = 4
        residual_share = "10%"
        cost_of_capital = "9%"
        power = "9 kW"
        pue = 1.3
        electricity = "$0.11/kWh"
        colocation_per_kilowatt = "$120/month"
        support_share = "2%"
        """;

    [Fact]
    public void Two_thousand_options_cost_what_the_documents_say()
    {
        var (compared, kinds, wrong) = (0, new SortedDictionary<OptionKind, int>(), new List<string>());
        foreach (var (name, (text, asked)) in All)
        {
            var workload = Workloads.Read(text);
            var bills = new DocumentedBills(asked);
            foreach (var option in Decision.For(workload, Workloads.Built, Workloads.Capacity).Options.Where(option => option.Feasible))
            {
                var documented = Of(bills, option);
                if (double.IsNaN(documented))
                {
                    continue;
                }

                compared++;
                kinds[option.Kind] = kinds.GetValueOrDefault(option.Kind) + 1;
                var bill = (double)option.Cost!.Bill.Value.Dollars;
                if (Math.Abs(bill - documented) > Digits * documented)
                {
                    wrong.Add($"{name}, {option.Name}: {bill}, by the documents {documented}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}: {string.Join("; ", wrong.Take(5))}");
        Assert.True(compared >= 2000, $"{compared} compared: {string.Join(", ", kinds)}");
        Assert.Equal([OptionKind.Api, OptionKind.OnDemand, OptionKind.Reserved, OptionKind.Spot, OptionKind.Owned, OptionKind.Mixed], kinds.Keys.Order());
    }

    /// <summary>What the documents make of an option; not a number where its prices are those of tiers, hours of the day, or several rows of one day.</summary>
    private static double Of(DocumentedBills bills, RankedOption option)
    {
        if (option.Provisioned is not null || option.Tokens?.Parts.Count > 1)
        {
            return double.NaN;
        }

        var api = option.Api?.Base;
        if (option.Machines?.First is not { } machine)
        {
            return bills.Api(api!.Provider, api.ModelId, api.Provenance.AsOf.ToString());
        }

        var (perHour, rate) = (PerHour(bills, machine), machine.Rates[0].PerSecond);
        return api is not null ? bills.Mixed(perHour, rate, machine.Most, api.Provider, api.ModelId, api.Provenance.AsOf.ToString())
            : option.Fleet!.ByTheHour ? bills.ByTheHour(perHour, rate, machine.Offer.Pricing == Pricing.Owned ? "" : machine.Offer.Seller)
            : bills.AllMonth(perHour, rate);
    }

    private static double PerHour(DocumentedBills bills, MachineChoice machine)
    {
        var offer = machine.Offer;
        double Row(string pricing, string instance, string region, AsOf asOf) => DocumentedBills.Price(offer.Seller, instance, pricing, region, offer.Tier, asOf.ToString(), machine.Gpus);
        return offer switch
        {
            { Pricing: Pricing.Owned, Instance: "mine" } => DocumentedBills.Owned(250_000, 0.1, 4, 0.09, 9, 1.3, 0.11, 120, 0.02),
            { Pricing: Pricing.Owned } => DocumentedBills.Owned(325_000, 0.15, 5, 0.08, 10.2, 1.54, 0.1437, 200, 0.03),
            { Pricing: Pricing.Spot } when machine.Spot is { } spot => bills.Spot(
                Row("spot", offer.Instance, offer.Region, offer.Provenance.AsOf),
                spot.Fallback is { } instead ? (double)instead.Price.Dollars : Row("spot", offer.Instance, offer.Region, offer.Provenance.AsOf),
                spot.Interrupted.Value),
            _ => Row(Offer.PricingWords.First(word => word.Value == offer.Pricing).Key, offer.Instance, offer.Region, offer.Provenance.AsOf),
        };
    }

    /// <summary>A week with full demand from 9 to 17 on working days and a tenth of it else.</summary>
    private static double[] Business(double mean)
    {
        double[] hours = [.. Enumerable.Range(0, 168).Select(hour => hour < 120 && hour % 24 is >= 9 and < 17 ? 1 : 0.1)];
        return [.. hours.Select(hour => hour * mean / hours.Average())];
    }

    /// <summary>A day with one busy hour.</summary>
    private static double[] Spiky(double mean, double peak) => [peak * mean, .. Enumerable.Repeat((24 - peak) / 23 * mean, 23)];
}
