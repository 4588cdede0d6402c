namespace Mtok.Tracking;

/// <summary>The files that paths name: files themselves, and every file of a folder.</summary>
internal static class TrackedPaths
{
    /// <summary>The files, in an order that does not depend on the file system; a path without a file is reported.</summary>
    public static IReadOnlyList<(string Path, bool IsNamed)> Of(IReadOnlyList<string> paths, Problems problems)
    {
        var files = new List<(string Path, bool IsNamed)>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(FilesIn(path).Select(file => (file, false)));
            }
            else if (File.Exists(path))
            {
                files.Add((path, true));
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
            .Where(file => !Path.GetRelativePath(folder, file).Split('/', '\\').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal);
}
