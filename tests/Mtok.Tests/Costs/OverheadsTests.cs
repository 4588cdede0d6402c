using CsCheck;

namespace Mtok.Tests;

public sealed class OverheadsTests
{
    private static readonly TokenMix Mix = new(Tokens.FromCount(400), Tokens.FromCount(300), Ratio.Zero);

    [Fact]
    public void C5_items_are_what_they_say()
    {
        var overheads = Overheads.None with
        {
            Egress = UsdPerGigabyte.FromDollars(0.09m),
            BytesPerOutputToken = Bytes.FromCount(250),
            Logs = UsdPerGigabyte.FromDollars(0.50m),
            LogBytesPerRequest = Bytes.FromCount(2000),
            LoadBalancer = UsdPerMonth.FromDollars(16.43m),
            Engineer = UsdPerHour.FromDollars(110),
            EngineerTime = Duration.FromHours(40),
        };
        var items = overheads.Of(UsdPerMonth.FromDollars(1000), RequestsPerSecond.FromPerSecond(1), Mix).ToDictionary(item => item.Name, item => (double)item.Cost.Dollars);
        Assert.Equal(730 * 3600 * 300.0 * 250 / 1e9 * 0.09, items["egress"], 1e-6);
        Assert.Equal(730 * 3600 * 2000.0 / 1e9 * 0.50, items["logs"], 1e-6);
        Assert.Equal(4400, items["engineers"], 1e-9);
        Assert.Equal(4, items.Count);
        Assert.Equal(items.Values.Sum(), (double)overheads.Total(UsdPerMonth.FromDollars(1000), RequestsPerSecond.FromPerSecond(1), Mix).Dollars, 1e-6);
    }

    /// <summary>Two requests a second carry 600 output tokens of 250 bytes and 2,000 bytes of logs, over 2,628,000 seconds a month.</summary>
    [Fact]
    public void C5_the_total_is_all_seven_items()
    {
        var overheads = new Overheads(
            Ratio.FromValue(1.4), UsdPerGigabyte.FromDollars(0.09m), Bytes.FromCount(250), UsdPerGigabyte.FromDollars(0.50m), Bytes.FromCount(1000), UsdPerMonth.FromDollars(16.43m), UsdPerMonth.FromDollars(23),
            UsdPerHour.FromDollars(110), Duration.FromHours(40), UsdPerMonth.FromDollars(99));
        var (machines, requests) = (UsdPerMonth.FromDollars(1000), RequestsPerSecond.FromPerSecond(2));
        var items = overheads.Of(machines, requests, Mix);
        Assert.Equal(["flat multiplier 1.4", "egress", "logs", "load balancer", "storage", "engineers", "support"], items.Select(item => item.Name));
        Assert.Equal([400, 35.478m, 2.628m, 16.43m, 23, 4400, 99], items.Select(item => Math.Round(item.Cost.Dollars, 9)));
        Assert.Equal(4976.536m, overheads.Total(machines, requests, Mix).Dollars, 9);
    }

    [Fact]
    public void Items_of_zero_are_left_out()
    {
        var overheads = Overheads.None with { Storage = UsdPerMonth.FromDollars(23) };
        Assert.Equal([new("storage", overheads.Storage)], overheads.Of(UsdPerMonth.FromDollars(1000), RequestsPerSecond.FromPerSecond(1), Mix));
        Assert.Empty(Overheads.None.Of(UsdPerMonth.FromDollars(1000), RequestsPerSecond.FromPerSecond(1), Mix));
    }

    [Fact]
    public void One_multiplier_is_on_machines_alone() =>
        Assert.Equal(400m, (Overheads.None with { Multiplier = Ratio.FromValue(1.4) }).Total(UsdPerMonth.FromDollars(1000), RequestsPerSecond.FromPerSecond(5), Mix).Dollars, 9);
}
