using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Mtok.Tracking;

/// <summary>Spans that hold a call which was counted, by 128 bits of their ids; of many, the last ones. From any thread.</summary>
/// <param name="most">How many are kept for certain; those before them are forgotten in time.</param>
internal sealed class SpanHolders(int most = int.MaxValue)
{
    private readonly Lock _lock = new();
    private HashSet<UInt128> _last = [];
    private HashSet<UInt128> _before = [];

    /// <summary>Whether a span is known to hold a call.</summary>
    public bool Contains(string trace, string span)
    {
        lock (_lock)
        {
            return (_last.Count > 0 || _before.Count > 0) && HashOf(trace, span) is var id && (_last.Contains(id) || _before.Contains(id));
        }
    }

    /// <summary>Takes a span that holds a call; false where it is known.</summary>
    public bool Add(string trace, string span)
    {
        var id = HashOf(trace, span);
        lock (_lock)
        {
            if (_last.Count >= most)
            {
                (_before, _last) = (_last, []);
            }

            return _last.Add(id) && !_before.Contains(id);
        }
    }

    private static UInt128 HashOf(string trace, string span) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(span.AsSpan()), (long)XxHash64.HashToUInt64(MemoryMarshal.AsBytes(trace.AsSpan())));
}
