using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Mtok.Server;

/// <summary>A text within an address: deflated, then in letters that addresses take as they are.</summary>
internal static class PackedText
{
    /// <summary>The most bytes of a text, unpacked.</summary>
    public const int Largest = 16 * 1024;

    /// <summary>What is wrong with a larger one.</summary>
    public static string TooLarge { get; } = $"a workload in an address has at most {Largest / 1024} kB; mtok decide FILE takes larger ones";

    /// <summary>The text as an address holds it.</summary>
    public static string Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return Base64Url.EncodeToString(packed.ToArray());
    }

    /// <summary>The text again; null with the problem where it is none, or larger than may be.</summary>
    /// <param name="packed">What the address holds.</param>
    /// <param name="name">The name of its parameter.</param>
    /// <param name="problems">Where to report.</param>
    public static string? Unpack(string packed, string name, Problems problems)
    {
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(packed)), CompressionMode.Decompress);
            var bytes = new byte[Largest + 1];
            var read = deflate.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == 0)
            {
                throw new InvalidDataException();
            }

            if (read <= Largest)
            {
                return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, 0, read);
            }

            problems.Error(new(name, 0, 0), "too-large", TooLarge);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or DecoderFallbackException)
        {
            problems.Error(new(name, 0, 0), "bad-address", "this part of the address is damaged: copy the whole address again");
        }

        return null;
    }
}
