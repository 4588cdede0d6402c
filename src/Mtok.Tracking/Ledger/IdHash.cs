using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Mtok.Tracking;

/// <summary>128 bits that stand for an id: two of a billion ids collide with a probability below 1e-20.</summary>
internal static class IdHash
{
    /// <summary>The hash of an id.</summary>
    public static UInt128 Of(string id) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(id.AsSpan()));
}
