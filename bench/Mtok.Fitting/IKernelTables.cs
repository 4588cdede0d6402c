namespace Mtok.Fitting;

/// <summary>The published kernel times of one device, as timings of the laws; empty if none are published.</summary>
internal interface IKernelTables
{
    /// <summary>The tables and their publisher.</summary>
    string Source { get; }

    /// <summary>Matrix multiplications in a precision; constant 1 is the memory share, constant 2 the arithmetic share.</summary>
    IEnumerable<Timing> Gemm(string precision);

    /// <summary>Attention of one new token per sequence: KV cache read from memory.</summary>
    IEnumerable<Timing> Decode();

    /// <summary>Attention of whole prompts.</summary>
    IEnumerable<Timing> Prefill();

    /// <summary>All-reduces over a number of devices; constant 1 is GB/s.</summary>
    IEnumerable<Timing> AllReduce(int devices);
}
