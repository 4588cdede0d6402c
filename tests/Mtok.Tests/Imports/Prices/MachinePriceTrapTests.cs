using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Machine prices that a file states in a way that makes them wrong: each is read right, or left out with its reason.</summary>
public sealed class MachinePriceTrapTests
{
    private const string SkyPilot = "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Price,SpotPrice,Region,AvailabilityZone\n";

    private static readonly int[] Sizes = [1, 2, 4, 8];

    [Fact]
    public void Machines_of_every_size_at_one_price_are_priced_by_the_accelerator()
    {
        var import = Csv(string.Concat(Sizes.Select(gpus => $"{gpus}x_H100-SXM_SECURE,16,128,H100-SXM,{gpus},,2.99,1.5,US,\n")));
        Assert.Equal([2.99m, 5.98m, 11.96m, 23.92m], Of(import, Pricing.OnDemand));
        Assert.Equal([1.5m, 3m, 6m, 12m], Of(import, Pricing.Spot));
        Assert.Equal(6, PriceFixtures.Noted(import, "price-of-one-gpu"));
    }

    [Fact]
    public void Without_a_machine_of_one_it_is_not_known_of_how_many_the_one_price_is()
    {
        var import = Csv("2x_H100-SXM,16,128,H100-SXM,2,,2.99,,US,\n8x_H100-SXM,16,128,H100-SXM,8,,2.99,,US,\n");
        Assert.Empty(import.Offers);
        Assert.Equal(2, PriceFixtures.Dropped(import, "price-of-one-gpu"));
    }

    [Fact]
    public void Machines_of_one_size_and_of_different_prices_keep_theirs()
    {
        var import = Csv("1x_H100-SXM,16,128,H100-SXM,1,,2.99,,US,\n1x_H100-SXM_B,16,128,H100-SXM,1,,2.99,,US,\n8x_H100-SXM,16,128,H100-SXM,8,,23.92,,US,\n");
        Assert.Equal([2.99m, 2.99m, 23.92m], Of(import, Pricing.OnDemand));
    }

    [Theory]
    [InlineData("80")]
    [InlineData("80.0")]
    [InlineData("81920")]
    public void Gibibytes_under_the_name_of_mebibytes_are_gibibytes(string size)
    {
        var import = Csv($"1x_H100_SXM,16,128,H100-SXM,1,\"{{'Gpus': [{{'Name': 'H100-SXM', 'MemoryInfo': {{'SizeInMiB': {size}}}}}]}}\",2.99,,US,\n");
        Assert.Equal(["h100-sxm"], import.Offers.Select(offer => offer.AcceleratorId));
    }

    [Fact]
    public void A_form_that_only_the_information_states_is_not_taken_for_another()
    {
        var import = Csv("1x_H100,16,128,H100,1,\"{'Gpus': [{'Name': 'NVIDIA H100 PCIe', 'MemoryInfo': {'SizeInMiB': 81920}}]}\",1.99,,US,\n");
        Assert.Equal(["h100-pcie"], import.Offers.Select(offer => offer.AcceleratorId));
    }

    [Fact]
    public void A_device_without_form_beside_its_SXM_form_is_left_out()
    {
        var import = Csv("1x_H100,16,128,H100,1,,1.99,,US,\n1x_H100-SXM,16,128,H100-SXM,1,,2.99,,US,\n1x_L4,16,128,L4,1,,0.5,,US,\n");
        Assert.Equal(["1x_H100-SXM", "1x_L4"], import.Offers.Select(offer => offer.Instance).Order());
        Assert.Equal(1, PriceFixtures.Dropped(import, "open-form"));
        Assert.Single(Csv("1x_H100,16,128,H100,1,,1.99,,US,\n").Offers);
    }

