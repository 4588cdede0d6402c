namespace Mtok.Tracking;

/// <summary>
/// Follows logs: what was appended is sent to a collector, which keeps how far they are read together with what was read. A log that was renamed or copied
/// is recognised by its bytes; one whose first line is another is a new one. From one thread.
/// </summary>
/// <param name="collector">Where lines go.</param>
/// <param name="log">The logs.</param>
public sealed class LogTail(LedgerCollector collector, FollowedLog log)
{
    private readonly Dictionary<string, TailedFile> _files = new(StringComparer.Ordinal);

    /// <summary>Reads what was appended since, up to the last whole line, until nothing is left or the collector takes no more.</summary>
    /// <param name="problems">Where to report what cannot be read.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How many readings were stored.</returns>
    public async Task<int> Poll(Problems problems, CancellationToken cancel)
    {
        var stored = 0;
        foreach (var path in Paths(problems))
        {
            try
            {
                stored += await Follow(path, problems, cancel).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Error(new(path, 0, 0), "unreadable-file", exception.Message);
            }
        }

        return stored;
    }

    private async Task<int> Follow(string path, Problems problems, CancellationToken cancel)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (TailedFile.FirstLine(stream) is not { } first)
        {
            return 0;
        }

        if (!_files.TryGetValue(path, out var file) || !file.Goes(first, stream.Length))
        {
            file = TailedFile.Find(path, first, stream, collector.Tails);
        }

        _files[path] = file;
        var stored = 0;
        while (file.Next(stream, problems) is { } part)
        {
            var body = new CollectedBody(BodyKind.LogLines, part.Bytes, path) { Columns = log.Columns, Mark = part.Mark };
            if (await collector.Take(body, cancel).ConfigureAwait(false) is not CollectorAnswer.Stored answer)
            {
                break;
            }

            file.Taken();
            stored += answer.Events;
        }

        return stored;
    }

    private IEnumerable<string> Paths(Problems problems)
    {
        var full = Path.GetFullPath(log.Path);
        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            problems.Error(new(log.Path, 0, 0), "missing-file", "no such folder");
            return [];
        }

        return Directory.EnumerateFiles(folder, Path.GetFileName(full)).Where(path => !path.EndsWith(".gz", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}
