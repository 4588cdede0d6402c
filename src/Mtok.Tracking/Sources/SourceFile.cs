using System.Text;

namespace Mtok.Tracking;

/// <summary>A file to be read: its path, its beginning, and its bytes as often as they are asked for.</summary>
internal sealed class SourceFile
{
    private const int HeadLength = 64 * 1024;
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];
    private readonly Func<Stream> _open;

    /// <param name="path">The path, as messages name it.</param>
    /// <param name="open">Opens the bytes from the start.</param>
    public SourceFile(string path, Func<Stream> open)
    {
        Path = path;
        _open = IsZipped(open) ? () => new WholeGzip(open()) : open;
        using var stream = _open();
        var head = new byte[HeadLength];
        var length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        Head = head.AsMemory(head.AsSpan(0, length).StartsWith(Mark) ? Mark.Length..length : 0..length);
        IsWhole = length < HeadLength;
    }

    /// <summary>The path, as messages name it.</summary>
    public string Path { get; }

    /// <summary>The first bytes, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>Whether <see cref="Head"/> is all of it.</summary>
    public bool IsWhole { get; }

    /// <summary>The beginning as text; an incomplete last character becomes a replacement character.</summary>
    public string HeadText => _headText ??= Encoding.UTF8.GetString(Head.Span);

    private string? _headText;

    /// <summary>The bytes from the start, a byte order mark included.</summary>
    public Stream Open() => _open();

    /// <summary>The whole text; for formats that are small by nature (an API's answer).</summary>
    public string Text()
    {
        using var reader = new StreamReader(_open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The lines with their numbers, one in memory at a time; blank ones are skipped.</summary>
    public IEnumerable<(string Text, Location Where)> Lines()
    {
        using var reader = new StreamReader(_open(), Encoding.UTF8);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (line, new(Path, number, 1));
            }
        }
    }

    /// <summary>Exports come gzipped as often as not; their content is what is inside.</summary>
    private static bool IsZipped(Func<Stream> open)
    {
        using var stream = open();
        return stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
    }

    /// <summary>A place in the file.</summary>
    public Location At(int line) => new(Path, line, 1);

    /// <summary>The bytes of a file on disk, without its gzip.</summary>
    public static Stream Unzipped(string path)
    {
        var isZipped = IsZipped(() => OpenOnDisk(path));
        var file = OpenOnDisk(path);
        return isZipped ? new WholeGzip(file) : file;
    }

    /// <summary>Opens a file on disk.</summary>
    /// <exception cref="InvalidDataException">It is a device, or a pipe that no shell gave: somebody may never write into it.</exception>
    public static Stream OpenOnDisk(string path)
    {
        var kind = FileStatus.Of(path).Kind;
        var isGiven = System.IO.Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
        return kind != FileKind.Device && (kind != FileKind.Pipe || isGiven)
            ? InputFile.Open(path)
            : throw new InvalidDataException("a pipe or device in a folder is nobody's log: give it as <(command) or /dev/stdin, or write it to a file first");
    }

    /// <summary>The file on disk.</summary>
    /// <param name="path">The path.</param>
    /// <param name="progress">Counts what is read of it; null where nobody listens.</param>
    public static SourceFile OnDisk(string path, ReadingProgress? progress = null) => new(path, progress is null ? () => OpenOnDisk(path) : progress.Open);
}
