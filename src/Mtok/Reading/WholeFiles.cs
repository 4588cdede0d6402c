namespace Mtok;

/// <summary>
/// Writes temporary files beside their targets and renames them once all are written, so that a reader never sees a partial file
/// and a failure leaves nothing behind.
/// </summary>
public static class WholeFiles
{
    /// <summary>Writes files into existing folders.</summary>
    /// <param name="files">Each file's path and bytes.</param>
    /// <returns>Null if all were written, else the reason: <c>path: error: cannot be written: reason</c>.</returns>
    public static string? Write(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var path = "";
        try
        {
            foreach (var file in files)
            {
                path = file.Key;
                RefuseFolder(path);
                if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
                {
                    throw new IOException($"no such folder: {folder}");
                }

                File.WriteAllBytes(IsDevice(path) ? path : Temporary(path), file.Value);
            }

            foreach (var file in files)
            {
                path = file.Key;
                Keep(path);
            }

            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            files.ToList().ForEach(file => TryDelete(Temporary(file.Key)));
            return Fault(path, exception);
        }
    }

    /// <summary>Writes files, creating missing folders.</summary>
    /// <param name="files">Each file's path and bytes.</param>
    /// <returns>Null if all were written, else the reason.</returns>
    public static string? Store(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var path = "";
        try
        {
            foreach (var file in files)
            {
                path = file.Key;
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            }
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return Fault(path, exception);
        }

        return Write(files);
    }

    /// <summary>Streams into a temporary file and keeps it only if the content is good.</summary>
    /// <param name="path">The target file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="isGood">Whether to keep what was written; called after writing.</param>
    /// <returns>Whether the file was kept, and the reason if it could not be written.</returns>
    public static (bool Kept, string? Fault) Stream(string path, Action<Stream> write, Func<bool> isGood)
    {
        string? fault = null;
        try
        {
            RefuseFolder(path);
            using (var stream = IsDevice(path) ? File.OpenWrite(path) : File.Create(Temporary(path)))
            {
                write(stream);
            }

            if (isGood())
            {
                Keep(path);
                return (true, null);
            }
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            fault = Fault(path, exception);
        }

        TryDelete(Temporary(path));
        return (false, fault);
    }

    private static void RefuseFolder(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
        {
            throw new IOException(path.Length == 0 ? "the file has no name" : "it is a folder");
        }
    }

    /// <summary>Moves the temporary file to its target; if the path is a link, to the file it links to.</summary>
    private static void Keep(string path)
    {
        if (!IsDevice(path))
        {
            var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
            File.Move(Temporary(path), target ?? path, overwrite: true);
        }
    }

    /// <summary>Terminals, pipes and devices are written to directly: replacing one with a file would break it for everybody.</summary>
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static bool IsOfFiles(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string Fault(string path, Exception exception) =>
        $"{path}: error: cannot be written: {exception.Message.Replace(Temporary(path), path, StringComparison.Ordinal)}";

    private static string Temporary(string path) => path + ".partial";

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure to write is already reported; failing to remove the temporary file adds nothing.
        }
    }
}
