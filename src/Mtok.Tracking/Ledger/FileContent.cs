using System.Security.Cryptography;

namespace Mtok.Tracking;

/// <summary>The bytes of a file, or of what is gzipped in it, by their SHA-256: a log that was gzipped since is the same log.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hash">The hash of all of it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Beginnings">The hashes of its first bytes, by how many they are.</param>
internal sealed record FileContent(string Path, string Hash, long Bytes, IReadOnlyDictionary<long, string> Beginnings)
{
    private const int Part = 1 << 16;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lengths">The beginnings asked for.</param>
    public static FileContent Of(string path, IEnumerable<long> lengths)
    {
        using var stream = SourceFile.Unzipped(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var beginnings = new Dictionary<long, string>();
        var buffer = new byte[Part];
        var read = 0L;
        foreach (var length in lengths.Distinct().Order().Append(long.MaxValue))
        {
            while (read < length && stream.Read(buffer, 0, (int)Math.Min(Part, length - read)) is var count and > 0)
            {
                hash.AppendData(buffer, 0, count);
                read += count;
            }

            if (read == length)
            {
                beginnings[length] = Convert.ToHexString(hash.GetCurrentHash());
            }
        }

        return new(path, Convert.ToHexString(hash.GetCurrentHash()), read, beginnings);
    }
}
