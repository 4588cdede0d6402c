using CsCheck;
using Mtok.Simulation;
using Mtok.Tests.Simulation;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>What every simulation must obey, whatever the trace and the fleet.</summary>
[Trait("Speed", "Slow")]
public sealed class SimulationLaws
{
    private static readonly string[] OfManyKinds = ["llama-3.1-8b", "gpt-oss-20b", "deepseek-v3", "llama-2-70b", "qwen3-next-80b-a3b", "kimi-linear-48b-a3b"];
    private static readonly int[] Numbers = [1, 2, 4, 8];
    private static readonly EngineLimits OneByOne = new() { MaxSequences = 1, PlansAhead = false, Reuse = PrefixReuse.Nothing };
    private static readonly ReplicaKind Plain = Fleets.Kind(engine: EngineCalibration.None);

    [Fact]
    public void Littles_law_holds() => Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 4]).Sample((seed, replicas) =>
    {
        var result = Simulator.Run(SampleTraces.Poisson(seed, 10, 2000, Short), Fleets.Of(Plain, replicas), new());
        var parts = result.Timeline(50);
        var inHand = parts.Sum(part => part.InFlight.Value * part.Length.Seconds);
        Assert.Equal(result.Completed * result.E2e.Mean.Seconds, inHand, 1e-6 * inHand);
        Assert.Equal(result.Output.Count, parts.Sum(part => part.Output.Count), 1e-6 * result.Output.Count);
        var waited = result.Outcomes().Sum(one => one.Wait.Seconds);
        Assert.Equal(waited, result.MeanWaiting.Value * result.Horizon.Seconds, 1e-5 * Math.Max(waited, 1e-3));
    }, iter: 20);

    [Fact]
    public void Requests_tokens_and_dollars_are_conserved() => Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 3], Gen.Int[60, 4000], Gen.Bool).Sample((seed, replicas, blocks, scales) =>
    {
        var trace = SampleTraces.Poisson(seed, 12, 800, Short);
        var group = new ReplicaGroup(Fleets.Kind(limits: new() { KvBlocks = blocks }), replicas, Fleets.FourDollars)
        {
            Scaling = scales ? new(1, 5, new ScalingSignal.InFlight(8), Duration.FromSeconds(5), Duration.FromSeconds(20)) : null,
            Losses = scales ? [new Loss.Failure(Duration.FromSeconds(40))] : [],
            Load = Duration.FromSeconds(8),
        };
        var result = Simulator.Run(trace, new([group], Router.LeastOutstanding) { Overflow = seed % 2 == 0 ? Fleets.Api(new OverflowRule.QueueLength(3)) : null }, new() { Seed = seed });
        Assert.Equal(800, result.Requests);
        Assert.Equal(result.Requests, result.Served + result.Overflowed + result.TooLong);
        Assert.Equal(result.Requests, result.Classes.Sum(one => one.Requests));
        var asked = trace.Requests.Zip(result.Outcomes()).Where(pair => pair.Second.Ending != Ending.TooLong).ToList();
        Assert.Equal(asked.Sum(pair => pair.First.Output.Count), result.Output.Count);
        Assert.Equal(asked.Sum(pair => pair.First.Input.Count), result.Input.Count);
        var hours = result.Hours.Aggregate(SimulatedCost.None, (sum, hour) => sum + hour);
        Assert.Equal(result.Cost, hours);
        Assert.True(result.Cost.Idle >= Usd.FromDollars(-0.000001m), $"idle {result.Cost.Idle.Dollars}");
        Assert.True(result.Cost.Repeated >= default(Usd) && result.Cost.Busy >= default(Usd) && result.Cost.ColdStart >= default(Usd));
        if (!scales)
        {
            Assert.Equal(4.0 * replicas * result.Horizon.Hours, (double)(result.Cost.Total - result.Cost.Api).Dollars, 1e-9);
        }

        if (result.PerMtok is { } unit)
        {
            Assert.Equal((double)result.Cost.Total.Dollars, (double)unit.Allocation.Dollars * (result.Input + result.Output).Millions, 1e-6);
        }
    }, iter: 60);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(0.85)]
    public void One_request_at_a_time_of_one_length_waits_as_M_D_1(double load)
    {
        var kind = Fleets.Kind(limits: OneByOne, engine: EngineCalibration.None);
        var service = Alone(kind, 512, 1);
        var result = Simulator.Run(SampleTraces.Poisson(11, load / service, 250_000, _ => (512, 1)), Fleets.Of(kind), new(), TestContext.Current.CancellationToken);
        var expected = load * service / (2 * (1 - load));
        Assert.Equal(expected, result.Ttft.Mean.Seconds - service, 0.03 * expected);
    }

    [Fact]
    public void One_request_at_a_time_of_many_lengths_waits_as_M_G_1()
    {
        var kind = Fleets.Kind(limits: OneByOne, engine: EngineCalibration.None);
        (int Input, int Output)[] lengths = [(100, 1), (800, 20), (3000, 60)];
        var services = lengths.Select(length => Alone(kind, length.Input, length.Output)).ToList();
        var (mean, square) = (services.Average(), services.Average(service => service * service));
        var rate = 0.7 / mean;
        var result = Simulator.Run(SampleTraces.Poisson(12, rate, 250_000, random => lengths[random.Next(3)]), Fleets.Of(kind), new(), TestContext.Current.CancellationToken);
        var expected = rate * square / (2 * (1 - 0.7));
        Assert.Equal(expected, result.E2e.Mean.Seconds - mean, 0.04 * expected);
    }

    [Fact]
    public void More_replicas_never_make_the_mean_slower() => Gen.Select(Gen.Int[1, 1000], Gen.Double[5, 60]).Sample((seed, rate) =>
    {
        var trace = SampleTraces.Poisson(seed, rate, 1500, Short);
        Duration[] means = [.. Numbers.Select(replicas => Simulator.Run(trace, Fleets.Of(Plain, replicas), new()).E2e.Mean)];
        Assert.True(means.Zip(means.Skip(1)).All(pair => pair.Second <= pair.First), string.Join(" ", means));
    }, iter: 20);

    [Fact]
    public void No_replica_is_faster_than_its_arithmetic_and_its_memory() => Gen.Select(Gen.Int[1, 1000], Gen.Double[1, 200]).Sample((seed, rate) =>
    {
        var device = Fleets.Catalog.FindAccelerator("h100-sxm")!;
        var result = Simulator.Run(SampleTraces.Poisson(seed, rate, 1000, Short), Fleets.Of(Plain), new());
        var busy = result.BusyShare.Value * result.Horizon.Seconds;
        var network = Fleets.Catalog.FindModel("llama-3.1-8b")!.Network!;
        var parameters = network.Layers * (network.CountAttention() + (3.0 * network.Hidden * network.Ffn));
        Assert.True(busy >= 2 * parameters * result.Input.Count / device.DensePeak["bf16"].PerSecond);
        Assert.True(busy >= result.Steps * 2 * parameters / device.MemoryBandwidth!.Value.PerSecond);
    }, iter: 20);

    [Fact]
    public void Requests_that_do_not_meet_do_not_matter_to_each_other() => Gen.Int[1, 1000].Sample(seed =>
    {
        var rows = SampleTraces.Poisson(seed, 20, 600, Short).Requests.ToList();
        var both = Simulator.Run(SampleTraces.Of("both", rows), Fleets.Of(Plain, 2), new()).Outcomes().ToList();
        for (var replica = 0; replica < 2; replica++)
        {
            var number = replica;
            var alone = Simulator.Run(SampleTraces.Of("one", [.. rows.Where((_, index) => index % 2 == number)]), Fleets.Of(Plain), new()).Outcomes();
            Assert.Equal(both.Where((_, index) => index % 2 == number).Select(one => (one.Ttft, one.E2e)), alone.Select(one => (one.Ttft, one.E2e)));
        }

        // Those that come far apart meet nobody: any order gives each the same times.
        var apart = rows.Take(40).ToList();
        var forth = Spaced(apart).ToLookup(one => (one.Input, one.Output), one => (one.Ttft, one.E2e));
        var back = Spaced([.. Enumerable.Reverse(apart)]).ToLookup(one => (one.Input, one.Output), one => (one.Ttft, one.E2e));
        Assert.All(forth, group => Assert.Equal(group.First(), back[group.Key].First()));
    }, iter: 20);

    [Fact]
    public void The_same_seed_gives_the_same_hash_on_any_number_of_cores()
    {
        var trace = SampleTraces.Poisson(5, 40, 20_000, Short);
        var hashes = Numbers.Select(cores => Simulator.Run(trace, Fleets.Of(Plain, 7), new() { Cores = cores }).Hash).ToList();
        Assert.Single(hashes.Distinct());
        var group = new ReplicaGroup(Plain, 4, Fleets.FourDollars) { Losses = [new Loss.Failure(Duration.FromMinutes(1))], Load = Duration.FromSeconds(10) };
        string Failing(int seed) => Simulator.Run(trace, new([group], Router.LeastOutstanding), new() { Seed = seed }).Hash;
        Assert.Equal(Failing(1), Failing(1));
        Assert.NotEqual(Failing(1), Failing(2));
    }

    [Fact]
    public void Whole_numbers_of_ticks_are_the_step_model() => Gen.Select(Gen.OneOf([.. OfManyKinds.Select(Gen.Const)]), Gen.Double[0.8, 4], Gen.Int[1, 256], Gen.Int[1, 20_000], Gen.Int[0, 8000]).Sample((model, mixed, decoding, context, prompt) =>
    {
        var engine = EngineCalibration.None with { Tuning = KernelTuning.None with { Mixed = Ratio.FromValue(mixed) } };
        var kind = Fleets.Kind(model, device: "h200-sxm", gpus: 8, engine: engine, limits: new() { KvBlocks = 1000 });
        var table = kind.Table;
        var read = prompt > 0 ? table.KvReadMixed(decoding, (long)decoding * context) : table.KvRead(decoding, (long)decoding * context);
        var ticks = table.Fixed(decoding, prompt) + read + table.Attention(0, prompt);
        var time = kind.Step.Of(new(Tokens.FromCount(decoding), Tokens.FromCount(context), Tokens.FromCount(prompt), Tokens.FromCount(prompt / 2.0))).Total;
        Assert.Equal(time.Seconds, ticks / Ticks.PerSecond, 3e-4 * time.Seconds);
    });

    private static IReadOnlyList<RequestOutcome> Spaced(IReadOnlyList<TraceRequest> requests) =>
        [.. Simulator.Run(SampleTraces.Of("apart", [.. requests.Select((request, index) => request with { Arrival = Duration.FromSeconds(100 * index) })]), Fleets.Of(Plain), new()).Outcomes()];

    private static (int Input, int Output) Short(Random random) => (random.Next(20, 1500), 1 + random.Next(200));

    private static double Alone(ReplicaKind kind, int input, int output) =>
        Simulator.Run(SampleTraces.Of("alone", [(0, input, output)]), Fleets.Of(kind), new()).E2e.Mean.Seconds;
}
