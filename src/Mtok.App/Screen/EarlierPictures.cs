using System.Security.Cryptography;
using System.Text;

namespace Mtok.App;

/// <summary>
/// The pictures that a command wrote into a folder before, by name and checksum in a list beside them, so that those which it writes no more can go
/// and no file of anybody else does.
/// </summary>
internal sealed class EarlierPictures
{
    private const string ListName = ".mtok-charts";
    private readonly string _folder;
    private readonly string _command;
    private readonly List<Line> _lines;

    /// <param name="folder">The folder.</param>
    /// <param name="command">The command; another's pictures are left alone.</param>
    public EarlierPictures(string folder, string command)
    {
        _folder = folder;
        _command = command;
        _lines = Read(Path.Combine(folder, ListName));
    }

    /// <summary>The list once these pictures are written, as a file beside them; none where there is nothing to list.</summary>
    /// <param name="pictures">Name and bytes of each.</param>
    public IReadOnlyList<KeyValuePair<string, byte[]>> With(IReadOnlyList<KeyValuePair<string, byte[]>> pictures)
    {
        if (_lines.Count + pictures.Count == 0)
        {
            return [];
        }

        var lines = _lines.Where(line => line.Command != _command).Concat(pictures.Select(picture => new Line(Checksum(picture.Value), _command, picture.Key)));
        var text = string.Concat(lines.Select(line => $"{line.Sha256}\t{line.Command}\t{line.Name}\n"));
        return [KeyValuePair.Create(Path.Combine(_folder, ListName), Encoding.UTF8.GetBytes(text))];
    }

    /// <summary>Removes those that are not written now and are as they were written then.</summary>
    /// <param name="now">The names that are written now.</param>
    /// <exception cref="IOException">One cannot be removed.</exception>
    public void RemoveOthers(IEnumerable<string> now)
    {
        foreach (var line in _lines.Where(line => line.Command == _command && Path.GetFileName(line.Name) == line.Name).ExceptBy(now, line => line.Name))
        {
            var path = Path.Combine(_folder, line.Name);
            if (File.Exists(path) && Checksum(File.ReadAllBytes(path)) == line.Sha256)
            {
                File.Delete(path);
            }
        }
    }

    private static List<Line> Read(string path)
    {
        try
        {
            var rows = File.ReadAllLines(path).Select(line => line.Split('\t'));
            return [.. rows.Where(parts => parts.Length == 3).Select(parts => new Line(parts[0], parts[1], parts[2]))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record Line(string Sha256, string Command, string Name);
}
