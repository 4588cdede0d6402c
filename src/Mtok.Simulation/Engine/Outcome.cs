using System.Runtime.InteropServices;

namespace Mtok.Simulation;

/// <summary>What became of a request.</summary>
public enum Ending
{
    /// <summary>It was still in work when the simulation was stopped.</summary>
    Unfinished,

    /// <summary>The fleet answered it.</summary>
    Served,

    /// <summary>It went to the API.</summary>
    Overflowed,

    /// <summary>It is longer than the memory of any replica.</summary>
    TooLong,
}

/// <summary>One request's times, in ticks; kept small, as there may be a hundred million.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Outcome
{
    public long Arrival;
    public long First;
    public long End;
    public int Input;
    public int Output;
    public int Hit;
    public float Wait;
    public ushort Replica;
    public ushort Preemptions;
    public byte Class;
    public byte Retries;
    public Ending Ending;
}
