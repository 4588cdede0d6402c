namespace Mtok;

/// <summary>Reads a file a user names, so that any failure becomes a problem and not an exception.</summary>
public static class InputFile
{
    private const long Largest = 256 * 1024 * 1024;

    /// <summary>The file's text; null if it cannot be read (reported).</summary>
    /// <param name="path">The path as the user gave it.</param>
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

        if (Directory.Exists(path))
        {
            problems.Error(where, "unreadable-file", $"\"{path}\" is a folder, not a file");
            return null;
        }

        if (!File.Exists(path))
        {
            problems.Error(where, "missing-file", from is null ? "no such file" : $"no such file: \"{path}\"");
            return null;
        }

        try
        {
            return new FileInfo(path).Length > Largest ? TooLarge(path, problems, where) : Text(path, problems, where);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Error(where, "unreadable-file", exception.Message);
            return null;
        }
    }

    private static string? Text(string path, Problems problems, Location where)
    {
        var text = File.ReadAllText(path);
        if (!text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        problems.Error(where, "unreadable-file", "not a text file");
        return null;
    }

    private static string? TooLarge(string path, Problems problems, Location where)
    {
        problems.Error(where, "unreadable-file", $"\"{path}\" is larger than {Largest / 1024 / 1024} MB");
        return null;
    }
}
