namespace Mtok.Traces;

/// <summary>A stream that ends with an exception where it is longer than may be held in memory.</summary>
/// <param name="inner">The stream; left open.</param>
/// <param name="most">How much may be read.</param>
internal sealed class BoundedStream(Stream inner, Bytes most) : ReadStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        return _read <= most.Count ? count : throw new InvalidDataException($"one JSON document of more than {most}; as JSON lines it may have any length");
    }
}
