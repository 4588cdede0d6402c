using CsCheck;

namespace Mtok.Tests;

/// <summary>Rate, latency and batch of one answer belong together.</summary>
public sealed class CapacityAnswerTests
{
    private const double Output = 192;

    private static readonly string[] Models = ["llama-3.1-8b", "llama-3.3-70b", "qwen3-32b", "qwen3-30b-a3b", "gpt-oss-120b", "gemma-3-27b"];
    private static readonly string[] Devices = ["h100-sxm", "h200-sxm", "b200-sxm", "mi300x", "l40s"];
    private static readonly CapacityAnswers Answers = new(Workloads.Capacity);

    private static readonly Gen<(Model Model, Accelerator Accelerator, int Gpus, int Input)> Replicas = Gen.Select(
        Gen.Int[0, Models.Length - 1], Gen.Int[0, Devices.Length - 1], Gen.Int[0, 3], Gen.Int[100, 8000],
        (model, device, size, input) => (Workloads.Built.FindModel(Models[model])!, Workloads.Built.FindAccelerator(Devices[device])!, 1 << size, input));

    private static CapacityAnswer Of((Model Model, Accelerator Accelerator, int Gpus, int Input) replica, int? users) => Answers.Of(
        replica.Model, replica.Accelerator, replica.Gpus, replica.Accelerator.UsualPrecision, null,
        new(Tokens.FromCount(replica.Input), Tokens.FromCount(Output), Ratio.Zero), new(users, ServiceLevel.None));

    private static double InFlight(CapacityAnswer answer) =>
        answer.Output!.Value.PerSecond / Output * (answer.Ttft!.Value.Seconds + ((Output - 1) * answer.Tpot!.Value.Seconds));

    /// <summary>Little's law, corrections by measurements included.</summary>
    [Fact]
    public void As_many_requests_are_in_flight_as_there_are_users() => Gen.Select(Replicas, Gen.Int[1, 5000]).Sample((replica, users) =>
    {
        if (Of(replica, users) is { Output.Evidence: Evidence.Modelled } answer)
        {
            Assert.Equal(users, InFlight(answer), 0.02 * users);
        }
    });

    /// <summary>Those who wait for a place are no part of any step.</summary>
    [Fact]
    public void Users_beyond_the_batch_change_no_rate() => Gen.Select(Replicas, Gen.Double[1, 20]).Sample((replica, factor) =>
    {
        if (Of(replica, null).MaxBatch is { } batch)
        {
            var beyond = (int)(2 * batch.Count) + 100;
            var (few, many) = (Of(replica, beyond), Of(replica, (int)(beyond * factor)));
            if (few.Output!.Evidence == Evidence.Modelled && many.Output!.Evidence == Evidence.Modelled)
            {
                Assert.Equal(few.Output.Value.PerSecond, many.Output.Value.PerSecond, 1e-9 * few.Output.Value.PerSecond);
                Assert.Equal(few.Tpot!.Value.Seconds, many.Tpot!.Value.Seconds, 1e-9 * few.Tpot.Value.Seconds);
                Assert.True(many.Ttft >= few.Ttft * Ratio.FromValue(1 - 1e-9));
            }
        }
    });

    /// <summary>A measured rate beside a modelled latency would otherwise need more sequences than fit.</summary>
    [Fact]
    public void No_more_sequences_decode_than_fit() => Replicas.Sample(replica =>
    {
        if (Of(replica, null) is { Output: { } output, Tpot: { } tpot, MaxBatch: { } batch, Basis: LatencyBasis.Mean })
        {
            Assert.InRange(output.Value.PerSecond * tpot.Seconds, 0, 1.01 * batch.Count);
        }
    });
}
