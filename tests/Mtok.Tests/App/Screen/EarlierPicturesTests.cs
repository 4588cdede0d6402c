using Mtok.App;

namespace Mtok.Tests;

public sealed class EarlierPicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_that_is_written_no_more_goes()
    {
        Write("report", "a.svg", "b.svg");
        Write("report", "b.svg", "c.svg");
        Assert.Equal([".mtok-charts", "b.svg", "c.svg"], Files);
    }

    [Fact]
    public void Files_of_others_stay()
    {
        Write("report", "a.svg", "b.svg");
        Write("decide", "plan.svg");
        _folder.Write("own.svg", "mine");
        _folder.Write("a.svg", "mine since");
        Write("report");
        Assert.Equal([".mtok-charts", "a.svg", "own.svg", "plan.svg"], Files);
        Assert.Equal("mine since", File.ReadAllText(_folder.File("a.svg")));
    }

    [Fact]
    public void A_list_that_somebody_changed_removes_nothing_elsewhere()
    {
        Directory.CreateDirectory(_folder.File("charts"));
        var outside = _folder.Write("outside.svg", "report ../outside.svg");
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(outside)));
        File.WriteAllText(_folder.File("charts/.mtok-charts"), $"nonsense\n{sum}\treport\t../outside.svg\n");
        new EarlierPictures(_folder.File("charts"), "report").RemoveOthers([]);
        Assert.True(File.Exists(outside));
    }

    [Fact]
    public void Without_a_picture_there_is_no_list() => Assert.Empty(new EarlierPictures(_folder.Path, "report").With([]));

    private string[] Files => [.. Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void Write(string command, params string[] names)
    {
        var earlier = new EarlierPictures(_folder.Path, command);
        var pictures = names.Select(name => KeyValuePair.Create(name, System.Text.Encoding.UTF8.GetBytes($"{command} {name}"))).ToList();
        foreach (var file in pictures.Select(picture => KeyValuePair.Create(_folder.File(picture.Key), picture.Value)).Concat(earlier.With(pictures)))
        {
            File.WriteAllBytes(file.Key, file.Value);
        }

        earlier.RemoveOthers(names);
    }
}
