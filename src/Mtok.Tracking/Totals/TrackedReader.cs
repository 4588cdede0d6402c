using System.Security.Cryptography;

namespace Mtok.Tracking;

/// <summary>Reads files and folders of usage, counters and bills: each file by its content, each statement once.</summary>
/// <param name="problems">Where to report files and rows that cannot be used.</param>
public sealed class TrackedReader(Problems problems)
{
    private readonly Tally _tally = new();
    private readonly List<TrackedFile> _files = [];
    private readonly Dictionary<string, string> _byContent = new(StringComparer.Ordinal);

    /// <summary>Everything in these files and folders.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Told of each file before it is read; null where nobody listens.</param>
    public Tracked Read(IReadOnlyList<string> paths, Action<string>? progress = null)
    {
        foreach (var (path, isNamed) in TrackedPaths.Of(paths, problems))
        {
            progress?.Invoke(path);
            try
            {
                Read(path, isNamed);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                problems.Error(new(path, 0, 0), "unreadable-file", exception.Message);
            }
        }

        return _tally.Finish(_files);
    }

    private void Read(string path, bool isNamed)
    {
        if (!_byContent.TryAdd(ContentOf(path), path))
        {
            _files.Add(new(path, null, 0, [], _byContent[ContentOf(path)]));
            return;
        }

        var file = SourceFile.OnDisk(path);
        if (Source.Of(file) is not { } source)
        {
            Unknown(path, isNamed);
            return;
        }

        source.Read(file, _tally, problems);
        var (rows, leftOut) = _tally.EndFile();
        _files.Add(new(path, source.Name, rows, leftOut));
    }

    /// <summary>A file that was named must be of a known format; one that only lies in a folder is told.</summary>
    private void Unknown(string path, bool isNamed)
    {
        const string What = "no known format of usage, counters or bills";
        if (isNamed)
        {
            problems.Error(new(path, 0, 0), "unknown-format", What);
            return;
        }

        _tally.Warn(new(path, 0, 0), $"{Path.GetFileName(path)}: {What}; not read");
        _files.Add(new(path, null, 0, []));
    }

    private static string ContentOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
