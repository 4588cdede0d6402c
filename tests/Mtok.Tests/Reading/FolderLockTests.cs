namespace Mtok.Tests;

/// <summary>One writer of a folder at a time; nobody waits for one that is gone.</summary>
public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_comes_second_says_for_whom_it_waits_and_then_has_its_turn()
    {
        var said = new List<string>();
        var first = await FolderLock.TakeAsync(_folder.Path, new("process 7 on here", TimeProvider.System, _ => { }), Cancelled);
        var second = FolderLock.TakeAsync(_folder.Path, new("another", TimeProvider.System, said.Add), Cancelled);
        await Task.Delay(200, Cancelled);
        Assert.False(second.IsCompleted);
        Assert.Contains("process 7 on here is writing into it; waiting", Assert.Single(said), StringComparison.Ordinal);
        first.Dispose();
        (await second).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_a_killed_owner_left_is_taken_over_and_removed()
    {
        _folder.Write(".mtok-lock", "");
        _folder.Write(".mtok-lock-owner", "process 1 on a host that is gone");
        (await FolderLock.TakeAsync(_folder.Path, new("a", TimeProvider.System, sentence => Assert.Fail(sentence)), Cancelled)).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Many_writers_lose_nothing_of_each_other()
    {
        var (missing, counts) = (_folder.File("a/b"), _folder.Write("count", "0"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            async () =>
            {
                using var alone = await FolderLock.TakeAsync(missing, new("a", TimeProvider.System, _ => { }), Cancelled);
                var count = int.Parse(await File.ReadAllTextAsync(counts, Cancelled), System.Globalization.CultureInfo.InvariantCulture);
                await File.WriteAllTextAsync(counts, $"{count + 1}", Cancelled);
            },
            Cancelled)));
        Assert.Equal("20", await File.ReadAllTextAsync(counts, Cancelled));
    }

    /// <summary>Of one writer: where another comes between its last look and its end, the folder that it made is there for that one, and stays.</summary>
    [Fact]
    public async Task A_folder_that_stayed_empty_is_gone()
    {
        var missing = _folder.File("a/b");
        (await FolderLock.TakeAsync(missing, new("a", TimeProvider.System, _ => { }), Cancelled)).Dispose();
        Assert.False(Directory.Exists(missing));
        Assert.False(Directory.Exists(_folder.File("a")));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
