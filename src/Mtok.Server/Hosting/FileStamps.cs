namespace Mtok.Server;

/// <summary>What changes with the names, times and sizes of files.</summary>
internal static class FileStamps
{
    /// <summary>Links may lead back.</summary>
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.None };

    /// <summary>The stamps of a file, or of all files below a folder; empty where there is neither.</summary>
    public static string Of(string path)
    {
        var files = File.Exists(path) ? [new FileInfo(path)]
            : Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", Below)
            : Enumerable.Empty<FileInfo>();
        return string.Join('|', files.Select(file => $"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}").Order(StringComparer.Ordinal));
    }
}