    [Fact]
    public void On_demand_at_the_spot_price_far_below_every_seller_is_a_bid_floor()
    {
        var import = Csv("1x_H100-SXM,16,128,H100-SXM,1,,0.6,0.6,US,\n8x_H100-SXM,16,128,H100-SXM,8,,24,24,US,\n");
        Assert.Equal([24m], Of(import, Pricing.OnDemand));
        Assert.Equal([0.6m, 24m], Of(import, Pricing.Spot));
        Assert.Equal(1, PriceFixtures.Dropped(import, "bid-floor"));
    }

    [Fact]
    public void Of_two_prices_of_one_meter_the_one_in_force_counts()
    {
        var import = Azure(
            Meter("98.32", "2023-01-01", "\"effectiveEndDate\": \"2026-03-31T00:00:00Z\","), Meter("89.5", "2026-04-01"), Meter("120", "2030-01-01"));
        Assert.Equal(
            ["98.32 2023-01-01 2026-03-31 ", "89.5 2026-04-01  ", "120 2030-01-01  2026-08-20"],
            import.Offers.Select(offer => $"{offer.Price.Dollars} {offer.Provenance.Since} {offer.Provenance.Until} {offer.Provenance.Announced}"));
        Assert.Equal([89.5m], import.Offers.Where(offer => offer.Provenance.IsInForce(null)).Select(offer => offer.Price.Dollars));
    }

    [Fact]
    public void A_savings_plan_is_priced_by_the_hour_and_another_term_is_counted()
    {
        var import = Azure(Meter("98.32", "2023-01-01", """
            "savingsPlan": [{ "unitPrice": 54.1, "retailPrice": 54.1, "term": "3 Years" }, { "retailPrice": 73.7, "term": "1 Year" }, { "retailPrice": 9, "term": "2 Years" }],
            """));
        Assert.Equal(
            ["OnDemand  98.32", "ReservedThreeYears savings_plan 54.1", "ReservedOneYear savings_plan 73.7"],
            import.Offers.Select(offer => $"{offer.Pricing} {offer.Tier} {offer.Price.Dollars}"));
        Assert.Equal(1, PriceFixtures.Dropped(import, "other-term"));
    }

    [Theory]
    [InlineData("1 Year", Pricing.ReservedOneYear, 8760)]
    [InlineData("3 Years", Pricing.ReservedThreeYears, 3 * 8760)]
    [InlineData("5 Years", Pricing.ReservedFiveYears, 5 * 8760)]
    public void A_reservation_is_spread_over_the_hours_of_its_term(string term, Pricing pricing, int hours)
    {
        var import = Azure(Meter((hours * 40).ToString(System.Globalization.CultureInfo.InvariantCulture), "2023-01-01", $"\"reservationTerm\": \"{term}\",", "Reservation"));
        Assert.Equal((pricing, 40m), Assert.Single(import.Offers.Select(offer => (offer.Pricing, offer.Price.Dollars))));
    }

    private static IEnumerable<decimal> Of(PriceImport import, Pricing pricing) =>
        import.Offers.Where(offer => offer.Pricing == pricing).Select(offer => offer.Price.Dollars);

    private static PriceImport Csv(string rows) => Read("skypilot.csv", SkyPilot + rows);

    private static PriceImport Azure(params string[] items) =>
        Read("azure-retail.json", $$"""{ "BillingCurrency": "USD", "Items": [{{string.Join(",", items)}}] }""");

    private static string Meter(string price, string start, string more = "", string type = "Consumption") => $$"""
        { "currencyCode": "USD", "retailPrice": {{price}}, "armRegionName": "eastus", "effectiveStartDate": "{{start}}T00:00:00Z", {{more}}
          "meterName": "ND96isr H100 v5", "productName": "NDsrH100v5 Series Linux", "serviceName": "Virtual Machines", "unitOfMeasure": "1 Hour",
          "type": "{{type}}", "armSkuName": "Standard_ND96isr_H100_v5" }
        """;

    private static PriceImport Read(string name, string text)
    {
        var (import, problems) = PriceFixtures.ReadText(name, text);
        Assert.True(import is not null, string.Join("\n", problems.All));
        return import;
    }
}
