namespace Mtok.Acceptance;

/// <summary>What is longer than the terminal goes through a pager, as git does; what is not, or is piped, never.</summary>
public sealed class PagerTests
{
    private const string Script = "/usr/bin/script";
    private const string KeypadOn = "\e[?1h\e="; // What .NET asks of a terminal at its start.
    private const string Long = "catalog list models";

    [Theory]
    [InlineData("MTOK_PAGER", "sed s/^/paged:/", "PAGER", "false")]
    [InlineData("PAGER", "sed s/^/paged:/", "MTOK_PAGER", null)]
    public void A_long_answer_on_a_terminal_is_paged(string variable, string pager, string other, string? otherPager)
    {
        var run = OnTerminal(Long, (variable, pager), (other, otherPager));
        Assert.Equal(0, run.ExitCode);
        Assert.All(run.OutLines, line => Assert.StartsWith("paged:", line, StringComparison.Ordinal));
        Assert.True(run.OutLines.Length > 24);
    }

    [Theory]
    [InlineData(Long + " --no-pager", "sed s/^/paged:/")]
    [InlineData("price --usd-per-hour 4.50 --tokens-per-second 5000", "sed s/^/paged:/")]
    [InlineData(Long, "")]
    [InlineData(Long, "cat")]
    [InlineData(Long, "no-such-pager 2>&-")]
    public void It_is_printed_where_it_is_short_or_there_is_no_pager(string command, string pager)
    {
        var run = OnTerminal(command, ("MTOK_PAGER", pager));
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.OutLines.Length > 2);
        Assert.DoesNotContain("paged:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_never_paged()
    {
        var run = MtokProcess.Run(MtokProcess.Root, Long.Split(' '), ("MTOK_PAGER", "sed s/^/paged:/"), ("TERM", "xterm"));
        Assert.DoesNotContain("paged:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exit_code_is_that_of_the_answer()
    {
        var run = OnTerminal("track check examples/month --budget 40000", 4, ("MTOK_PAGER", "sed s/^/paged:/"));
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("paged:", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trap '' INT; kill -INT $PPID; sed s/^/paged:/", "paged:")]
    [InlineData("head -n 1", "")]
    public void Ctrl_c_is_for_the_pager_and_leaving_early_is_no_fault(string pager, string begins)
    {
        var run = OnTerminal(Long, ("MTOK_PAGER", pager));
        Assert.Equal(0, run.ExitCode);
        Assert.All(run.OutLines, line => Assert.StartsWith(begins, line, StringComparison.Ordinal));
    }

    /// <summary>Runs a command on a terminal of 24 lines and 100 columns.</summary>
    private static MtokRun OnTerminal(string command, params (string Name, string? Value)[] environment) => OnTerminal(command, 24, environment);

    /// <summary>The same of another height.</summary>
    private static MtokRun OnTerminal(string command, int rows, params (string Name, string? Value)[] environment)
    {
        Assert.SkipWhen(!File.Exists(Script), $"there is no {Script}: apt-get install bsdutils");
        var line = $"stty rows {rows} cols 100; exec {MtokProcess.ShellCommand} {command}";
        var run = MtokProcess.Start(Script, MtokProcess.Root, ["-qec", line, "/dev/null"], [("TERM", "xterm"), ("NO_COLOR", "1"), .. environment]);
        return run with { Out = run.Out.Replace("\r", "", StringComparison.Ordinal).Replace(KeypadOn, "", StringComparison.Ordinal) };
    }
}
