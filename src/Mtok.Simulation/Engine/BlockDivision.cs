using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>Division by the size of a block, by shifts where it is a power of two.</summary>
/// <param name="size">Tokens per block.</param>
internal readonly struct BlockDivision(int size)
{
    private readonly int _shift = BitOperations.IsPow2(size) ? BitOperations.Log2((uint)size) : -1;

    /// <summary>Whole blocks of a number of tokens, at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Whole(long tokens) => _shift >= 0 ? tokens >> _shift : tokens / size;

    /// <summary>The remainder, at least 0 for negative numbers too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rest(long tokens) => _shift >= 0 ? (int)(tokens & (size - 1)) : Remainder(tokens);

    private int Remainder(long tokens) => (int)(((tokens % size) + size) % size);
}
