namespace Mtok;

/// <summary>
/// Writes temporary files beside their targets and renames them once all are written, so that a reader never sees a partial file
/// and a failure leaves nothing behind.
/// </summary>
public static class WholeFiles
{
    /// <summary>Removes what was begun and not kept, and lets nothing else be begun or kept: the last call before the process ends.</summary>
    public static void Abandon() => PartialFile.Abandon();

    /// <summary>Writes files into existing folders.</summary>
    /// <param name="files">Each file's path and bytes.</param>
    /// <returns>Null if all were written, else the reason: <c>path: error: cannot be written: reason</c>.</returns>
    public static string? Write(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var path = "";
        var begun = new List<PartialFile>();
        var swept = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var file in files)
            {
                path = file.Key;
                Refuse(path);
                var folder = FolderOf(path);
                if (!Directory.Exists(folder))
                {
                    throw new IOException($"no such folder: {folder}");
                }

                if (IsDirect(path))
                {
                    File.WriteAllBytes(path, file.Value);
                    continue;
                }

                if (swept.Add(folder))
                {
                    PartialFile.Sweep(folder);
                }

                begun.Add(PartialFile.Begin(path));
                begun[^1].Stream.Write(file.Value);
                begun[^1].Stream.Flush();
            }

            PartialFile.Keep(begun);
            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return Fault(path, exception, begun);
        }
        finally
        {
            begun.ForEach(partial => partial.Dispose());
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
            fault = Fault(path, exception, []);
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
        PartialFile? partial = null;
        try
        {
            Refuse(path);
            if (IsDirect(path))
            {
                using var stream = File.OpenWrite(path);
                write(stream);
                return (isGood(), null);
            }

            PartialFile.Sweep(FolderOf(path));
            partial = PartialFile.Begin(path);
            using var unclosed = new Unclosed(partial.Stream);
            write(unclosed);
            if (!isGood())
            {
                return (false, null);
            }

            PartialFile.Keep([partial]);
            return (true, null);
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return (false, Fault(path, exception, partial is null ? [] : [partial]));
        }
        finally
        {
            partial?.Dispose();
        }
    }

    /// <summary>Whether a file can be written, before there is anything to write.</summary>
    /// <param name="path">The target file.</param>
    /// <returns>Null if it can, else the reason, as <see cref="Write"/> gives it.</returns>
    public static string? WhyNot(string path)
    {
        try
        {
            Refuse(path);
            if (!IsDirect(path))
            {
                var folder = FolderOf(path);
                Try(Directory.Exists(folder) ? folder
                    : throw new IOException(File.Exists(folder) ? $"{folder} is a file, not a folder" : $"no such folder: {folder}"));
            }

            return null;
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return Fault(path, exception, []);
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
            return Fault(folder, exception, []);
        }
    }

    /// <summary>Creates a file in the folder and deletes it.</summary>
    private static void Try(string folder)
    {
        var probe = Path.Combine(folder, "mtok");
        try
        {
            PartialFile.Begin(probe).Dispose();
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

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";

    private static void Refuse(string path)
    {
        var kind = FileStatus.Of(path).Kind;
        if (path.Length == 0 || kind == FileKind.Folder)
        {
            throw new IOException(path.Length == 0 ? "the file has no name" : "it is a folder");
        }

        if (kind == FileKind.File && !FileStatus.MayWrite(path))
        {
            throw new IOException("it is read-only");
        }
    }

    /// <summary>
    /// Terminals, pipes and devices are written to directly: replacing one with a file would break it for everybody; so is the file that a shell opened as
    /// this process's output.
    /// </summary>
    private static bool IsDirect(string path) =>
        FileStatus.Of(path).Kind is FileKind.Pipe or FileKind.Device
            || Path.GetFullPath(path) is "/dev/stdout" or "/dev/stderr"
            || Path.GetFullPath(path).StartsWith("/dev/fd/", StringComparison.Ordinal);

    private static bool IsOfFiles(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>What went wrong, in the name of the file that was to be written.</summary>
    private static string Fault(string path, Exception exception, IEnumerable<PartialFile> begun)
    {
        var message = begun.Aggregate(exception.Message, (message, partial) => message.Replace(partial.Path, path, StringComparison.Ordinal));
        return $"{path}: error: cannot be written: {message}";
    }

    /// <summary>A stream that its writer may close while the file is still locked.</summary>
    private sealed class Unclosed(FileStream file) : Stream
    {
        public override bool CanRead => file.CanRead;

        public override bool CanSeek => file.CanSeek;

        public override bool CanWrite => file.CanWrite;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value) => file.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count) => file.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => file.Write(buffer);
    }
}
