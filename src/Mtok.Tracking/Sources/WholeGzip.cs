using System.Buffers.Binary;
using System.IO.Compression;

namespace Mtok.Tracking;

/// <summary>
/// What is gzipped in a file, refused where it is cut off: the runtime takes the end of the file for the end of the data. A gzip ends with the length
/// of what is in it.
/// </summary>
/// <param name="file">The file; it can be read twice.</param>
internal sealed class WholeGzip(Stream file) : ReadStream
{
    private const int Trailer = sizeof(uint);

    /// <summary>How a gzip begins.</summary>
    private static ReadOnlySpan<byte> Start => [0x1F, 0x8B, 0x08];

    private readonly GZipStream _data = new(file, CompressionMode.Decompress, leaveOpen: true);
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var count = Unpack(buffer);
        _read += count;
        if (count == 0 && buffer.Length > 0 && IsCutOff())
        {
            throw new InvalidDataException("the gzip is cut off: less is in it than its end says, or the end is missing");
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _data.Dispose();
        file.Dispose();
        base.Dispose(disposing);
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _data.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("the gzip is cut off or damaged", exception);
        }
    }

    /// <summary>Whether the last four bytes are not the length; several gzips one after another end with the length of the last, and are let pass.</summary>
    private bool IsCutOff()
    {
        Span<byte> end = stackalloc byte[Trailer];
        file.Seek(-Trailer, SeekOrigin.End);
        file.ReadExactly(end);
        return BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)_read && !HasSeveral();
    }

    private bool HasSeveral()
    {
        file.Seek(1, SeekOrigin.Begin);
        var buffer = new byte[1 << 16];
        var kept = 0;
        while (file.Read(buffer, kept, buffer.Length - kept) is var count and > 0)
        {
            var all = buffer.AsSpan(0, kept + count);
            if (all.IndexOf(Start) >= 0)
            {
                return true;
            }

            kept = Math.Min(2, all.Length);
            all[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
