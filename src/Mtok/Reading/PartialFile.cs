namespace Mtok;

/// <summary>
/// A file that is being written: beside its target, under a name of its own, hidden, and locked, so that no two writers meet and what a killed writer
/// left is known by its open lock and removed by the next.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Ending = ".mtok-partial";
    private const int Tries = 100;
    private static readonly Lock Changing = new();
    private static readonly HashSet<string> Begun = new(StringComparer.Ordinal);
    private readonly string _target;
    private bool _kept;

    private PartialFile(string target, string path, FileStream stream)
    {
        _target = target;
        Path = path;
        Stream = stream;
    }

    /// <summary>Where it is written.</summary>
    public string Path { get; }

    /// <summary>Takes its content.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file; where the target is a link, the file that it links to.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static PartialFile Begin(string path)
    {
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        var folder = System.IO.Path.GetDirectoryName(target) is { Length: > 0 } named ? named : ".";
        for (var tries = 1; ; tries++)
        {
            var name = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(target)}.{System.IO.Path.GetRandomFileName()[..8]}{Ending}");
            try
            {
                lock (Changing)
                {
                    Begun.Add(name);
                    var stream = new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                    if (FileStatus.IsAt(stream.SafeFileHandle, name))
                    {
                        return new(target, name, stream);
                    }

                    // Somebody swept it before it was locked.
                    stream.Dispose();
                }
            }
            catch (IOException) when (tries < Tries && Directory.Exists(folder))
            {
                // Somebody sweeps it, before it was locked.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new IOException(exception.Message.Replace(name, path, StringComparison.Ordinal), exception);
            }

            Forget(name);
        }
    }

    /// <summary>Removes what killed writers left in a folder; what is still being written is locked, and stays.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (var left in Directory.EnumerateFiles(folder, $".*{Ending}"))
            {
                TryRemove(left);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read is reported when something is written into it.
        }
    }

    /// <summary>Removes everything that was begun and not kept, and lets nothing else be begun or kept: the last call before the process ends.</summary>
    public static void Abandon()
    {
        Changing.Enter();
        Begun.ToList().ForEach(TryDelete);
    }

    /// <summary>Another file to be removed when the process is interrupted.</summary>
    public static void Watch(string path)
    {
        lock (Changing)
        {
            Begun.Add(path);
        }
    }

    /// <summary>Not to be removed any more.</summary>
    public static void Forget(string path)
    {
        lock (Changing)
        {
            Begun.Remove(path);
        }
    }

    /// <summary>Puts files in their targets' place, one after the other; a replaced file's mode and owner stay.</summary>
    /// <exception cref="IOException">One cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be replaced.</exception>
    public static void Keep(IEnumerable<PartialFile> files)
    {
        lock (Changing)
        {
            foreach (var file in files)
            {
                file.Keep();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is reported where it was written.
        }

        if (!_kept)
        {
            TryDelete(Path);
            Forget(Path);
        }
    }

    private void Keep()
    {
        Stream.Flush();
        if (OperatingSystem.IsWindows())
        {
            Stream.Dispose();
        }

        KeepMode();
        File.Move(Path, _target, overwrite: true);
        Stream.Dispose();
        _kept = true;
        Begun.Remove(Path);
    }

    private void KeepMode()
    {
        if (OperatingSystem.IsWindows() || FileStatus.Of(_target) is not { Kind: FileKind.File } was)
        {
            return;
        }

        var now = FileStatus.Of(Stream.SafeFileHandle);

        if ((was.Owner, was.Group) != (now.Owner, now.Group))
        {
            // Where that is not allowed, the file is the writer's: as every editor leaves it.
            _ = NativeFiles.ChangeOwner(Path, was.Owner, was.Group);
        }

        File.SetUnixFileMode(Stream.SafeFileHandle, File.GetUnixFileMode(_target));
    }

    private static void TryRemove(string path)
    {
        try
        {
            using var left = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is being written, or it is somebody else's.
        }
    }

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
