using CsCheck;

namespace Mtok.Tests;

/// <summary>T7: measured and modelled rates gain alike from a prompt cache.</summary>
public sealed class PromptCacheTests
{
    private static readonly Catalog Built = CatalogReader.Load(null, new Problems())!;
    private static readonly Capacities Capacity = new(Built);
    private static readonly List<string> Devices = [.. Built.Accelerators.Select(accelerator => accelerator.Id)];

    private static readonly string[] Models = ["llama-3.3-70b", "qwen3-32b", "gpt-oss-120b"];

    [Fact]
    public void A_measured_rate_gains_what_the_modelled_rate_of_its_deployment_does()
    {
        var gains = 0;
        Gen.Select(Gen.Int[0, 2], Gen.Int[200, 8000], Gen.Int[50, 1500], Gen.Double[0.05, 0.95], Gen.Bool).Sample(
            (at, input, output, share, limited) =>
            {
                var model = Built.FindModel(Models[at])!;
                var level = limited ? new ServiceLevel(Duration.FromSeconds(4), Duration.FromMilliseconds(100)) : ServiceLevel.None;
                var (full, cached) = (new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero), Ratio.FromValue(share));
                var found = Measured(model, full with { CachedShare = cached }, level).ToDictionary(capacity => capacity.Deployment);
                foreach (var before in Measured(model, full, level).Where(before => found.ContainsKey(before.Deployment)))
                {
                    var (after, modelled) = (found[before.Deployment], Modelled(before, full, cached, level));
                    Assert.Equal(modelled ?? 1, after.Requests.Value / before.Requests.Value is var gain ? gain.Value : 0, 1e-9);
                    Assert.True(modelled is null || (after.Requests.Evidence == Evidence.Modelled && gain.Value >= 1 - 1e-9), after.Reason);
                    Assert.True(Width(after) >= Width(before) * (1 - 1e-9), after.Reason);
                    gains += gain.Value > 1.01 ? 1 : 0;
                }
            },
            iter: 60, threads: 1, seed: "0N0XIzNsQ0O2");
        // The seed is that of the first draw alone: of sixty enough have a cache that helps.
        Assert.True(gains > 30, $"{gains} rates gained");
    }

    [Fact]
    public void Only_what_was_measured_is_used_where_nothing_else_may_be()
    {
        var mix = new TokenMix(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.FromPercent(80));
        var model = Built.FindModel("llama-3.3-70b")!;
        var rates = Capacity.Find(model, mix, ServiceLevel.None, AllowedPrecisions.Default, Devices, RequiredEvidence.Measured);
        Assert.NotEmpty(rates);
        Assert.Equal(Capacity.Measured.Find(model, mix with { CachedShare = Ratio.Zero }, ServiceLevel.None, AllowedPrecisions.Default), rates);
    }

    private static IEnumerable<ReplicaCapacity> Measured(Model model, TokenMix mix, ServiceLevel level) =>
        Capacity.Find(model, mix, level, AllowedPrecisions.Default, Devices).Where(capacity => capacity.Basis is { Cached.Value: 0 });

    /// <summary>The modelled rate with the cache / without; null where the deployment cannot be modelled.</summary>
    private static double? Modelled(ReplicaCapacity capacity, TokenMix mix, Ratio cached, ServiceLevel level)
    {
        var (model, deployment) = (capacity.Model, capacity.Deployment);
        var engine = Capacity.Modelled.EngineFor(model, Built.FindAccelerator(deployment.AcceleratorId)!, deployment.Engine.Length == 0 ? null : deployment.Engine);
        double? Rate(Ratio share, ServiceLevel within) =>
            Capacity.Modelled.At(model, deployment, engine, mix with { CachedShare = share }, within)?.Requests.Value.PerSecond;
        return Rate(Ratio.Zero, level) is null ? Rate(cached, ServiceLevel.None) / Rate(Ratio.Zero, ServiceLevel.None) : Rate(cached, level) / Rate(Ratio.Zero, level);
    }

    private static double Width(ReplicaCapacity capacity) => capacity.Requests.High.PerSecond / capacity.Requests.Low.PerSecond;
}
