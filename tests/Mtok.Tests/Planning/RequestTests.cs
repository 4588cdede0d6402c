using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Requests answered by the libraries, as a server would ask: no command line, no clock, no exception for a bad value.</summary>
public sealed class RequestTests
{
    private static readonly CapacityRequest Replica = new() { Model = "llama-3.3-70b", Accelerator = "h100-sxm" };
    private static readonly CompareRequest Compared = new() { Models = ["llama-3.3-70b"] };
    private static readonly PriceRequest Priced = new() { Price = UsdPerHour.FromDollars(4), Rate = TokensPerSecond.FromPerSecond(1000) };
    private static readonly UtilizationRequest Used = new() { Price = UsdPerHour.FromDollars(4), Rate = TokensPerSecond.FromPerSecond(1000) };
    private static readonly BreakEvenRequest Even = new() { Api = UsdPerMtok.FromDollars(1), SelfHosted = UsdPerMtok.FromDollars(0.3m), Monthly = UsdPerMonth.FromDollars(5000) };

    /// <summary>Each request at values that can be answered, with what reports its problems.</summary>
    private static readonly (object Request, Action<object, RequestProblems> Answer)[] Known =
    [
        (Replica, (request, problems) => RequestedCapacity.Of((CapacityRequest)request, Workloads.Capacity, problems)),
        (Compared, (request, problems) => Comparison.Of((CompareRequest)request, Workloads.Capacity, problems)),
        (Priced, (request, problems) => RequestedPrice.Of((PriceRequest)request, null, problems)),
        (Used, (request, problems) => ((UtilizationRequest)request).Check(problems)),
        (Even, (request, problems) => ((BreakEvenRequest)request).Check(problems)),
        (DecideRequest.Default, (request, problems) => ((DecideRequest)request).Check(problems)),
    ];

    public static TheoryData<int, string> Ranged =>
        [.. Known.Index().SelectMany(known => Requests.Ranges(known.Item.Request.GetType()).Select(range => new TheoryDataRow<int, string>(known.Index, range.Property.Name)))];

    [Theory]
    [MemberData(nameof(Ranged))]
    public void A_value_outside_its_range_is_a_problem_at_its_key(int at, string name)
    {
        var (request, answer) = Known[at];
        var (property, range) = Requests.Ranges(request.GetType()).Single(one => one.Property.Name == name);
        foreach (var value in Requests.Beyond(range))
        {
            var problems = new RequestProblems(new());
            answer(Requests.With(request, property, value), problems);
            Assert.Contains(problems.All.All, problem => problem.Rule == "out-of-range" && problem.Where.File == problems.NameOf(name));
        }
    }

    [Fact]
    public void A_replica_is_answered_for_each_usual_size()
    {
        var found = RequestedCapacity.Of(Replica, Workloads.Capacity, new(new()))!;
        Assert.Equal([1, 2, 4, 8], found.Answers.Select(answer => answer.Deployment.Gpus));
        Assert.Empty(found.Curves);
        Assert.Equal([2, 4, 8], RequestedCapacity.Of(Replica with { Pipeline = 2 }, Workloads.Capacity, new(new()))!.Answers.Select(answer => answer.Deployment.Gpus));
        Assert.NotEmpty(RequestedCapacity.Of(Replica with { Frontier = true }, Workloads.Capacity, new(new()))!.Curves);
    }

    [Fact]
    public void What_a_request_says_against_itself_is_reported_at_once_by_json_key()
    {
        var problems = new Problems();
        Assert.Null(RequestedCapacity.Of(Replica with { Accelerator = "all", Frontier = true, Gpus = 3, Pipeline = 2, Acceptance = Ratio.FromPercent(50), Engine = "vlm" }, Workloads.Capacity, new(problems)));
        Assert.Equal(["acceptance", "engine", "frontier", "gpus"], problems.All.Select(problem => problem.Where.ToString()));
        Assert.Contains(problems.All, problem => problem.Message == "gpus 3 cannot be shared out over pipeline 2");
    }

    [Fact]
    public void A_comparison_needs_a_model_and_known_providers()
    {
        var problems = new Problems();
        Assert.Null(Comparison.Of(new() { Models = [], Providers = ["awss"] }, Workloads.Capacity, new(problems)));
        Assert.Equal(["models", "providers"], problems.All.Select(problem => problem.Where.ToString()));
        Assert.Equal(CompareRequest.UsualUtilization, Comparison.Of(Compared, Workloads.Capacity, new(new()))!.Utilization);
    }

    [Fact]
    public void A_price_is_an_offers_or_ones_own_and_its_rate_is_checked()
    {
        Assert.Equal(4m, RequestedPrice.Of(Priced, null, new(new()))!.Price.Dollars);
        var offer = RequestedPrice.Of(Priced with { Price = null, Offer = "aws/p5.48xlarge" }, Workloads.Built, new(new()))!;
        Assert.Equal(offer.Offer!.Price, offer.Price);
        var problems = new Problems();
        Assert.Null(RequestedPrice.Of(Priced with { Rate = TokensPerSecond.FromPerSecond(1e6), Model = "llama-3.3-70b", Accelerator = "h100-sxm" }, Workloads.Built, new(problems)));
        Assert.Equal("rate: error", string.Join(':', Assert.Single(problems.All).ToString().Split(':').Take(2)));
    }

    [Fact]
    public void Traffic_is_the_shapes_or_synthetic_and_classes_need_a_trace()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerDay(100_000), HourlyShape.Steady, ServiceLevel.None);
        var alone = (DecideRequest.Default with { Replay = false }).Traffic(workload, null, Workloads.Built, new(new()))!;
        Assert.Equal((null, false), (alone.Trace, alone.IsRecorded));
        var replayed = DecideRequest.Default.Traffic(workload, null, Workloads.Built, new(new()))!;
        Assert.NotNull(replayed.Trace);
        var recorded = DecideRequest.Default.Traffic(workload, replayed.Trace, Workloads.Built, new(new()))!;
        Assert.True(recorded.IsRecorded);
        var grown = (DecideRequest.Default with { Replay = false, Growth = Ratio.One }).Traffic(workload, null, Workloads.Built, new(new()))!;
        Assert.Equal(2 * alone.Demand.Mean(0).PerSecond, grown.Demand.Mean(0).PerSecond, 1e-9);
        var problems = new Problems();
        Assert.Null(DecideRequest.Default.Traffic(workload with { Classes = [new("slow", ServiceLevel.None, false, default, new("w.toml", 3, 1))] }, null, Workloads.Built, new(problems)));
        Assert.Equal("w.toml:3:1: error: [[class]] gives rules to classes of a trace: name one with trace [no-trace]", Assert.Single(problems.All).ToString());
    }
}
