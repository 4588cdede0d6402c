namespace Mtok;

/// <summary>
/// Writes temporary files beside their targets and renames them once all are written, so that a reader never sees a partial file
/// and a failure leaves nothing behind.
/// </summary>
public static class WholeFiles
{
    private static readonly Lock Changing = new();
    private static readonly HashSet<string> Begun = new(StringComparer.Ordinal);

    /// <summary>Removes what was begun and not kept, and lets nothing else be begun or kept: the last call before the process ends.</summary>
    public static void Abandon()
    {
        Changing.Enter();
        Begun.ToList().ForEach(TryDelete);
    }

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

                File.WriteAllBytes(IsDevice(path) ? path : Begin(path), file.Value);
            }

            lock (Changing)
            {
                foreach (var file in files)
                {
                    path = file.Key;
                    Keep(path);
                }
            }

            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            files.ToList().ForEach(file => TryDelete(Temporary(file.Key)));
            return Fault(path, exception);
        }
    }

    /// <summary>Writes files, creating missing folders, which a failure takes away again.</summary>
    /// <param name="files">Each file's path and bytes.</param>
    /// <returns>Null if all were written, else the reason.</returns>
    public static string? Store(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var path = "";
        var folders = new MadeFolders();
        string? fault;
        try
        {
            foreach (var file in files)
            {
                path = file.Key;
                folders.Make(Path.GetDirectoryName(Path.GetFullPath(path))!);
            }

            fault = Write(files);
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            fault = Fault(path, exception);
        }

        if (fault is not null)
        {
            folders.RemoveEmpty();
        }

        return fault;
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
            using (var stream = IsDevice(path) ? File.OpenWrite(path) : File.Create(Begin(path)))
            {
                write(stream);
            }

            if (isGood())
            {
                lock (Changing)
                {
                    Keep(path);
                }

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

    /// <summary>Whether a file can be written, before there is anything to write.</summary>
    /// <param name="path">The target file.</param>
    /// <returns>Null if it can, else the reason, as <see cref="Write"/> gives it.</returns>
    public static string? WhyNot(string path)
    {
        try
        {
            RefuseFolder(path);
            if (!IsDevice(path))
            {
                var folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
                Try(Directory.Exists(folder) ? folder
                    : throw new IOException(File.Exists(folder) ? $"{folder} is a file, not a folder" : $"no such folder: {folder}"));
            }

            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return Fault(path, exception);
        }
    }

    /// <summary>Whether files can be written into a folder, which is created if missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Null if they can, else the reason.</returns>
    public static string? WhyNotInto(string folder)
    {
        try
        {
            Try(folder.Length == 0 ? throw new IOException("the folder has no name") : Existing(folder));
            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return Fault(folder, exception);
        }
    }

    /// <summary>Creates a file in the folder and deletes it.</summary>
    private static void Try(string folder)
    {
        var probe = Temporary(Path.Combine(folder, ".mtok"));
        try
        {
            new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            throw new IOException(exception.Message.Replace(probe, folder, StringComparison.Ordinal), exception);
        }
    }

    /// <summary>The folder, or the nearest above it that exists.</summary>
    private static string Existing(string folder)
    {
        for (var at = Path.GetFullPath(folder); ; at = Path.GetDirectoryName(at) ?? throw new IOException($"no such folder: {folder}"))
        {
            if (File.Exists(at))
            {
                throw new IOException($"{Path.GetRelativePath(".", at)} is a file, not a folder");
            }

            if (Directory.Exists(at))
            {
                return at;
            }
        }
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
            Begun.Remove(Temporary(path));
        }
    }

    /// <summary>Terminals, pipes and devices are written to directly: replacing one with a file would break it for everybody.</summary>
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static bool IsOfFiles(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string Fault(string path, Exception exception) =>
        $"{path}: error: cannot be written: {exception.Message.Replace(Temporary(path), path, StringComparison.Ordinal)}";

    /// <summary>The temporary file, to be removed if the process is interrupted.</summary>
    private static string Begin(string path)
    {
        lock (Changing)
        {
            Begun.Add(Temporary(path));
            return Temporary(path);
        }
    }

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
