using CsCheck;

namespace Mtok.Tests;

/// <summary>What figures that measurements correct must obey.</summary>
public sealed class CapacityLaws
{
    private static readonly string[] Models = ["llama-3.1-8b", "qwen3-32b", "llama-3.3-70b", "gpt-oss-120b", "deepseek-r1"];

    [Fact]
    public void A_looser_limit_never_serves_less() =>
        Gen.Select(Gen.Int[0, Models.Length - 1], Gen.Double[4, 13], Gen.Double[2, 11], Gen.Double[-1.5, 1], Gen.Double[-2, 0], Gen.Double[0, 1.5], Gen.Bool).Sample(
            (at, input, output, ttft, tpot, looser, share) =>
            {
                var (modelled, model) = (Workloads.Capacity.Modelled, Workloads.Built.FindModel(Models[at])!);
                var mix = new TokenMix(Tokens.FromCount(Math.Round(Math.Pow(2, input))), Tokens.FromCount(Math.Round(Math.Pow(2, output))), Ratio.Zero);
                var tight = new ServiceLevel(Duration.FromSeconds(Math.Pow(10, ttft)), Duration.FromSeconds(Math.Pow(10, tpot)));
                var factor = Ratio.FromValue(Math.Pow(10, looser));
                var loose = share ? tight with { Ttft = tight.Ttft!.Value * factor } : tight with { Tpot = tight.Tpot!.Value * factor };
                foreach (var device in Workloads.Built.Accelerators)
                {
                    var served = modelled.Find(model, device, mix, loose, AllowedPrecisions.Default).ToDictionary(one => one.Deployment);
                    foreach (var one in modelled.Find(model, device, mix, tight, AllowedPrecisions.Default))
                    {
                        var more = served[one.Deployment].Requests.Value / one.Requests.Value;
                        // Two humps of the rate between two batches that are compared differ by up to 2e-4, once in some thousand workloads.
                        Assert.True(more.Value >= 0.9995, $"{more.Value} {one.Deployment} {model.Id} {mix} {tight} {loose}");
                    }
                }
            }, iter: 100);
}
