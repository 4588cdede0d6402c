namespace Mtok.Acceptance;

/// <summary>The <c>./mtok</c> script: the first thing a new user runs.</summary>
public sealed class ScriptTests
{
    private static readonly string Script = Path.Combine(MtokProcess.Root, "mtok");

    /// <summary>What is tested is a script whose build is done, not one that builds beside the other tests.</summary>
    public ScriptTests() => MtokProcess.Run(MtokProcess.Root, ["--version"]);

    [Fact]
    public void It_runs_from_another_folder_and_hands_on_folder_arguments_and_exit_code()
    {
        using var workspace = new Workspace();
        workspace.Write("my workload.toml", Workspace.GoodWorkload.Replace("models", "modles", StringComparison.Ordinal));
        var run = MtokProcess.Start(Script, workspace.Folder, ["decide", "my workload.toml", "-o", "answer *.txt"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("my workload.toml:1:10: error: unknown key \"modles\"; did you mean \"models\"?", run.Error, StringComparison.Ordinal);
        Assert.Single(workspace.Files);
    }

    [Fact]
    public void It_runs_through_a_symlink_of_a_symlink()
    {
        using var workspace = new Workspace();
        File.CreateSymbolicLink(Path.Combine(workspace.Folder, "first"), Script);
        File.CreateSymbolicLink(Path.Combine(workspace.Folder, "mtok"), "first");
        var run = MtokProcess.Start(Path.Combine(workspace.Folder, "mtok"), workspace.Folder, ["price", "--usd-per-hour", "4.50", "--tokens-per-second", "5000", "-f", "csv"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(",0.25,", run.OutLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_dotnet_it_says_in_one_line_what_is_missing()
    {
        using var workspace = new Workspace();
        foreach (var tool in (string[])["dirname", "readlink"])
        {
            File.CreateSymbolicLink(Path.Combine(workspace.Folder, tool), File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}");
        }

        var run = MtokProcess.Start(Script, workspace.Folder, ["--version"], ("PATH", workspace.Folder));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("mtok: the .NET 10 SDK is missing; install it", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void It_tells_its_version()
    {
        var run = MtokProcess.Start(Script, MtokProcess.Root, ["--version"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Out);
    }
}
