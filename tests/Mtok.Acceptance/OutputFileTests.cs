namespace Mtok.Acceptance;

/// <summary>Answers written to a file with <c>--output</c>, and workloads and files named by relative paths.</summary>
public sealed class OutputFileTests
{
    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("table")]
    public void An_output_file_holds_what_stdout_would_have_shown_and_is_all_that_is_left(string format)
    {
        using var workspace = new Workspace();
        workspace.Write("sub/w.toml", Workspace.GoodWorkload);
        var shown = workspace.Run("decide", "sub/w.toml", "--format", format);
        var before = workspace.Files;
        var written = workspace.Run("decide", "sub/w.toml", "--format", format, "--output", "sub/answer");
        Assert.Equal((0, "", ""), (written.ExitCode, written.Out, written.Error));
        Assert.NotEqual("", shown.Out);
        Assert.Equal(shown.Out, workspace.Read("sub/answer"));
        File.Delete(Path.Combine(workspace.Folder, "sub", "answer"));
        Assert.Equal(before, workspace.Files);
    }

    [Fact]
    public void Every_example_is_answered()
    {
        var examples = Directory.GetFiles(Path.Combine(MtokProcess.Root, "examples"), "*.toml");
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            using var elsewhere = new Workspace();
            var run = elsewhere.Run("decide", example);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        });
    }

    [Fact]
    public void An_output_file_replaces_the_one_before_it()
    {
        using var workspace = new Workspace();
        workspace.Write("answer.txt", new string('x', 100_000));
        Assert.Equal(0, workspace.Run("price", "--usd-per-hour", "4.50", "--tokens-per-second", "5000", "-f", "csv", "-o", "answer.txt").ExitCode);
        Assert.StartsWith("usd_per_hour,", workspace.Read("answer.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain('x', workspace.Read("answer.txt"));
    }

    [Fact]
    public void Compare_takes_tokens_and_a_file_by_the_same_name()
    {
        using var workspace = new Workspace();
        var run = workspace.Run("compare", "--model", "llama-3.3-70b", "--output", "300", "--output", "answer.json", "--format", "json");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Out, run.Error));
        Assert.Contains("\"output_tokens\": 300,", workspace.Read("answer.json"), StringComparison.Ordinal);
        Assert.Single(workspace.Files);
    }

    [Fact]
    public void Paths_are_taken_from_the_folder_one_stands_in()
    {
        using var workspace = new Workspace();
        workspace.Write("sub/w.toml", Workspace.GoodWorkload);
        workspace.Write("elsewhere/x", "");
        var inside = MtokProcess.Run(Path.Combine(workspace.Folder, "elsewhere"), ["decide", "../sub/w.toml"]);
        Assert.Equal((0, ""), (inside.ExitCode, inside.Error));
        Assert.Equal(workspace.Run("decide", "sub/w.toml").Out, inside.Out);
        Assert.Equal(2, MtokProcess.Run(Path.Combine(workspace.Folder, "elsewhere"), ["decide", "sub/w.toml"]).ExitCode);
    }

    [Fact]
    public void A_workload_may_start_with_a_byte_order_mark_and_end_its_lines_as_on_windows()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        workspace.Write("sub/w.toml", "\ufeff" + Workspace.GoodWorkload.ReplaceLineEndings("\r\n"));
        Assert.Equal(workspace.Run("decide", "w.toml").Out, workspace.Run("decide", "sub/w.toml").Out);
    }
}
