namespace Mtok.Fitting;

/// <summary>The published kernel times of one device, as timings of the laws; empty where nobody published them.</summary>
internal interface IKernelTables
{
    /// <summary>What they are and who published them.</summary>
    string Source { get; }

    /// <summary>Matrix multiplications in a precision; constant 1 is the memory share, constant 2 the arithmetic share.</summary>
    IEnumerable<Timing> Gemm(string precision);

    /// <summary>Attention of one new token for each sequence: keys and values read from memory.</summary>
    IEnumerable<Timing> Decode();

    /// <summary>Attention of whole prompts.</summary>
    IEnumerable<Timing> Prefill();

    /// <summary>Sums over so many devices; constant 1 is GB/s.</summary>
    IEnumerable<Timing> AllReduce(int devices);
}
