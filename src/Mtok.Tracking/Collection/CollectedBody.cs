namespace Mtok.Tracking;

/// <summary>How the bytes of a body are to be read.</summary>
public enum BodyKind
{
    /// <summary>An OTLP export request of traces or metrics, as protobuf.</summary>
    OtlpProto,

    /// <summary>The same as JSON.</summary>
    OtlpJson,

    /// <summary>Prometheus' remote-write 1.0: a snappy block of protobuf.</summary>
    RemoteWrite,

    /// <summary>The text of <c>/metrics</c>, as its target answered.</summary>
    Scrape,

    /// <summary>An answer of Prometheus' HTTP API with raw samples.</summary>
    PrometheusAnswer,

    /// <summary>Lines of a usage log: JSON lines of any dialect that is known.</summary>
    LogLines,
}

/// <summary>What one sender sent at once: stored as a whole or not at all.</summary>
/// <param name="Kind">How it is to be read.</param>
/// <param name="Bytes">The bytes, gzipped or not; they are read until the answer is there.</param>
/// <param name="Sender">Who sent it, as problems name it: an address, a target, a path.</param>
/// <param name="Target">The target of a scrape, its <c>instance</c>; null for what names its targets itself.</param>
public sealed record CollectedBody(BodyKind Kind, ReadOnlyMemory<byte> Bytes, string Sender, string? Target = null)
{
    /// <summary>When a scrape was made: the time of its samples that have none; null for the moment it is taken.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Labels of a scrape's target beside its <c>instance</c>, such as <c>job</c> and <c>deployment</c>; the target's own count first.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The columns of log lines, where a user names them; null for the common spellings.</summary>
    public UsageColumns? Columns { get; init; }

    /// <summary>How far a followed log is read with this body; null for what comes from no log.</summary>
    internal TailMark? Mark { get; init; }
}
