using System.Runtime.InteropServices;

namespace Mtok.Simulation;

/// <summary>A request in a replica; in work it is linked to those that came before and after it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Sequence
{
    public Job Job;

    /// <summary>The step whose end brought its first token since it was last admitted.</summary>
    public long Began;

    /// <summary>The step that brings its last token.</summary>
    public long End;

    /// <summary>Its place in the order of admissions.</summary>
    public long Entered;

    /// <summary>Tokens to compute before the next comes: the prompt, and after a preemption what was generated.</summary>
    public int Prompt;
    public int Computed;

    /// <summary>Tokens generated up to <see cref="Began"/>.</summary>
    public int Made;

    /// <summary>Named blocks it shares with others.</summary>
    public int Shared;

    /// <summary>Of which steps it takes a block in, modulo the block size.</summary>
    public int Phase;
    public int Older;
    public int Newer;
    public bool Seen;
}
