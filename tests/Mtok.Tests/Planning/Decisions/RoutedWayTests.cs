using Mtok.Planning;

namespace Mtok.Tests;

public sealed class RoutedWayTests
{
    private static readonly DateOnly Day = new(2026, 11, 28);

    /// <summary>A4: both sides in their cheapest ways, the work of one seller counted once.</summary>
    [Fact]
    public void Each_side_is_served_in_its_cheapest_way()
    {
        var workload = Of(0.7);
        var way = Decision.For(workload, Workloads.Built, Workloads.Capacity, Day).Routed!;
        RankedOption Alone(string model, double share) => Decision.For(
            workload with { Routing = null, Models = [Workloads.Built.FindModel(model)!], Traffic = workload.Traffic with { Mean = workload.Traffic.Mean * Ratio.FromValue(share) } },
            Workloads.Built, Workloads.Capacity, Day).Recommended!;
        var (routed, rest) = (Alone("llama-3.1-8b", 0.7), Alone("llama-3.3-70b", 1 - 0.7));
        Assert.Equal(routed.Name, way.Routed.Name);
        Assert.Equal(rest.Name, way.Rest.Name);
        var shared = routed.Provider == rest.Provider ? workload.People.OfSeller : default;
        Assert.Equal((double)(routed.Cost!.Bill.Value + rest.Cost!.Bill.Value - shared).Dollars, (double)way.Bill.Dollars, 1e-6);
    }

    [Fact]
    public void A_budget_and_a_quota_hold_for_both_sides_together()
    {
        var workload = Of(0.5) with { Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand] } };
        var way = Decision.For(workload, Workloads.Built, Workloads.Capacity, Day).Routed!;
        var gpus = (way.Routed.Cost!.Machines * way.Routed.Fleet!.MachineGpus) + (way.Rest.Cost!.Machines * way.Rest.Fleet!.MachineGpus);
        RoutedWay? Within(PlanRules rules) => RoutedWay.Of(workload with { Plan = rules }, side => side.Models[0].Id == "llama-3.1-8b" ? way.Routed : way.Rest);
        Assert.NotNull(Within(PlanRules.None with { Budget = way.Bill, Quotas = [new(gpus, "", "", "")] }));
        Assert.Null(Within(PlanRules.None with { Budget = way.Bill * Ratio.FromPercent(99) }));
        Assert.Null(Within(PlanRules.None with { Quotas = [new(gpus - 1, "", "", "")] }));
    }

    [Theory]
    [InlineData("model = \"llama-3.3-70b\"\nshare = 0.5", "is one of \"models\"")]
    [InlineData("model = \"lama-3.1-8b\"\nshare = 0.5", "unknown model")]
    [InlineData("model = \"llama-3.1-8b\"\nshare = 1.5", "share")]
    [InlineData("share = 0.5", "\"model\"")]
    public void A_table_that_cannot_be_meant_is_an_error_of_its_line(string table, string expected)
    {
        var problems = new Problems();
        var text = $"models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 1000\n[tokens]\ninput = 100\noutput = 10\n[routing]\n{table}\n";
        Assert.Null(new WorkloadReader(Workloads.Built, problems).Read(TomlTable.Parse("w.toml", text, problems)!, "w.toml"));
        Assert.Contains(problems.All, problem => problem.ToString().Contains(expected, StringComparison.Ordinal) && problem.ToString().StartsWith("w.toml:", StringComparison.Ordinal));
    }

    private static Workload Of(double share) =>
        Workloads.Of(RequestsPerSecond.FromPerSecond(5), HourlyShape.Steady, ServiceLevel.None) with
        {
            People = People.Usual(Workloads.Built.OtherCosts),
            Routing = new(Workloads.Built.FindModel("llama-3.1-8b")!, Ratio.FromValue(share), new("", 0, 0)),
        };
}
