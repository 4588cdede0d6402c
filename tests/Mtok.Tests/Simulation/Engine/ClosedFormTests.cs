using CsCheck;
using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

/// <summary>Many steps at once end in the same instant as the same steps one by one: for every request, to the last picosecond.</summary>
[Trait("Speed", "Slow")]
public sealed class ClosedFormTests
{
    public static TheoryData<string, int, Router> Cases => new()
    {
        { "as it is", 4, Router.RoundRobin },
        { "as it is", 4, Router.LeastOutstanding },
        { "one replica, overloaded", 1, Router.RoundRobin },
        { "little memory", 2, Router.RoundRobin },
        { "little memory", 3, Router.LeastOutstanding },
        { "small chunks", 2, Router.LeastOutstanding },
        { "whole prompts", 2, Router.RoundRobin },
        { "window", 2, Router.RoundRobin },
        { "few at once", 1, Router.RoundRobin },
        { "not planned ahead", 2, Router.LeastOutstanding },
        { "window, little memory", 2, Router.LeastOutstanding },
        { "wide window, little memory", 2, Router.RoundRobin },
        { "common prefix", 1, Router.RoundRobin },
        { "common prefix, little memory", 2, Router.LeastOutstanding },
        { "common prefix and window, little memory", 2, Router.RoundRobin },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_hour_of_conversations_is_the_same_step_by_step(string name, int replicas, Router router)
    {
        var trace = SampleTraces.AzureConversation();
        var kind = name switch
        {
            "one replica, overloaded" => Fleets.Kind("llama-2-70b", gpus: 8),
            "little memory" => Fleets.Kind(limits: new() { KvBlocks = 620 }),
            "small chunks" => Fleets.Kind(limits: new() { KvBlocks = 700, MaxBatchedTokens = 256, MaxSequences = 64 }),
            "whole prompts" => Fleets.Kind(limits: new() { ChunkedPrefill = false, MaxBatchedTokens = 2048 }),
            "few at once" => Fleets.Kind(limits: new() { MaxSequences = 8 }),
            "not planned ahead" => Fleets.Kind(limits: new() { PlansAhead = false }),
            "window" => Fleets.Kind("gpt-oss-20b"),
            "window, little memory" => Fleets.Kind("gpt-oss-20b", limits: new() { KvBlocks = 400 }),
            "wide window, little memory" => Fleets.Kind("gemma-3-27b", gpus: 2, limits: new() { KvBlocks = 300 }),
            "common prefix" => Fleets.Kind("llama-2-70b", gpus: 8, limits: new() { Reuse = new PrefixReuse.Share(Ratio.One) }),
            "common prefix, little memory" => Fleets.Kind(limits: new() { KvBlocks = 520, Reuse = new PrefixReuse.Share(Ratio.FromPercent(50)) }),
            "common prefix and window, little memory" =>
                Fleets.Kind("gpt-oss-20b", limits: new() { KvBlocks = 420, Reuse = new PrefixReuse.Share(Ratio.FromPercent(30)) }),
            _ => Fleets.Kind("llama-2-70b", gpus: 8),
        };
        if (name.Contains("overloaded", StringComparison.Ordinal))
        {
            trace = trace with { Requests = trace.Requests.Take(6000).Select(request => request with { Arrival = request.Arrival * Ratio.FromPercent(20) }) };
        }
        else if (name.Contains("window", StringComparison.Ordinal) || name.Contains("prefix", StringComparison.Ordinal) || name is "few at once" or "whole prompts" or "not planned ahead")
        {
            trace = trace with { Requests = trace.Requests.Take(4000) };
        }

        var fleet = Fleets.Of(kind, replicas, router);
        var fast = Simulator.Run(trace, fleet, new(), TestContext.Current.CancellationToken);
        var plain = Simulator.Run(trace, fleet, new() { StepByStep = true }, TestContext.Current.CancellationToken);
        Assert.Equal(plain.Outcomes().First(), fast.Outcomes().First());
        foreach (var (expected, found) in plain.Outcomes().Zip(fast.Outcomes()))
        {
            Assert.Equal(expected, found);
        }

        Assert.Equal(plain.Hash, fast.Hash);
        Assert.Equal(plain.Preemptions, fast.Preemptions);
        Assert.Equal(plain.Steps, fast.Steps);
        Assert.Equal(plain.KvOccupancy.Value, fast.KvOccupancy.Value, 1e-9);
        Assert.InRange(fast.KvOccupancy.Value, 0.001, 1);
        Assert.InRange(fast.KvPeak.Value, fast.KvOccupancy.Value, 1);
        Assert.Equal(name.Contains("little memory", StringComparison.Ordinal) || name == "small chunks", fast.Preemptions > 0);
    }

    private static readonly string[] OfEveryKind =
    [
        "llama-3.1-8b", "gpt-oss-20b", "gemma-3-27b", "qwen3-next-80b-a3b", "nemotron-3-nano-30b-a3b", "kimi-linear-48b-a3b", "deepseek-v3.2",
        "deepseek-v4-flash",
    ];

    /// <summary>
    /// Replicas with every term of the step laws: keys read slower beside prompts, prompts with tokens before them, windows, states, latent,
    /// sparse and compressed layers, steps of a kernel.
    /// </summary>
    private static readonly Gen<ReplicaKind> AnyKind =
        from name in Gen.OneOf([.. OfEveryKind.Select(Gen.Const)])
        from precision in Gen.Bool.Select(wide => wide ? "bf16" : "fp8")
        from mixed in Gen.Double[0.7, 4]
        from law in Gen.Select(Gen.Double[0, 40e-6], Gen.Double[1e-6, 200e-6], Gen.Double[0.2, 1], Gen.Int[0, 4000])
        from scale in Gen.Double[0.5, 3]
        from offset in Gen.Double[0, 5e-3]
        from sequences in Gen.Int[1, 200]
        from tokens in Gen.Int[200, 8192]
        from memory in Gen.Double[1, 6]
        from flags in Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 2])
        select Kind(name, precision, mixed, new(Duration.FromSeconds(law.Item1), Duration.FromSeconds(law.Item2), Ratio.FromValue(law.Item3), Tokens.FromCount(law.Item4)),
            EngineCalibration.None with { Scale = Ratio.FromValue(scale), Offset = Duration.FromSeconds(offset) },
            new()
            {
                MaxSequences = sequences,
                MaxBatchedTokens = tokens,
                ChunkedPrefill = flags.Item1,
                PlansAhead = flags.Item2,
                Reuse = flags.Item3 switch { 0 => PrefixReuse.Nothing, 1 => new PrefixReuse.Share(Ratio.FromPercent(40)), _ => PrefixReuse.OfTrace },
            },
            memory);

    [Fact]
    public void Any_replica_is_the_same_step_by_step() =>
        Gen.Select(AnyKind, Gen.Int[1, 100_000], Gen.Double[0.5, 60], Gen.Int[1, 3]).Sample((kind, seed, rate, replicas) =>
        {
            var trace = SampleTraces.Poisson(seed, rate, 120, random => (random.Next(1, 2000), 1 + random.Next(400)));
            var fleet = Fleets.Of(kind, replicas, seed % 2 == 0 ? Router.RoundRobin : Router.LeastOutstanding);
            var (fast, plain) = (Simulator.Run(trace, fleet, new()), Simulator.Run(trace, fleet, new() { StepByStep = true }));
            Assert.Equal(plain.Outcomes(), fast.Outcomes());
            Assert.Equal((plain.Hash, plain.Preemptions, plain.Steps), (fast.Hash, fast.Preemptions, fast.Steps));
        }, iter: 150);

    private static ReplicaKind Kind(string name, string precision, double mixed, PromptLaw prompt, EngineCalibration engine, EngineLimits limits, double memory)
    {
        const int LongestTokens = 2400;
        var (model, device) = (Fleets.Catalog.FindModel(name)!, Fleets.Catalog.FindAccelerator("h200-sxm")!);
        var (network, kernels) = (model.Network!, Fleets.Catalog.KernelsOf(device)! with { Mixed = Ratio.FromValue(mixed), Prompt = prompt });
        var pages = BlockPages.For(MemoryFit.Of(model, network, device, 1, new(precision), new("bf16"), MemoryPolicy.ShareOfAll).Sequence, limits.BlockSize);
        return new(
            name, new(network, device, kernels, 1, new(precision), new("bf16")), engine,
            limits with { Pages = pages, KvBlocks = (long)Math.Ceiling(memory * pages.Of(LongestTokens / limits.BlockSize) / pages.Whole) });
    }
}
