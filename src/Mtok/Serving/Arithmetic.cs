namespace Mtok;

/// <summary>What a device multiplies in.</summary>
public static class Arithmetic
{
    /// <summary>
    /// The format the device multiplies in: the weights' format if supported, else the next wider one that is. Weights of 4 bits with a scale for 32
    /// (mxfp4) are widened to 16 bits where the device has no 4-bit arithmetic, and so are whole numbers of 4 bits.
    /// </summary>
    public static string Of(Accelerator accelerator, Precision weights) => weights.Id switch
    {
        "fp4" or "mxfp4" when accelerator.DensePeak.ContainsKey("fp4") => "fp4",
        "fp4" or "fp8" when accelerator.DensePeak.ContainsKey("fp8") => "fp8",
        "int8" when accelerator.DensePeak.ContainsKey("int8") => "int8",
        _ => "bf16",
    };

    /// <summary>
    /// The format of the weights that are no routed experts: 16 bits where the checkpoint's format is one of experts alone (gpt-oss in mxfp4, Kimi in
    /// int4).
    /// </summary>
    public static Precision OutsideExperts(Network network, Precision weights) =>
        network.Experts is not null && (weights.Id is "mxfp4" or "int4") ? new("bf16") : weights;

    /// <summary>The kernel an engine's layers multiply with: in 8 bits, one that rounds the tokens first.</summary>
    internal static string KernelOf(string arithmetic) => arithmetic == "fp8" ? "fp8_layer" : arithmetic;

    /// <summary>Whether weights of that format are widened before they are multiplied.</summary>
    internal static bool Widens(Precision weights, string arithmetic) => weights.BytesPerValue < 2 && arithmetic == "bf16";

    /// <summary>Bytes of one input of a token.</summary>
    internal static double TokenBytes(string arithmetic) => arithmetic switch { "bf16" => 2, "fp4" => 0.5625, _ => 1 };
}
