namespace Mtok.Tracking;

/// <summary>How much a collector takes at once, and when it closes hours.</summary>
public sealed record CollectorLimits
{
    /// <summary>The usual limits.</summary>
    public static CollectorLimits Default { get; } = new();

    /// <summary>What may wait to be stored, as bytes of readings in memory; more is refused.</summary>
    public Bytes Queue { get; init; } = Bytes.FromCount(64 << 20);

    /// <summary>The largest body, unpacked.</summary>
    public Bytes Body { get; init; } = Bytes.FromCount(16 << 20);

    /// <summary>Readings of one transaction at most, whole bodies.</summary>
    public int Batch { get; init; } = 100_000;

    /// <summary>When a sender that was refused may send again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after its end an hour is closed.</summary>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two closings at least, by a clock that does not jump.</summary>
    public TimeSpan CloseEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far ahead of the collector's clock a reading may be without a warning.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reasons, warnings and sources that are counted apart; what is beyond is counted together.</summary>
    public int Kinds { get; init; } = 100;
}
