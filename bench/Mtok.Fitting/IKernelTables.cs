namespace Mtok.Fitting;

/// <summary>The published kernel times of one device, as timings of the laws; empty if none are published.</summary>
internal interface IKernelTables
{
    /// <summary>The tables and their publisher.</summary>
    string Source { get; }

    /// <summary>Matrix multiplications in a precision.</summary>
    IEnumerable<MultiplyTime> Multiplies(string precision);

    /// <summary>Attention of one new token per sequence, by the format of its keys and values: KV cache read from memory.</summary>
    IEnumerable<Timing> Decode(string format);

    /// <summary>Attention of whole prompts: its length, operations at the 16-bit peak in seconds, and time.</summary>
    IEnumerable<PromptTime> Prompts();

    /// <summary>All-reduces over a number of devices; constant 1 is GB/s.</summary>
    IEnumerable<Timing> AllReduce(int devices);
}
