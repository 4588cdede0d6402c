using System.Runtime.CompilerServices;

namespace Mtok.Tests;

/// <summary>Files that hold what the code is expected to write; UPDATE_SNAPSHOTS=1 rewrites them.</summary>
internal static class Snapshot
{
    private static readonly string Root = FindRoot();

    /// <summary>The full path of a file of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Compares the text with the file, or rewrites the file.</summary>
    public static void Match(string relative, string actual)
    {
        var path = PathOf(relative);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{relative} is missing; run UPDATE_SNAPSHOTS=1 ./test fast");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../.."));
}
