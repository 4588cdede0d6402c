namespace Mtok.Tests;

public sealed class WholeFilesTests
{
    [Fact]
    public void Folders_made_for_files_that_cannot_be_written_are_gone()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("kept");
        Directory.CreateDirectory(target);
        byte[] bytes = [1];
        Assert.NotNull(WholeFiles.Store([new(folder.File("a/b/one"), bytes), new(target, bytes)]));
        Assert.Equal([target], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Folders_made_for_files_that_are_written_stay()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(WholeFiles.Store([new(folder.File("a/b/one"), [1])]));
        Assert.Equal([1], File.ReadAllBytes(folder.File("a/b/one")));
    }
}
