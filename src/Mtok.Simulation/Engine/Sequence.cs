using System.Runtime.InteropServices;

namespace Mtok.Simulation;

/// <summary>A request in a replica; while in flight it is linked to those admitted before and after it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Sequence
{
    public Job Job;

    /// <summary>The step that generated its first token since it was last admitted.</summary>
    public long Began;

    /// <summary>The step that generates its last token.</summary>
    public long End;

    /// <summary>Its position in the order of admission.</summary>
    public long Entered;

    /// <summary>Tokens to compute before the next one is generated: the prompt, and after a preemption the tokens generated so far.</summary>
    public int Prompt;
    public int Computed;

    /// <summary>Tokens generated up to <see cref="Began"/>.</summary>
    public int Made;

    /// <summary>Hashed blocks it shares with other sequences.</summary>
    public int Shared;

    /// <summary>Blocks of its prompt that are common to all requests and held once.</summary>
    public int Common;

    /// <summary>Whether its next blocks are still within the window.</summary>
    public bool Grows;

    /// <summary>The steps in which it allocates a block, modulo the block size.</summary>
    public int Phase;
    public int Older;
    public int Newer;
    public bool Seen;
}
