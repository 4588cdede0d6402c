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

    [Fact]
    public void What_a_killed_writer_left_goes_and_what_is_written_now_or_is_somebody_elses_stays()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("x.csv");
        folder.Write(".x.csv.abcdefgh.mtok-partial", "left");
        folder.Write("x.csv.partial", "mine");
        using var other = PartialFile.Begin(target);
        Assert.Null(WholeFiles.Write([new(target, [1])]));
        Assert.Equal([other.Path, target, target + ".partial"], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
        Assert.Equal("mine", File.ReadAllText(target + ".partial"));
        other.Stream.Write([2]);
        PartialFile.Keep([other]);
        Assert.Equal([2], File.ReadAllBytes(target));
    }

    [Fact]
    public void Writers_of_one_file_at_the_same_time_all_succeed_and_one_of_them_is_kept_whole()
    {
        using var folder = new TemporaryFolder();
        Parallel.For(0, 40, number =>
        {
            var fault = WholeFiles.Write([new(folder.File("x"), [.. Enumerable.Repeat((byte)number, 100_000)])]);
            Assert.True(fault is null, fault);
        });
        var kept = File.ReadAllBytes(folder.File("x"));
        Assert.Equal(100_000, kept.Length);
        Assert.Single(kept.Distinct());
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_replaced_file_keeps_its_mode_and_one_that_is_read_only_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var path = folder.Write("x", "before");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherExecute);
        Assert.Null(WholeFiles.Write([new(path, [1])]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherExecute, File.GetUnixFileMode(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.EndsWith("x: error: cannot be written: it is read-only", WholeFiles.WhyNot(path), StringComparison.Ordinal);
        Assert.NotNull(WholeFiles.Write([new(path, [2])]));
        Assert.Equal([1], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_in_shared_memory_is_replaced_like_any_other()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "it is Linux's");
        var path = Path.Combine("/dev/shm", Path.GetRandomFileName());
        try
        {
            File.WriteAllBytes(path, new byte[1000]);
            Assert.Equal((true, null), WholeFiles.Stream(path, stream => stream.Write([1]), () => true));
            Assert.Equal([1], File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
