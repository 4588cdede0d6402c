using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mtok.Tracking;

/// <summary>Writes segments beside their place and renames them once they are on disk.</summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="database">The database to select from.</param>
internal sealed class SegmentWriter(string folder, LedgerDatabase database)
{
    private const string Root = "segments";
    private const int HashLength = 12;

    /// <summary>Writes a segment.</summary>
    /// <param name="segment">Its place, rows and sums; its revision, path and hash are found here.</param>
    /// <param name="selection">Its rows, as SQL.</param>
    /// <param name="before">The earlier revision, kept where the bytes are the same; null where there is none.</param>
    public Segment Write(Segment segment, string selection, Segment? before)
    {
        var partial = Path.Combine(folder, Root, "segment.partial");
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        database.Execute($"COPY ({selection}) TO {LedgerDatabase.Quoted(partial)} (FORMAT parquet, COMPRESSION zstd)");
        var hash = HashOnDisk(partial);
        if (hash == before?.Sha256 && File.Exists(Path.Combine(folder, before.Path)))
        {
            File.Delete(partial);
            return before;
        }

        var revision = (before?.Revision ?? 0) + 1;
        var path = string.Create(
            CultureInfo.InvariantCulture, $"{Root}/{segment.Kind}/{NameOf(segment)}.r{revision}.{hash[..HashLength].ToLowerInvariant()}.parquet");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.Move(partial, Path.Combine(folder, path), overwrite: true);
        return segment with { Revision = revision, Path = path, Sha256 = hash };
    }

    /// <summary>Deletes the files of earlier revisions, but for those that a reader of the list before may be about to open.</summary>
    public void Sweep(SegmentList before, SegmentList after)
    {
        var kept = before.Segments.Concat(after.Segments).Select(segment => Path.GetFullPath(Path.Combine(folder, segment.Path))).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, Root), "*", SearchOption.AllDirectories).Select(Path.GetFullPath))
        {
            if (!kept.Contains(file))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>The hash of a file's bytes.</summary>
    public static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    private static string HashOnDisk(string path)
    {
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Flush(flushToDisk: true);
        }

        return HashOf(path);
    }

    private static string NameOf(Segment segment) => segment.Hour is { } hour
        ? $"{LedgerTime.Beginning(hour)!.Value.ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture)}-{Slug(segment.Source)}"
        : Slug(segment.Source);

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            slug.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        }

        return slug.Length > 0 ? slug.ToString() : "undated";
    }
}
