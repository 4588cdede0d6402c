namespace Mtok;

/// <summary>
/// How an engine's kernels deviate from the published tables, each as a multiple of the time (E1): 1 is as fast as the
/// table, 2 takes twice as long. No multiple makes a kernel faster than the datasheet.
/// </summary>
/// <param name="Multiply16">Matrix multiplies in 16 bits.</param>
/// <param name="Multiply8">Matrix multiplies in 8 bits.</param>
/// <param name="Multiply4">Matrix multiplies in 4 bits.</param>
/// <param name="Weights">Reading weights.</param>
/// <param name="KvRead">Reading the KV cache.</param>
/// <param name="AllReduce">Communication between devices.</param>
/// <param name="Launch">Launches and scheduling of a layer.</param>
/// <param name="LatentLaunch">An additional multiple for latent attention: such a layer has more kernels.</param>
/// <param name="Experts">An additional multiple for the multiplies of experts.</param>
/// <param name="Prompt">Attention of prompts.</param>
/// <param name="Widened">An additional multiple for multiplies whose weights are widened to the format the device computes in.</param>
/// <param name="Mixed">
/// An additional multiple for reading the KV cache in steps with prompt tokens: one kernel then serves prompts and decoding sequences, and reads keys once for
/// each query head.
/// </param>
public sealed record KernelTuning(
    Ratio Multiply16, Ratio Multiply8, Ratio Multiply4, Ratio Weights, Ratio KvRead, Ratio AllReduce, Ratio Launch, Ratio LatentLaunch, Ratio Experts,
    Ratio Prompt, Ratio Widened, Ratio Mixed)
{
    /// <summary>The published tables unchanged: every multiple is 1.</summary>
    public static KernelTuning None { get; } = new(
        Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One, Ratio.One);

    /// <summary>The multiple of matrix multiplies in that format.</summary>
    public Ratio Multiply(string arithmetic) => arithmetic switch
    {
        "fp4" => Multiply4,
        "fp8" or "fp8_layer" or "int8" => Multiply8,
        _ => Multiply16,
    };
}
