namespace Mtok.Tracking;

/// <summary>Snappy's block format, in which remote-write compresses its bodies.</summary>
internal static class SnappyBlock
{
    private const int Largest = 64 * 1024 * 1024;

    /// <summary>
    /// The uncompressed bytes; null where it is no such block. Of a block that is cut off, what could be had where <paramref name="isPart"/> says that it
    /// may be.
    /// </summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> block, bool isPart)
    {
        var at = 0;
        if (ProtoReader.Varint(block, ref at) is not ({ } length and <= Largest))
        {
            return null;
        }

        var output = new List<byte>();
        while (at < block.Length && output.Count < (int)length)
        {
            var isWhole = (block[at] & 3) == 0 ? Literal(block, ref at, output) : Copy(block, ref at, output);
            if (!isWhole)
            {
                return isPart ? [.. output] : null;
            }
        }

        return output.Count == (int)length && at == block.Length || (isPart && output.Count <= (int)length) ? [.. output] : null;
    }

    private static bool Literal(ReadOnlySpan<byte> block, ref int at, List<byte> output)
    {
        var length = (block[at++] >> 2) + 1;
        if (length > 60)
        {
            var bytes = length - 60;
            if (block.Length - at < bytes || LittleEndian(block.Slice(at, bytes)) is not (>= 0 and < Largest and var longer))
            {
                return false;
            }

            at += bytes;
            length = longer + 1;
        }

        var have = Math.Min(length, block.Length - at);
        output.AddRange(block.Slice(at, have));
        at += have;
        return have == length;
    }

    private static bool Copy(ReadOnlySpan<byte> block, ref int at, List<byte> output)
    {
        var tag = block[at++];
        var bytes = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (block.Length - at < bytes)
        {
            return false;
        }

        var offset = LittleEndian(block.Slice(at, bytes)) | (bytes == 1 ? (tag >> 5) << 8 : 0);
        var length = bytes == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        at += bytes;
        if (offset <= 0 || offset > output.Count)
        {
            return false;
        }

        for (var copied = 0; copied < length; copied++)
        {
            output.Add(output[^offset]);
        }

        return true;
    }

    /// <summary>The number; negative where it exceeds 31 bits.</summary>
    private static int LittleEndian(ReadOnlySpan<byte> bytes)
    {
        var number = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            number |= bytes[at] << (8 * at);
        }

        return number;
    }
}
