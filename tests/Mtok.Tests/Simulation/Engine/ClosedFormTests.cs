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
}
