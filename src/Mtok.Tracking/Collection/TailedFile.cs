using System.Security.Cryptography;

namespace Mtok.Tracking;

/// <summary>A log as far as it is read.</summary>
internal sealed class TailedFile
{
    /// <summary>Bytes that are sent at once; more where a line is longer.</summary>
    private const int Part = 1 << 20;

    private const int LongestLine = 8 << 20;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _path;
    private readonly string _first;
    private long _offset;
    private TailPart? _part;

    private TailedFile(string path, string first)
    {
        _path = path;
        _first = first;
    }

    /// <summary>The hash of the first line; null where there is none yet.</summary>
    public static string? FirstLine(FileStream stream)
    {
        stream.Position = 0;
        var bytes = Lines(stream, 4096, firstAlone: true);
        return bytes is { Length: > 0 } ? Convert.ToHexString(SHA256.HashData(bytes)) : null;
    }

    /// <summary>A log at the place to which it, or what it was renamed or copied from, is read; at its beginning where that is not known.</summary>
    /// <param name="path">The log.</param>
    /// <param name="first">The hash of its first line.</param>
    /// <param name="stream">Its bytes.</param>
    /// <param name="marks">How far logs are read.</param>
    public static TailedFile Find(string path, string first, FileStream stream, IReadOnlyList<TailMark> marks)
    {
        var known = marks.Where(mark => mark.First == first && mark.Offset <= stream.Length).OrderByDescending(mark => mark.Path == path)
            .ThenByDescending(mark => mark.Offset);
        foreach (var mark in known)
        {
            var file = new TailedFile(path, first);
            if (file.HashTo(stream, mark.Offset) == mark.Read)
            {
                file._offset = mark.Offset;
                return file;
            }
        }

        return new(path, first);
    }

    /// <summary>Whether this is the same log, and no shorter.</summary>
    public bool Goes(string first, long length) => first == _first && length >= _offset;

    /// <summary>The next whole lines, or those that were not taken before; null where there are none yet.</summary>
    public TailPart? Next(FileStream stream, Problems problems)
    {
        if (_part is not null)
        {
            return _part;
        }

        stream.Position = _offset;
        if (Lines(stream, Part, firstAlone: false) is not { } bytes)
        {
            problems.Error(new(_path, 0, 0), "long-line", "a line of more than 8 MB: the log is not read any further");
            return null;
        }

        if (bytes.Length == 0)
        {
            return null;
        }

        _hash.AppendData(bytes);
        return _part = new(bytes, new(_path, _first, _offset + bytes.Length, Convert.ToHexString(_hash.GetCurrentHash())));
    }

    /// <summary>Goes on behind the lines that were taken.</summary>
    public void Taken() => (_offset, _part) = (_part!.Mark.Offset, null);

    /// <summary>Whole lines from here; empty where no line has ended yet, null where it is too long.</summary>
    private static byte[]? Lines(FileStream stream, int part, bool firstAlone)
    {
        var begin = stream.Position;
        for (var size = part; size <= LongestLine; size *= 2)
        {
            stream.Position = begin;
            var bytes = new byte[(int)Math.Min(size, Math.Max(0, stream.Length - begin))];
            var read = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            var end = firstAlone ? read.IndexOf((byte)'\n') : read.LastIndexOf((byte)'\n');
            if (end >= 0 || read.Length < size)
            {
                return read[..(end + 1)].ToArray();
            }
        }

        return null;
    }

    private string HashTo(FileStream stream, long offset)
    {
        stream.Position = 0;
        var buffer = new byte[1 << 16];
        for (var left = offset; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0)
            {
                break;
            }

            _hash.AppendData(buffer, 0, read);
            left -= read;
        }

        return Convert.ToHexString(_hash.GetCurrentHash());
    }
}

/// <summary>Lines of a log that are sent together.</summary>
/// <param name="Bytes">The lines.</param>
/// <param name="Mark">How far the log is read with them.</param>
internal sealed record TailPart(byte[] Bytes, TailMark Mark);
