namespace Mtok.Acceptance;

/// <summary>Traces, workloads, price files and logs that come through pipes, and output that goes nowhere.</summary>
public sealed class PipedInputTests : IDisposable
{
    private static readonly string Mtok = MtokProcess.ShellCommand;
    private readonly Workspace _workspace = new();

    public PipedInputTests()
    {
        _workspace.Write("w.toml", Workspace.GoodWorkload);
        _workspace.Write("t.csv", "arrival_s,input_tokens,output_tokens\n0,100,10\n5,200,20\n9,300,30\n");
        _workspace.Write("p.csv", "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,Price,SpotPrice,AvailabilityZone\n"
            + "p5.48xlarge,192,2048,H100,8,,r-1,55.04,,\n");
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("trace info <(cat t.csv)", "3 requests")]
    [InlineData("trace info - < <(gzip -c t.csv)", "3 requests")]
    [InlineData("trace info /dev/stdin < <(cat t.csv)", "3 requests")]
    [InlineData("trace info /dev/stdin < t.csv", "3 requests")]
    [InlineData("simulate --trace <(gzip -c t.csv) --model llama-3.1-8b -a h100-sxm", "3 of 3 requests")]
    [InlineData("decide - < w.toml", "what to run")]
    [InlineData("import prices <(gzip -c p.csv) --seller aws --as-of 2026-10-01 --as s", "SkyPilot")]
    [InlineData("import prices - --seller aws --as-of 2026-10-01 --as s < p.csv", "SkyPilot")]
    public void What_comes_through_a_pipe_is_read_as_a_file_is(string command, string expected)
    {
        var run = Bash(command);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("catalog list models >&-")]
    [InlineData("catalog list models > /dev/full")]
    [InlineData("decide --help > /dev/full")]
    [InlineData("--version > /dev/full")]
    public void Output_that_is_closed_or_full_is_one_line(string command)
    {
        var run = Bash(command);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("standard output: error: cannot be written", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decide", "w.toml", "--output", "w.toml")]
    [InlineData("decide", "w.toml", "--output", "./../../sub/../x/w.toml")]
    [InlineData("trace", "convert", "t.csv", "--output", "linked.csv")]
    public void A_file_that_is_read_is_not_overwritten(params string[] arguments)
    {
        arguments[^1] = arguments[^1].Replace("./../../sub/../x", _workspace.Folder, StringComparison.Ordinal);
        File.CreateSymbolicLink(_workspace.PathOf("linked.csv"), _workspace.PathOf("t.csv"));
        var before = _workspace.Files;
        var run = _workspace.Run(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is read by this command, and would be overwritten", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _workspace.Files);
    }

    [Theory]
    [InlineData("x.json", "{")]
    [InlineData("x.csv", "usd_per_hour,")]
    [InlineData("x.md", "#")]
    public void A_files_name_says_its_format_where_nothing_else_does(string name, string start)
    {
        Assert.Equal(0, _workspace.Run("price", "--usd-per-hour", "4.50", "--tokens-per-second", "5000", "--output", name).ExitCode);
        Assert.StartsWith(start, _workspace.Read(name), StringComparison.Ordinal);
    }

    private MtokRun Bash(string command) => MtokProcess.Start("bash", _workspace.Folder, ["-c", $"{Mtok} {command}"]);
}
