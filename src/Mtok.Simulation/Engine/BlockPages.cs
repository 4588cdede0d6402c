using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>
/// What a KV block is made of: pages of the layers that keep every token, and pages of windowed layers, which keep the blocks of their
/// window and free older ones as new ones are allocated. Models without windowed layers have one page a block.
/// </summary>
/// <param name="Always">Pages of a block that stay as long as the sequence.</param>
/// <param name="Windowed">Pages of a block that stay while it is within the window.</param>
/// <param name="WindowBlocks">Blocks of the window; 0 if there are no windowed pages.</param>
/// <param name="Fixed">Pages of a sequence whatever its context.</param>
public readonly record struct BlockPages(int Always, int Windowed, long WindowBlocks, long Fixed)
{
    /// <summary>Layer counts have small denominators; a share of pools is a percentage.</summary>
    private const int MostPages = 128;

    /// <summary>One page a block.</summary>
    public static BlockPages One { get; } = new(1, 0, 0, 0);

    /// <summary>Pages of a block with all of its layers.</summary>
    public int Whole => Always + Windowed;

    /// <summary>Pages of a sequence of so many blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Of(long blocks) => Fixed + (Always * blocks) + (Windowed * Math.Min(blocks, WindowBlocks));

    /// <summary>Pages that a sequence allocates with its block of that number, counted from 1, beyond those that it frees.</summary>
    public int ToGrow(long block) => block <= WindowBlocks ? Whole : Always;

    /// <summary>The pages of what a sequence keeps in memory.</summary>
    /// <param name="sequence">What it keeps.</param>
    /// <param name="blockSize">Tokens per block.</param>
    public static BlockPages For(SequenceMemory sequence, int blockSize)
    {
        var (always, windowed) = Fraction(sequence.PerToken.Count, sequence.PerWindowToken.Count);
        var page = blockSize * (sequence.PerToken + sequence.PerWindowToken).Count / (always + windowed);
        // As vLLM: the window may begin within a block.
        var blocks = windowed == 0 ? 0 : (long)Math.Ceiling((sequence.Window.Count - 1) / blockSize) + 1;
        return new(always, windowed, blocks, (long)Math.Ceiling(sequence.Fixed.Count / page));
    }

    /// <summary>The smallest whole numbers in that proportion.</summary>
    private static (int Left, int Right) Fraction(double left, double right)
    {
        if (right <= 0)
        {
            return (1, 0);
        }

        for (var whole = 1; whole < MostPages; whole++)
        {
            var part = left / (left + right) * whole;
            if (Math.Abs(part - Math.Round(part)) < 1e-9)
            {
                return ((int)Math.Round(part), whole - (int)Math.Round(part));
            }
        }

        // Rounded up for the layers that keep everything, so that no sequence is promised less than it takes.
        var kept = (int)Math.Ceiling(left / (left + right) * MostPages);
        return (kept, MostPages - kept);
    }
}
