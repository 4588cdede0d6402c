using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Which machines may serve alone, in which zones, and how many stand in each.</summary>
public sealed class MachineSetTests
{
    private static readonly SmallReckoning Plain = SmallReckoning.Plain([3, 1]);

    private static readonly FleetProblem ByZone = Plain.Problem with { SparesBy = SparesBy.Zone };

    [Theory]
    [InlineData(1, 7, "7")]
    [InlineData(2, 7, "4 3")]
    [InlineData(3, 7, "3 2 2")]
    [InlineData(4, 7, "2 2 2 1")]
    [InlineData(4, 2, "1 1 0 0")]
    public void Machines_are_spread_evenly_the_first_zones_having_one_more(int zones, int count, string each)
    {
        var set = new MachineSet("s", [.. Enumerable.Range(1, zones).Select(price => Zone(price, $"z{price}"))]);
        var shares = Enumerable.Range(0, zones).Select(zone => set.ShareOf(zone, count)).ToList();
        Assert.Equal(each, string.Join(' ', shares));
        Assert.Equal(shares.Index().Sum(zone => zone.Item * (zone.Index + 1m)), set.CostOf(count, machine => machine.Price.Dollars));
    }

    [Fact]
    public void Enough_are_left_whichever_zone_is_lost_and_no_more_than_that_takes()
    {
        for (var zones = 2; zones <= 4; zones++)
        {
            var set = new MachineSet("s", [.. Enumerable.Range(1, zones).Select(price => Zone(price, $"z{price}"))]);
            for (var needed = 0; needed < 30; needed++)
            {
                int Left(int all) => all - Enumerable.Range(0, zones).Max(zone => set.ShareOf(zone, all));
                var all = set.WithSpares(needed, 5);
                Assert.True(Left(all) >= needed);
                Assert.True(all == 0 || Left(all - 1) < needed);
            }
        }

        Assert.Equal(12, MachineSet.Of(Zone(1, "z")).WithSpares(7, 5));
        Assert.Equal(int.MaxValue / 2, new MachineSet("s", [Zone(1, "a"), Zone(1, "b")]).WithSpares(int.MaxValue / 2, 0));
    }

    [Fact]
    public void Machines_that_do_not_serve_every_class_serve_none_alone()
    {
        var spot = Zone(1, "z") with { Offer = Zone(1, "z").Offer with { Pricing = Pricing.Spot } };
        var bound = Plain.Problem with { Demand = Plain.Problem.Demand with { Classes = [Plain.Problem.Demand.Classes[0] with { Interruptible = false }] } };
        Assert.Empty(MachineSets.Of(Plain.Problem, [Zone(1, "z") with { Rates = [default] }]));
        Assert.Empty(MachineSets.Of(bound, [spot]));
        Assert.Equal(spot, Assert.Single(MachineSets.Of(Plain.Problem, [spot])).First);
        Assert.Equal("m1", Assert.Single(MachineSets.Of(bound, [Zone(1, "z")])).Name);
    }

    [Fact]
    public void Where_any_zone_may_be_lost_machines_stand_in_the_cheapest_that_fail_apart()
    {
        var sets = MachineSets.Of(ByZone, [Zone(3, "c"), Zone(1, "a"), Zone(2, "a"), Zone(2.5m, "b"), Zone(4, "d"), Zone(5, "e")]).ToList();
        Assert.Equal(["a b", "a b c", "a b c d"], sets.Select(set => string.Join(' ', set.Zones.Select(zone => zone.Offer.Zone))));
        Assert.Equal(["m1, in 2 zones", "m1, in 3 zones", "m1, in 4 zones"], sets.Select(set => set.Name));
        Assert.Empty(MachineSets.Of(ByZone, [Zone(1, "a"), Zone(2, "")]));
    }

    [Fact]
    public void Zones_play_no_part_where_spares_are_counted_by_the_machine_or_an_API_stands_in()
    {
        MachineChoice[] machines = [Zone(2, "a"), Zone(1, "b")];
        Assert.Equal([machines[0], machines[1]], MachineSets.Of(Plain.Problem, machines).Select(set => Assert.Single(set.Zones)));
        Assert.Equal(2, MachineSets.Of(ByZone with { Apis = [Plain.Api] }, machines).Count());
        Assert.Single(MachineSets.Of(ByZone with { Apis = [Plain.Api], ApiIsSpare = false }, machines));
    }

    /// <summary>Machines of one set are the same machines.</summary>
    [Theory]
    [InlineData("seller")]
    [InlineData("instance")]
    [InlineData("pricing")]
    [InlineData("tier")]
    [InlineData("deployment")]
    [InlineData("model")]
    [InlineData("gpus")]
    [InlineData("doubt")]
    public void Other_machines_are_no_other_zone_of_these(string differs)
    {
        var (one, other) = (Zone(1, "a"), Zone(2, "b"));
        Assert.Single(MachineSets.Of(ByZone, [one, other]));
        var fleet = other.Fleet!;
        Assert.Empty(MachineSets.Of(ByZone, [one, differs switch
        {
            "seller" => other with { Offer = other.Offer with { Seller = "other" } },
            "instance" => other with { Offer = other.Offer with { Instance = "other" } },
            "pricing" => other with { Offer = other.Offer with { Pricing = Pricing.Serverless } },
            "tier" => other with { Offer = other.Offer with { Tier = "other" } },
            "deployment" => other with { Deployment = other.Deployment with { Engine = "other" } },
            "model" => other with { Model = SmallReckoning.Model with { Id = "other" } },
            "gpus" => other with { Gpus = 8 },
            _ => other with { Fleet = new(fleet.Offer, fleet.Capacity, 2, fleet.Price, false, fleet.Rules, fleet.Evidence, fleet.Notes) { Doubts = [new Doubt.Uncorroborated("s")] } },
        }]));
    }

    private static MachineChoice Zone(decimal price, string zone) => SmallReckoning.Machine($"m{price:0}", price, [RequestsPerSecond.FromPerSecond(1)], zone);
}
