namespace Mtok;

/// <summary>Folders that were made because they were missing, so that a failure can take away those in which nothing came to lie.</summary>
public sealed class MadeFolders
{
    private readonly List<string> _made = [];

    /// <summary>Makes a folder and those above it that are missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void Make(string folder)
    {
        var missing = new List<string>();
        for (var at = Path.GetFullPath(folder); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Add(at);
        }

        missing.Reverse();
        foreach (var each in missing)
        {
            Directory.CreateDirectory(each);
            _made.Add(each);
        }
    }

    /// <summary>Removes what was made and is empty, the innermost first.</summary>
    public void RemoveEmpty()
    {
        try
        {
            foreach (var folder in Enumerable.Reverse(_made).Where(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is reported; an empty folder that stays adds nothing to it.
        }
    }
}
