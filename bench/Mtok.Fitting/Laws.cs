using System.Globalization;

namespace Mtok.Fitting;

/// <summary>The kernels of one engine step as timings (docs/model.md, one engine step): their work in terms of a device's datasheet rates.</summary>
internal sealed class Laws(Accelerator device)
{
    /// <summary>
    /// Below these an attention kernel's time is determined by its blocks, not by its bytes or arithmetic, and is short compared with the
    /// rest of a layer.
    /// </summary>
    public const double ShortestContext = 128;
    public const double ShortestPrompt = 1024;

    private readonly double _bandwidth = device.MemoryBandwidth?.PerSecond ?? throw new InvalidOperationException($"{device.Id} has no memory bandwidth in the catalog");

    /// <summary>Bytes of one value in a precision; fp4 carries a scale of one byte for each 16 values.</summary>
    public static double BytesOf(string precision) => precision switch { "bf16" => 2, "fp8" => 1, _ => 0.5625 };

    /// <summary>Reading the KV cache of a batch: 2 B c g a bytes.</summary>
    public Timing Decode(string precision, string shape, double batch, double context, double kvHeads, double headSize, double seconds)
    {
        var bytes = 2 * batch * context * kvHeads * headSize * BytesOf(precision);
        return new(shape, $"{precision} {Ranges.OfSize(bytes, 5, 9, "B")}", seconds, default, new(1, bytes / _bandwidth));
    }

    /// <summary>4 p c_p h a operations in 16 bits: p prompt tokens that attend to c_p tokens on average.</summary>
    public PromptTime Prompt(double tokens, double context, double heads, double headSize, double seconds) =>
        new(context, 4 * tokens * context * heads * headSize / device.DensePeak["bf16"].PerSecond, seconds);

    /// <summary>An all-reduce over devices, relative to 1 GB/s.</summary>
    public static Timing AllReduce(int devices, double bytes, double seconds) =>
        new(Name(devices, bytes), $"tp{devices} {bytes} B", seconds, default, new(1, bytes / 1e9));

    public static string Name(params ReadOnlySpan<double> sizes)
    {
        var name = "";
        foreach (var size in sizes)
        {
            name += size.ToString(CultureInfo.InvariantCulture) + " ";
        }

        return name;
    }
}
