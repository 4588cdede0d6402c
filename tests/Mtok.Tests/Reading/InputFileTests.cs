using System.Diagnostics;

namespace Mtok.Tests;

/// <summary>Whatever a path names is read or refused; nothing is waited for and nothing endless is read.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_is_a_file_wherever_it_lies_and_a_device_only_where_it_is_one()
    {
        Assert.Equal(FileKind.File, FileStatus.Of(_folder.Write("a", "")).Kind);
        Assert.Equal(FileKind.Folder, FileStatus.Of(_folder.Path).Kind);
        Assert.Equal(FileKind.Missing, FileStatus.Of(_folder.File("b")).Kind);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(FileKind.Pipe, FileStatus.Of(Pipe("p")).Kind);
            Assert.Equal(FileKind.Device, FileStatus.Of("/dev/zero").Kind);
            Assert.Equal(FileKind.Folder, FileStatus.Of("/dev/shm").Kind);
        }
    }

    [Fact]
    public async Task A_pipe_that_is_named_is_read_like_a_file_as_often_as_wanted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes have names on Unix");
        var pipe = Pipe("p");
        var written = Task.Run(() => File.WriteAllText(pipe, "all of it"), TestContext.Current.CancellationToken);
        Assert.Equal("all of it", InputFile.TryRead(pipe, new Problems()));
        await written;
        using var again = new StreamReader(InputFile.Open(pipe));
        Assert.Equal("all of it", await again.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_device_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it has this device");
        var problems = new Problems();
        Assert.Null(InputFile.TryRead("/dev/zero", problems));
        Assert.Contains("it is a device, not a file", Assert.Single(problems.All).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_in_a_catalog_folder_is_reported_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it has these files");
        Pipe("pipe.csv");
        File.CreateSymbolicLink(_folder.File("zero.csv"), "/dev/zero");
        Directory.CreateSymbolicLink(_folder.File("back"), _folder.Path);
        var problems = new Problems();
        Assert.Empty(CatalogFiles.Folder(_folder.Path, problems));
        Assert.Equal(["unreadable-file", "unreadable-folder"], problems.All.Select(problem => problem.Rule).Distinct().Order());
        Assert.Contains(problems.All, problem => problem.Message == "it is a pipe, not a file");
        Assert.Contains(problems.All, problem => problem.Message == "it is a device, not a file");
        Assert.Contains(problems.All, problem => problem.Message.Contains("does a link lead back?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name = \"", "w.toml")]
    [InlineData("a,b\n", "o.csv")]
    public void A_line_of_five_megabytes_is_refused_in_a_sentence_with_its_line(string before, string name)
    {
        var (text, problems) = (before + new string('x', 5_000_000) + ",1\n", new Problems());
        if (name == "w.toml")
        {
            TomlTable.Parse(name, text, problems);
        }
        else
        {
            Assert.Empty(new CsvTable(name, text, problems).Rows(["a", "b"], []));
        }

        var problem = Assert.Single(problems.All);
        Assert.True(problem.Where.Line > 0);
        Assert.DoesNotContain("MaxBufferSize", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Length < 200);
    }

    [Fact]
    public void What_is_too_long_for_a_name_has_no_hint() => Assert.Equal("", Spelling.DidYouMean(new string('a', 5_000_000), ["llama", ""]));

    private string Pipe(string name)
    {
        using var made = Process.Start("mkfifo", [_folder.File(name)]);
        made.WaitForExit();
        return _folder.File(name);
    }
}
