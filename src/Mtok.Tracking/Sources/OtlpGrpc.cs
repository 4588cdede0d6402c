using System.Buffers.Binary;
using System.IO.Compression;

namespace Mtok.Tracking;

/// <summary>
/// OTLP as a gRPC client sends it: export requests one after the other, each behind a flag that says whether it is gzipped, and its length.
/// One message is in memory at a time.
/// </summary>
internal static class OtlpGrpc
{
    private const int PrefixLength = 5;

    /// <summary>Far beyond the 4 MB that servers accept by default; a longer message is damage.</summary>
    private const int Longest = 64 * 1024 * 1024;

    public static Source Source { get; } = new("OTLP gRPC", file => Fits(file.Head.Span), Read);

    /// <summary>Whether the first message that is not empty is an export request.</summary>
    private static bool Fits(ReadOnlySpan<byte> head)
    {
        while (head.Length > PrefixLength && LengthIn(head) is { } length)
        {
            var isWhole = length <= head.Length - PrefixLength;
            if (length > 0)
            {
                var part = head.Slice(PrefixLength, isWhole ? length : head.Length - PrefixLength);
                return Inflated(part.ToArray(), IsZipped(head), isPart: !isWhole) is { Length: > 0 } message && OtlpProto.Fits(message, isWhole);
            }

            head = head[PrefixLength..];
        }

        return false;
    }

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        var where = file.At(0);
        var spans = new OtlpSpans(readings);
        using var stream = file.Open();
        var prefix = new byte[PrefixLength];
        for (var number = 1; stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) is > 0 and var read; number++)
        {
            if (read < PrefixLength || LengthIn(prefix) is not { } length || Next(stream, length) is not { } message)
            {
                problems.Error(where, "broken-grpc", $"message {number} is cut off or damaged");
                return;
            }

            Read(message, IsZipped(prefix), number, where, spans, readings, problems);
        }
    }

    private static void Read(byte[] message, bool isZipped, int number, Location where, OtlpSpans spans, IReadings readings, Problems problems)
    {
        try
        {
            var request = Inflated(message, isZipped, isPart: false) ?? throw new InvalidDataException("the compressed part does not unpack");
            OtlpExports.Add(OtlpProto.Read(request), spans, where, readings);
        }
        catch (InvalidDataException exception)
        {
            problems.Error(where, "broken-protobuf", $"message {number}: a damaged export: {exception.Message}");
        }
    }

    private static bool IsZipped(ReadOnlySpan<byte> prefix) => prefix[0] == 1;

    /// <summary>The length of a message by its prefix; null where that is none.</summary>
    private static int? LengthIn(ReadOnlySpan<byte> prefix) =>
        prefix[0] <= 1 && BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]) is <= Longest and var length ? (int)length : null;

    /// <summary>The next bytes, grown as they come: a damaged length asks for no memory that the file does not fill.</summary>
    private static byte[]? Next(Stream stream, int length)
    {
        using var message = new MemoryStream();
        var part = new byte[Math.Min(length, 81_920)];
        while (message.Length < length && stream.Read(part, 0, (int)Math.Min(part.Length, length - message.Length)) is > 0 and var read)
        {
            message.Write(part, 0, read);
        }

        return message.Length == length ? message.ToArray() : null;
    }

    /// <summary>A message unpacked where it is gzipped; null where that is damaged, or of a part where <paramref name="isPart"/> what could be had.</summary>
    private static byte[]? Inflated(byte[] message, bool isZipped, bool isPart)
    {
        if (!isZipped)
        {
            return message;
        }

        using var unpacked = new MemoryStream();
        try
        {
            using var zip = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
            var part = new byte[81_920];
            while (unpacked.Length <= Longest && zip.Read(part) is > 0 and var read)
            {
                unpacked.Write(part, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return isPart ? unpacked.ToArray() : null;
        }

        return unpacked.Length <= Longest ? unpacked.ToArray() : null;
    }
}
