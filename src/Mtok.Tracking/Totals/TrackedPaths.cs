namespace Mtok.Tracking;

/// <summary>The files that paths name: files themselves, and every file of a folder.</summary>
internal static class TrackedPaths
{
    /// <summary>The files, in an order that does not depend on the file system; a path without a file is reported.</summary>
    public static IReadOnlyList<TrackedPath> Of(IReadOnlyList<string> paths, Problems problems)
    {
        var files = new List<TrackedPath>();
        foreach (var path in paths)
        {
            if (LedgerFolder.Is(path))
            {
                problems.Error(new(path, 0, 0), "is-ledger", $"this is a ledger: use --ledger {path}");
            }
            else if (Directory.Exists(path))
            {
                files.AddRange(FilesIn(path).Select(file => new TrackedPath(file, false)));
            }
            else if (File.Exists(path))
            {
                files.Add(new(path, true));
            }
            else
            {
                problems.Error(new(path, 0, 0), "missing-file", "no such file or folder");
            }
        }

        return [.. files.DistinctBy(file => Path.GetFullPath(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System })
            .Where(file => !LedgerFolder.Holds(file, folder))
            .Where(file => !Path.GetRelativePath(folder, file).Split('/', '\\').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal);
}

/// <summary>A file to read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="IsNamed">Whether it was named itself, and not only its folder.</param>
internal readonly record struct TrackedPath(string Path, bool IsNamed);
