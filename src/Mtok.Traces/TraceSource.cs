using System.IO.Compression;
using System.Text;

namespace Mtok.Traces;

/// <summary>A trace file's bytes, decompressed if gzip, and the share read so far.</summary>
internal sealed class TraceSource(string path)
{
    private const int HeadBytes = 65536;

    private long _length;
    private Func<long>? _position;

    public string Path { get; } = path;

    public Ratio Share => _length > 0 && _position is not null ? Ratio.FromValue(_position() / (double)_length) : Ratio.Zero;

    public static Location Line(string path, long line) => new(path, (int)Math.Min(line, int.MaxValue), 0);

    public Stream Open()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18, FileOptions.SequentialScan);
        var length = file.Length;
        _length = length;
        _position = () => file.CanRead ? file.Position : length;
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The file's first bytes; null if it cannot be read (reported).</summary>
    public byte[]? Head(Problems problems)
    {
        if (!File.Exists(Path))
        {
            problems.Error(
                new(Path, 0, 0),
                Directory.Exists(Path) ? "unreadable-file" : "missing-file",
                Directory.Exists(Path) ? "it is a folder, not a file" : "no such file");
            return null;
        }

        try
        {
            using var stream = Open();
            var head = new byte[HeadBytes];
            var length = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
            return head[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            problems.Error(new(Path, 0, 0), "unreadable-file", exception.Message);
            return null;
        }
    }

    public static string FirstLine(byte[] head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF');
        return text.Split('\n', 2)[0].TrimEnd('\r');
    }
}
