using Mtok.Planning;

namespace Mtok.Tests;

public sealed class ConfidenceTests
{
    private static readonly ApiTariff Tariff = ApiTariff.From(Workloads.Built.ApisFor(Workloads.Built.FindModel("llama-3.3-70b")!)).First(tariff => tariff.Base.Provider == "nscale");

    private static readonly Workload Load = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.Steady, ServiceLevel.None);

    [Fact]
    public void A_mix_that_wins_loses_draws_as_its_throughput_gets_uncertain()
    {
        var (sure, unsure, worse) = (Stays(Mix(1), Api), Stays(Mix(1.3), Api), Stays(Mix(2), Api));
        Assert.Equal(1, sure.Stays.Value);
        Assert.Null(sure.Rival);
        Assert.True(worse.Stays < unsure.Stays || worse.Regret > unsure.Regret);
        Assert.True(worse.Stays.Value is > 0.3 and < 1);
        Assert.Equal("api", worse.Rival);
        Assert.True(worse.Regret > default(UsdPerMonth));
    }

    [Fact]
    public void A_mix_and_a_fleet_of_one_deployment_share_their_draw_and_others_do_not()
    {
        var fleet = Workloads.FleetOf(3, 6, 12, "engine");
        Contender At(string name, Fleet of, double factor) => Contender.Machines(name, of, throughput => (decimal)(1000 * factor / throughput.Value));
        Assert.Equal(1, Stays(At("mix", fleet, 1), At("fleet", fleet, 1.01)).Stays.Value);
        Assert.InRange(Stays(At("mix", fleet, 1), At("fleet", Workloads.FleetOf(3, 6, 12, "another"), 1.01)).Stays.Value, 0.45, 0.55);
    }

    /// <summary>Log-normal on both sides: at a cost of 1 / throughput the API at the 95th percentile's cost wins one draw in twenty.</summary>
    [Fact]
    public void One_draw_in_twenty_is_past_each_end_of_the_interval()
    {
        var winner = Contender.Machines("machines", Workloads.FleetOf(4, 6, 7, "engine"), throughput => (decimal)(1000 / throughput.Value));
        var answer = Stays(winner, Contender.Api("api", 1500));
        Assert.Equal(10_000, answer.Draws);
        Assert.InRange(answer.Stays.Value, 0.93, 0.97);
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer_and_compare_says_it_too()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None);
        var (first, second) = (Comparison.For(workload, Ratio.One, Workloads.Built, Workloads.Capacity), Comparison.For(workload, Ratio.One, Workloads.Built, Workloads.Capacity));
        Assert.Equal(first.Confidence, second.Confidence);
        Assert.Equal(10_000, first.Confidence!.Draws);
        Assert.True(first.Confidence.Stays > Ratio.Zero);
    }

    private static Contender Api => Contender.Api("api", Workloads.WaysOf(Load, [], Tariff).Apis[0].Cost!.Bill.Value.Dollars);

    private static Contender Mix(double spread)
    {
        var fleet = Workloads.FleetOf(9.3 / spread, 9.3, 9.3 * spread, "engine");
        var (option, reckoning) = (Workloads.MixOf(Load, fleet, Tariff), Workloads.WaysOf(Load, [fleet], Tariff).Reckoning);
        return Contender.Machines("mix", option.Fleet!, throughput => reckoning.BillOf(option, 1, throughput.Value));
    }

    private static Confidence<UsdPerMonth> Stays(params Contender[] contenders) => Confidence.Of(contenders, UsdPerMonth.FromDollars, 1);
}
