using System.IO.Compression;
using System.Text;

namespace Mtok.Traces;

/// <summary>A trace file's bytes, decompressed if gzip, and the share read so far.</summary>
internal sealed class TraceSource(string path)
{
    private const int HeadBytes = 1 << 16;
    private const int LongestHead = 1 << 26;

    private long _length;
    private Func<long>? _position;

    public string Path { get; } = path;

    public Ratio Share => _length > 0 && _position is not null ? Ratio.FromValue(_position() / (double)_length) : Ratio.Zero;

    public static Location Line(string path, long line) => new(path, (int)Math.Min(line, int.MaxValue), 0);

    public Stream Open()
    {
        var file = InputFile.Open(Path);
        var length = file.Length;
        _length = length;
        _position = () => file.CanRead ? file.Position : length;
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The file's first bytes, of JSON with its whole first line; null if it cannot be read (reported).</summary>
    public byte[]? Head(Problems problems)
    {
        if (!InputFile.IsThere(Path, problems))
        {
            return null;
        }

        try
        {
            using var stream = Open();
            var (head, length) = (new byte[HeadBytes], 0);
            while (true)
            {
                length += stream.ReadAtLeast(head.AsSpan(length), head.Length - length, throwOnEndOfStream: false);
                if (length < head.Length || head.Length >= LongestHead || head[0] != '{' || head.Contains((byte)'\n'))
                {
                    return head[..length];
                }

                Array.Resize(ref head, head.Length * 4);
            }
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
