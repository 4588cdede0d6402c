namespace Mtok.Traces;

/// <summary>A stream that ends with an exception where it is longer than may be held in memory.</summary>
/// <param name="inner">The stream; left open.</param>
/// <param name="most">How much may be read.</param>
internal sealed class BoundedStream(Stream inner, Bytes most) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        return _read <= most.Count ? count : throw new InvalidDataException($"one JSON document of more than {most}; as JSON lines it may have any length");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
