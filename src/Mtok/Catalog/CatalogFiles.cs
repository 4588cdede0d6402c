using System.Reflection;
using System.Text;

namespace Mtok;

/// <summary>Loads catalog files: those embedded in the program, and a user's own folder.</summary>
public static class CatalogFiles
{
    private const string Root = "catalog/";

    /// <summary>No catalog is so deep; a link that leads back is.</summary>
    private const int MostFolders = 8;

    /// <summary>The embedded files.</summary>
    public static IReadOnlyList<CatalogFile> Embedded()
    {
        var assembly = typeof(CatalogFiles).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => FileOf(name, name[Root.Length..], new(() => ReadResource(assembly, name))))];
    }

    /// <summary>A user's catalog: a folder with the layout of the catalog, or one TOML file of own prices, discounts and machines.</summary>
    public static IReadOnlyList<CatalogFile> Users(string path, Problems problems)
    {
        if (!File.Exists(path) || Directory.Exists(path))
        {
            return Folder(path, problems);
        }

        if (!path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase))
        {
            problems.Error(new(path, 0, 0), "not-a-catalog-file", "neither a folder nor a TOML file of your own prices, discounts and machines");
            return [];
        }

        return InputFile.TryRead(path, problems) is { } text ? [new("owned.toml", Path.GetFileNameWithoutExtension(path), path, text)] : [];
    }

    /// <summary>The files of a folder with the layout of the catalog; files that cannot be part of a catalog are reported.</summary>
    public static IReadOnlyList<CatalogFile> Folder(string folder, Problems problems)
    {
        if (!Directory.Exists(folder))
        {
            problems.Error(new(folder, 0, 0), "missing-file", "no such folder");
            return [];
        }

        var files = new List<CatalogFile>();
        foreach (var path in Paths(folder, MostFolders, problems).Order(StringComparer.Ordinal))
        {
            if (!path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && InputFile.TryReadFound(path, problems) is { } text)
            {
                files.Add(FileOf(path, Path.GetRelativePath(folder, path).Replace('\\', '/'), new(text)));
            }
        }

        return files;
    }

    /// <summary>What lies in a folder and those in it, apart from hidden ones; a folder that cannot be read is reported.</summary>
    private static List<string> Paths(string folder, int most, Problems problems)
    {
        try
        {
            var entries = Directory.EnumerateFileSystemEntries(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).ToList();
            var folders = entries.Where(Directory.Exists).ToList();
            if (folders.Count == 0 || most > 0)
            {
                return [.. entries.Except(folders), .. folders.SelectMany(each => Paths(each, most - 1, problems))];
            }

            problems.Error(new(folder, 0, 0), "unreadable-folder", $"folders more than {MostFolders} deep: does a link lead back?");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Error(new(folder, 0, 0), "unreadable-folder", $"it cannot be read: {exception.Message}");
        }

        return [];
    }

    private static CatalogFile FileOf(string path, string relative, Lazy<string> text)
    {
        var slash = relative.LastIndexOf('/');
        var folder = slash < 0 ? "" : relative[..slash];
        var file = relative[(slash + 1)..];
        return new(folder + Path.GetExtension(file), Path.GetFileNameWithoutExtension(file), path, text);
    }

    private static string ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }
}
