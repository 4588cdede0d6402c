using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Traffic generated for a workload has the workload's figures, and the rest of its profile.</summary>
public sealed class WorkloadTrafficTests
{
    private const double RequestsPerDay = 200_000;

    private static readonly Catalog Catalog = Workloads.Built;
    private static readonly TrafficProfile Usual = Catalog.FindProfile(WorkloadTraffic.UsualProfile)!;

    public static TheoryData<string, double, double> Mixes
    {
        get
        {
            var data = new TheoryData<string, double, double>();
            foreach (var profile in Catalog.Profiles)
            {
                data.Add(profile.Id, 300, 300);
                data.Add(profile.Id, 4000, 1);
                data.Add(profile.Id, 2.5, 20);
                data.Add(profile.Id, 120_000, 2000);
            }

            return data;
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Mixes))]
    public void Mean_lengths_are_the_workloads_and_fit_its_models(string profile, double input, double output)
    {
        var workload = Of(HourlyShape.Steady, new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero));
        var like = Catalog.FindProfile(profile)!;
        var hours = like.Classes.Count > 1 ? 24 : 6; // How many of each class there are varies too, and most where classes are bursty.
        var requests = TraceGenerator.Of(workload, like, Duration.FromHours(hours), 1).Requests.ToList();
        Assert.Equal(input, requests.Average(request => request.Input.Count), input * 0.015);
        Assert.Equal(output, requests.Average(request => request.Output.Count), output * 0.015);
        Assert.All(requests, request => Assert.InRange((request.Input + request.Output).Count, 2, workload.Models[0].Context.Count));
        Assert.All(requests, request => Assert.True(double.IsInteger(request.Input.Count) && double.IsInteger(request.Output.Count) && request.Output.Count >= 1 && request.Input.Count >= 1));
    }

    [Theory]
    [InlineData("business-hours")]
    [InlineData("spiky")]
    [InlineData("observed")]
    public void Every_hour_has_the_rate_of_the_shape(string name)
    {
        var shape = name switch
        {
            "business-hours" => HourlyShape.BusinessHours,
            "spiky" => HourlyShape.Spiky(Ratio.FromValue(5)),
            _ => HourlyShape.Observed(name, [.. new[] { 0, 2.0, 1, 0, 3 }.Select(RequestsPerSecond.FromPerSecond)]),
        };
        var hours = new double[168];
        foreach (var request in TraceGenerator.Of(Of(shape) with { Traffic = new(RequestsPerSecond.FromPerDay(RequestsPerDay / 10), shape) }, Usual, Duration.FromHours(168), 1).Requests)
        {
            hours[(int)request.Arrival.Hours]++;
        }

        for (var hour = 0; hour < hours.Length; hour++)
        {
            var expected = RequestsPerDay / 240 * shape.Hours[hour % shape.Hours.Count].Value;
            Assert.Equal(expected, hours[hour], 5 * Usual.Classes[0].ArrivalVariation.Value * Math.Sqrt(expected));
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("azure-2023-conversation")]
    [InlineData("azure-2023-code")]
    public void At_the_profiles_rate_bursts_are_the_profiles(string name)
    {
        var profile = Catalog.FindProfile(name)!;
        var workload = Of(HourlyShape.Steady) with { Traffic = new(profile.MeanRate, HourlyShape.Steady) };
        var expected = TraceSummary.Of(TraceGenerator.Generate(profile, Duration.FromHours(100), 1));
        var made = TraceSummary.Of(TraceGenerator.Of(workload, profile, Duration.FromHours(100), 2));
        Assert.Equal(1, (made.MeanRate / expected.MeanRate).Value, 0.03);
        Assert.Equal(1, (made.SecondDispersion!.Value / expected.SecondDispersion!.Value).Value, 0.10);
        Assert.Equal(1, (made.MinuteDispersion!.Value / expected.MinuteDispersion!.Value).Value, 0.10);
    }

    [Fact]
    public void Lengths_spread_as_in_the_profile()
    {
        var expected = TraceSummary.Of(TraceGenerator.Generate(Usual, Duration.FromHours(10), 1));
        var made = TraceSummary.Of(TraceGenerator.Of(Of(HourlyShape.Steady), Usual, Duration.FromHours(24), 1));
        foreach (var hundredth in new[] { 10, 50, 90, 99 })
        {
            Assert.Equal((expected.Input.Percentiles[hundredth] / expected.Input.Mean).Value, (made.Input.Percentiles[hundredth] / made.Input.Mean).Value, 0.04);
            Assert.Equal((expected.Output.Percentiles[hundredth] / expected.Output.Mean).Value, (made.Output.Percentiles[hundredth] / made.Output.Mean).Value, 0.04);
        }
    }

    [Theory]
    [InlineData(0.37)]
    [InlineData(1)]
    public void The_cached_share_of_all_prompts_is_the_workloads_to_a_token(double share)
    {
        var workload = Of(HourlyShape.Steady, new(Tokens.FromCount(40), Tokens.FromCount(30), Ratio.FromValue(share)));
        var requests = TraceGenerator.Of(workload, Usual, Duration.FromHours(2), 1).Requests.ToList();
        Assert.Equal(share * requests.Sum(request => request.Input.Count), requests.Sum(request => request.Cached.Count), 1.01);
        Assert.All(requests, request => Assert.InRange(request.Cached.Count, 0, request.Input.Count));
    }

    [Fact]
    public void It_says_what_it_is_and_is_the_same_each_time()
    {
        var week = Catalog.FindProfile("azure-2024-week")!;
        var trace = TraceGenerator.Of(Of(HourlyShape.BusinessHours), week, Duration.FromHours(3), 1);
        Assert.Equal("Test, generated like azure-2024-week", trace.Name);
        Assert.Equal(["Test"], trace.Classes);
        Assert.Equal(trace.Requests, TraceGenerator.Of(Of(HourlyShape.BusinessHours), week, Duration.FromHours(3), 1).Requests);
        Assert.NotEqual(trace.Requests, TraceGenerator.Of(Of(HourlyShape.BusinessHours), week, Duration.FromHours(3), 2).Requests);
        Assert.All(trace.Requests, request => Assert.Equal(0, request.Class));
    }

    [Fact]
    public void A_span_is_a_turn_of_the_shape_and_a_day_at_least()
    {
        Assert.Equal(24, WorkloadTraffic.UsualSpan(Of(HourlyShape.Steady)).Hours);
        Assert.Equal(168, WorkloadTraffic.UsualSpan(Of(HourlyShape.BusinessHours)).Hours);
    }

    private static Workload Of(HourlyShape shape, TokenMix? mix = null) => new(
        "Test", [Catalog.FindModel("llama-3.3-70b")!], new(RequestsPerSecond.FromPerDay(RequestsPerDay), shape), mix ?? new(Tokens.FromCount(300), Tokens.FromCount(300), Ratio.Zero),
        ServiceLevel.None, false, false, Allowed.All, FleetRules.DefaultFor(ServiceLevel.None), Overheads.None, []);
}
