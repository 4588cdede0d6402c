using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Machines of which engines refuse the only size that fits serve nothing, for that reason.</summary>
public sealed class RefusedTests
{
    [Fact]
    public void A_decision_says_that_engines_refuse_the_only_size_that_fits()
    {
        var decision = Decision.For(Of("qwen3-235b-a22b"), Catalog, new(Catalog));
        Assert.Null(decision.Recommended);
        Assert.Empty(decision.Flips);
        var option = Assert.Single(decision.Options);
        Assert.False(option.Feasible);
        Assert.Contains("engines refuse qwen3-235b-a22b on 8 devices: its fp8 weights have blocks of 128", $"{option.Refusal}", StringComparison.Ordinal);
    }

    /// <summary>Of a network that another size serves, the refused size is no obstacle.</summary>
    [Fact]
    public void A_decision_runs_smaller_replicas_where_the_whole_machine_is_refused()
    {
        var best = Decision.For(Of("qwen2.5-7b"), Catalog, new(Catalog)).Recommended;
        Assert.InRange(best!.Fleet!.Capacity.Deployment.Gpus, 1, 4);
    }

    [Theory]
    [InlineData("qwen3-235b-a22b", true)]
    [InlineData("qwen2.5-7b", false)]
    public void Capacity_lists_a_refused_size_only_where_no_other_serves(string model, bool listed)
    {
        var found = RequestedCapacity.Of(
            CapacityRequest.Default with { Model = model, Accelerator = "l40s" }, Workloads.Capacity, new(new(), name => name))!;
        Assert.Equal(listed, found.Answers.Any(answer => answer.Sources[0].Contains("engines refuse", StringComparison.Ordinal)));
    }

    private static Catalog Catalog { get; } = CatalogText.Read(new(), CatalogText.Offers("m,l40s,8,home,on_demand,10,,2026-11-01,me\n"));

    private static Workload Of(string model) =>
        Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with
        {
            Models = [Catalog.FindModel(model)!],
            Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand], Providers = ["acme"], OnlyCredible = false },
        };
}
