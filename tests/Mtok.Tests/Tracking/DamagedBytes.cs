using System.IO.Compression;
using System.Text;

namespace Mtok.Tests;

/// <summary>Damages a file in one of the ways files are damaged, or made up to do harm; the same seed gives the same bytes.</summary>
internal static class DamagedBytes
{
    private static readonly string[] Numbers =
    [
        "1e308", "-1e308", "1e-400", "1e999", "NaN", "+Inf", "-1", "0", "", "null", "0x10", "1,5", "99999999999999999999999999999999", "9223372036854775807",
        "79228162514264337593543950335", "-79228162514264337593543950335", "0.0000000000000000000000000001", "253402300800", "1e18", "true", "\"7\"",
    ];

    private static readonly byte[][] Marks =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), "'"u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\r"u8.ToArray(), "\n\n"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "\\ud800"u8.ToArray(), [0], [0xFF, 0xFE], [0xC3], [0xEF, 0xBB, 0xBF], "9999-12-31T23:59:59Z"u8.ToArray(), "0001-01-01"u8.ToArray(), "=cmd()"u8.ToArray(),
    ];

    private static readonly Func<byte[], Random, byte[]>[] Ways =
    [
        Flip, (bytes, random) => bytes[..random.Next(bytes.Length)], CutOut, Repeat, Number, Number, Number, Number, Mark, Mark, Lines, Lines, Lines, Column, Column, Nest, Zip,
        (bytes, random) => Lines(Number(bytes, random), random), (bytes, random) => Number(Mark(bytes, random), random),
    ];

    /// <summary>A damaged copy; never the bytes themselves.</summary>
    public static byte[] Of(byte[] bytes, Random random) => Ways[random.Next(Ways.Length)](bytes, random);

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        for (var flips = random.Next(1, 6); flips > 0; flips--)
        {
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        }

        return copy;
    }

    private static byte[] CutOut(byte[] bytes, Random random) => Around(bytes, random, (before, _, after) => [.. before, .. after]);

    private static byte[] Repeat(byte[] bytes, Random random) => Around(bytes, random, (before, part, after) => [.. before, .. part, .. part, .. after]);

    private static byte[] Around(byte[] bytes, Random random, Func<byte[], byte[], byte[], byte[]> join)
    {
        var from = random.Next(bytes.Length);
        var to = Math.Min(bytes.Length, from + random.Next(1, 200));
        return join(bytes[..from], bytes[from..to], bytes[to..]);
    }

    private static byte[] Mark(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        return [.. bytes[..at], .. Marks[random.Next(Marks.Length)], .. bytes[at..]];
    }

    /// <summary>One number of the text becomes another.</summary>
    private static byte[] Number(byte[] bytes, Random random)
    {
        var (at, looked) = (random.Next(bytes.Length), 0);
        for (; looked < bytes.Length && !char.IsAsciiDigit((char)bytes[at]); looked++)
        {
            at = (at + 1) % bytes.Length;
        }

        if (looked == bytes.Length)
        {
            return Flip(bytes, random);
        }

        var (from, to) = (at, at);
        for (; from > 0 && IsOfNumber(bytes[from - 1]); from--)
        {
        }

        for (; to < bytes.Length && IsOfNumber(bytes[to]); to++)
        {
        }

        return [.. bytes[..from], .. Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)]), .. bytes[to..]];
    }

    private static bool IsOfNumber(byte each) => char.IsAsciiDigit((char)each) || each is (byte)'.' or (byte)'-';

    /// <summary>Two lines swapped, one repeated, one dropped.</summary>
    private static byte[] Lines(byte[] bytes, Random random)
    {
        var lines = Split(bytes, (byte)'\n');
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(3))
        {
            case 0: (lines[one], lines[other]) = (lines[other], lines[one]); break;
            case 1: lines.Insert(other, lines[one]); break;
            default: lines.RemoveAt(one); break;
        }

        return Joined(lines, (byte)'\n');
    }

    /// <summary>The first line loses a column, or has one twice, or in other letters; the rows stay.</summary>
    private static byte[] Column(byte[] bytes, Random random)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end <= 0)
        {
            return CutOut(bytes, random);
        }

        var names = Split(bytes[..end], (byte)',');
        var at = random.Next(names.Count);
        switch (random.Next(3))
        {
            case 0: names.RemoveAt(at); break;
            case 1: names[random.Next(names.Count)] = names[at]; break;
            default: names[at] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(names[at]).ToUpperInvariant()); break;
        }

        return [.. Joined(names, (byte)','), .. bytes[end..]];
    }

    private static byte[] Nest(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var deep = Enumerable.Repeat(random.Next(2) == 0 ? "["u8.ToArray() : "{\"a\":"u8.ToArray(), random.Next(10, 20_000)).SelectMany(part => part);
        return random.Next(3) == 0 ? [.. deep] : [.. bytes[..at], .. deep, .. bytes[at..]];
    }

    /// <summary>Compressed, and then as often as not cut off or flipped.</summary>
    private static byte[] Zip(byte[] bytes, Random random)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        var whole = packed.ToArray();
        return random.Next(3) switch { 0 => whole, 1 => whole[..random.Next(2, whole.Length)], _ => Flip(whole, random) };
    }

    private static List<byte[]> Split(byte[] bytes, byte mark)
    {
        var parts = new List<byte[]>();
        var from = 0;
        for (var at = 0; at <= bytes.Length; at++)
        {
            if (at == bytes.Length || bytes[at] == mark)
            {
                parts.Add(bytes[from..at]);
                from = at + 1;
            }
        }

        return parts;
    }

    private static byte[] Joined(List<byte[]> parts, byte mark) => [.. parts.SelectMany((part, at) => at == 0 ? part : [mark, .. part])];
}
