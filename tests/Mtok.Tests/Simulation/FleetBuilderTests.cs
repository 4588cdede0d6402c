using Mtok.Simulation;

namespace Mtok.Tests;

/// <summary>A fleet made of a request, without a command line.</summary>
public sealed class FleetBuilderTests
{
    private static readonly Capacities Capacity = new(CatalogReader.Load(null, new Problems())!);
    private static readonly SimulationRequest Plain = new() { Model = "llama-3.1-8b", Accelerator = "h100-sxm" };

    public static TheoryData<string> Ranged => [.. Requests.Ranges(typeof(SimulationRequest)).Select(one => one.Property.Name)];

    [Fact]
    public void Names_alone_make_a_fleet_with_its_evidence()
    {
        var built = Build(Plain, out var problems);
        Assert.Empty(problems.All);
        var group = Assert.Single(built.Fleet!.Groups);
        Assert.Equal((1, FleetRules.UsualProvision, FleetRules.UsualLoad), (group.Count, group.Provision, group.Load));
        Assert.Equal(3, built.Notes.Count);
    }

    [Fact]
    public void Start_up_takes_as_long_as_in_a_workload() =>
        Assert.Equal((FleetRules.DefaultFor(ServiceLevel.None).Provision, FleetRules.DefaultFor(ServiceLevel.None).Load), (Plain.Provision, Plain.Load));

    [Theory]
    [MemberData(nameof(Ranged))]
    public void A_value_outside_its_range_is_a_problem_at_its_key(string name)
    {
        var (property, range) = Requests.Ranges(typeof(SimulationRequest)).Single(one => one.Property.Name == name);
        foreach (var value in Requests.Beyond(range))
        {
            Assert.Null(Build(Requests.With(Plain, property, value), out var problems).Fleet);
            Assert.Contains(problems.All, problem => problem.Rule == "out-of-range" && problem.Where.File == new RequestProblems(problems).NameOf(name));
        }
    }

    [Fact]
    public void All_that_is_wrong_is_reported_at_once_by_json_key()
    {
        Build(new() { Model = "llama-3.1-8", Accelerator = "h100-sx", Engine = "vlm", MaxSequences = 11, MaxBatchedTokens = 10, Overflow = "nobody", Scale = new(9, 1), Also = [new("l40s", 0, 1)], Seller = "awss" }, out var problems);
        Assert.Equal(["accelerator", "also", "engine", "max_batched_tokens", "model", "overflow", "scale", "seller"], problems.All.Select(problem => problem.Where.ToString()));
    }

    [Fact]
    public void What_cannot_be_modelled_says_why_and_is_no_problem()
    {
        var built = Build(new() { Model = "llama-2-70b", Accelerator = "h100-sxm", Precision = "bf16" }, out var problems);
        Assert.Empty(problems.All);
        Assert.Null(built.Fleet);
        Assert.Contains("does not fit", built.WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("l40s:1:4", "l40s:1:4")]
    [InlineData("l40s:0:4", null)]
    [InlineData("l40s:1", null)]
    [InlineData("l40s:1:10001", null)]
    [InlineData(null, null)]
    public void More_replicas_are_written_in_one_word(string? text, string? read)
    {
        Assert.Equal(read is not null, MoreReplicas.TryParse(text, out var value));
        Assert.Equal(read, value?.ToString());
    }

    [Theory]
    [InlineData("a=batch", true, null, true)]
    [InlineData("a=batch:1h", true, 3600.0, true)]
    [InlineData("a=interactive", false, null, false)]
    [InlineData("a=interactive:0s", null, null, false)]
    [InlineData("a=slow", null, null, false)]
    [InlineData("a=batch,ttft=x", null, null, false)]
    public void A_class_is_written_in_one_word(string text, bool? isBatch, double? deadline, bool none)
    {
        Assert.Equal(isBatch is not null, PromisedClass.TryParse(text, out var value));
        Assert.Equal((isBatch, deadline), (value?.IsBatch, value?.Deadline?.Seconds));
        Assert.Equal(none, value?.Under(new(Duration.FromSeconds(1), null)).Level == ServiceLevel.None);
    }

    [Theory]
    [InlineData("""{"metadata":{"gap_seconds":60},"data":[1,2]}""", 2)]
    [InlineData("""{"metadata":{"gap_seconds":0},"data":[1,2]}""", null)]
    [InlineData("""{"data":[1,2]}""", null)]
    [InlineData("not JSON", null)]
    public void A_spot_trace_is_read_or_refused(string text, int? ticks) => Assert.Equal(ticks, SpotCapacity.Parse(text)?.Launchable.Count);

    private static BuiltFleet Build(SimulationRequest request, out Problems problems)
    {
        problems = new();
        return FleetBuilder.Build(request, null, Capacity, new(problems));
    }
}
