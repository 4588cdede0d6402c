namespace Mtok;

/// <summary>Reads a file a user names, so that any failure becomes a problem and not an exception.</summary>
public static class InputFile
{
    /// <summary>The name of standard input on a command line.</summary>
    public const string StandardInput = "-";

    private const long Largest = 256 * 1024 * 1024;
    private const string Unreadable = "unreadable-file";

    /// <summary>The file's text; null if it cannot be read (reported).</summary>
    /// <param name="path">The path as the user gave it; a pipe, or <c>-</c> for standard input, is read like a file.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="from">The location that names the path; null if it comes from the command line.</param>
    public static string? TryRead(string path, Problems problems, Location? from = null)
    {
        var where = from ?? new(path, 0, 0);
        if (problems.RefusesFiles)
        {
            problems.Error(where, "refused-file", "files of the server cannot be named here");
            return null;
        }

        return IsThere(path, problems, from) ? Text(path, problems, where) : null;
    }

    /// <summary>
    /// The text of a file that was found in a folder: a pipe or device there is nobody's input, and would be waited for; null after a problem.
    /// </summary>
    public static string? TryReadFound(string path, Problems problems)
    {
        if (FileStatus.Of(path).Kind is not FileKind.Pipe)
        {
            return TryRead(path, problems);
        }

        problems.Error(new(path, 0, 0), Unreadable, "it is a pipe, not a file");
        return null;
    }

    /// <summary>Whether a path names something that can be read; otherwise that is reported.</summary>
    /// <param name="path">The path as the user gave it.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="from">The location that names the path; null if it comes from the command line.</param>
    public static bool IsThere(string path, Problems problems, Location? from = null)
    {
        var named = from is null ? "it" : $"\"{path}\"";
        var (rule, message) = IsPiped(path) ? ("", "") : FileStatus.Of(path).Kind switch
        {
            FileKind.Missing => ("missing-file", from is null ? "no such file" : $"no such file: \"{path}\""),
            FileKind.Folder => (Unreadable, $"{named} is a folder, not a file"),
            FileKind.Device => (Unreadable, $"{named} is a device, not a file"),
            _ => ("", ""),
        };
        if (rule.Length > 0)
        {
            problems.Error(from ?? new(path, 0, 0), rule, message);
        }

        return rule.Length == 0;
    }

    /// <summary>Opens a file, or what came through a pipe, from its beginning; the stream can be sought.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream Open(string path) =>
        IsPiped(path) ? PipedInput.Open(path) : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    private static bool IsPiped(string path) => FileStatus.Of(path).Kind switch
    {
        FileKind.Pipe => true,
        FileKind.Missing => path == StandardInput,
        FileKind.Device => path is "/dev/stdin" && !Console.IsInputRedirected,
        _ => false,
    };

    private static string? Text(string path, Problems problems, Location where)
    {
        try
        {
            using var stream = Open(path);
            if (stream.Length > Largest)
            {
                problems.Error(where, Unreadable, $"\"{path}\" is larger than {Largest / 1024 / 1024} MB");
                return null;
            }

            using var reader = new StreamReader(stream);
            var text = reader.ReadToEnd();
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            problems.Error(where, Unreadable, "not a text file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Error(where, Unreadable, exception.Message);
        }

        return null;
    }
}
