namespace Mtok.Acceptance;

/// <summary>What holds of every bad input, whatever is bad about it.</summary>
internal static class BadInput
{
    /// <summary>Runs the program on it and looks at all it left: exit code, both streams, the folder.</summary>
    /// <param name="workspace">Where it runs.</param>
    /// <param name="exitCode">1 for a wrong command line, 2 for bad data.</param>
    /// <param name="expected">What stderr must tell, a fragment a line.</param>
    /// <param name="arguments">The command line.</param>
    public static MtokRun Check(Workspace workspace, int exitCode, string expected, params string[] arguments)
    {
        var before = workspace.Files;
        var run = workspace.Run(arguments);
        foreach (var fragment in expected.Split('\n'))
        {
            Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("", run.Out);
        CheckNoTrace(run);
        Assert.Equal(before, workspace.Files);
        return run;
    }

    /// <summary>Checks it, and that there is an error for each fragment and none besides: no error draws others after it.</summary>
    public static void CheckExactly(Workspace workspace, string expected, params string[] arguments)
    {
        var run = Check(workspace, 2, expected, arguments);
        var count = expected.Split('\n').Length;
        Assert.True(count == run.Errors.Length, run.Error);
        Assert.EndsWith($"{count} error{(count == 1 ? "" : "s")}; nothing was computed.\n", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Nothing a user sees shows the program's inside.</summary>
    public static void CheckNoTrace(MtokRun run)
    {
        foreach (var inside in (string[])["   at ", "Unhandled exception", "Mtok.Reporting", "System."])
        {
            Assert.DoesNotContain(inside, run.Error + run.Out, StringComparison.Ordinal);
        }
    }
}
