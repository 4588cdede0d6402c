using System.Runtime.InteropServices;

namespace Mtok.Simulation;

/// <summary>The outcome of a request.</summary>
public enum Ending
{
    /// <summary>It was in flight when the simulation was stopped.</summary>
    Unfinished,

    /// <summary>It was served by the fleet.</summary>
    Served,

    /// <summary>It overflowed to the API.</summary>
    Overflowed,

    /// <summary>It exceeds the memory of every replica.</summary>
    TooLong,
}

/// <summary>One request's times, in ticks; compact, because there may be a hundred million.</summary>
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
    private byte _ending;

    public Ending Ending
    {
        readonly get => (Ending)_ending;
        set => _ending = (byte)value;
    }
}
