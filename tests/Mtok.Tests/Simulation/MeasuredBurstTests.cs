using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

public sealed class MeasuredBurstTests
{
    private static readonly ReplicaKinds Kinds = new(Workloads.Capacity);

    /// <summary>Bursts of short answers wait for the server above all (Q10), which is no part of a replayed step: what was measured nearby corrects for it.</summary>
    [Fact]
    public void A_replayed_burst_like_a_measured_one_takes_about_as_long()
    {
        var ratios = Workloads.Built.Measurements
            .Where(row => row is { Scenario: Scenario.Burst, Requests: >= 500, Lengths: LengthSpread.Fixed, IsPlain: true, Output.Count: <= 10 })
            .Select(Ratio).OfType<double>().Order().ToList();
        Assert.True(ratios.Count >= 8, $"{ratios.Count}");
        Assert.InRange(ratios[ratios.Count / 2], 0.9, 1.15);
        Assert.InRange(ratios[ratios.Count / 10], 0.6, 1.3);
    }

    /// <summary>The simulated rate / the measured one; null where the replica cannot be simulated.</summary>
    private static double? Ratio(Measurement row)
    {
        var (model, requests) = (Workloads.Built.FindModel(row.ModelId)!, row.Requests!.Value);
        var deployment = new Deployment(row.AcceleratorId, row.Gpus, row.Precision, row.Engine) { KvPrecision = row.KvPrecision };
        var near = new NearLoad(new(row.Input, row.Output, Mtok.Ratio.Zero), Tokens.FromCount(requests));
        var engine = Kinds.Corrected(model, deployment, Kinds.EngineFor(model, Workloads.Built.FindAccelerator(row.AcceleratorId)!, row.Engine), near);
        if (Kinds.Of(model, deployment, engine, new() { MaxSequences = engine.MaxSequences, MaxBatchedTokens = engine.MaxBatchedTokens }) is not { } kind)
        {
            return null;
        }

        var trace = SampleTraces.Of("burst", Enumerable.Repeat((0.0, (int)row.Input.Count, (int)row.Output.Count), requests));
        var last = Simulator.Run(trace, Fleets.Of(kind), new()).Outcomes().Max(one => one.E2e!.Value.Seconds);
        return requests * row.Output.Count / last / row.OutputRate.PerSecond;
    }
}
