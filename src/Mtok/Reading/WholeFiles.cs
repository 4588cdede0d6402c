namespace Mtok;

/// <summary>Writes files beside their targets and renames them only when all are written, so that nobody ever reads half a file and nothing is left where it fails.</summary>
public static class WholeFiles
{
    /// <summary>Writes files into folders that exist.</summary>
    /// <param name="files">Each file's path and bytes.</param>
    /// <returns>Null where all were written, else why not: <c>path: error: cannot be written: reason</c>.</returns>
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
                    throw new IOException($"there is no folder {folder}");
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

    /// <summary>Writes files into folders that are made where they are missing.</summary>
    /// <param name="files">Each file's path and bytes.</param>
    /// <returns>Null where all were written, else why not.</returns>
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

    /// <summary>Writes a file as it is made, and keeps it only where it turned out good.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="isGood">Whether what was written is to be kept.</param>
    /// <returns>Whether it was kept, and where it could not be written, why.</returns>
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

    /// <summary>Puts what was written in its place; where the path is a link, in the place it leads to.</summary>
    private static void Keep(string path)
    {
        if (!IsDevice(path))
        {
            var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
            File.Move(Temporary(path), target ?? path, overwrite: true);
        }
    }

    /// <summary>Terminals, pipes and the like are written to as they are: a file in their place would break them for everybody.</summary>
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
            // The failure to write is already reported; what could not be removed either is no news.
        }
    }
}
