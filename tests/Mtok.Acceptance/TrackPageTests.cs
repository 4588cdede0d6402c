namespace Mtok.Acceptance;

/// <summary>The page and the charts of a tracked report, and what stands in the terminal, with the real executable.</summary>
public sealed class TrackPageTests : IDisposable
{
    private static readonly string Month = Path.Combine(MtokProcess.Root, "examples", "month");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_report_is_a_page_and_says_the_same_in_the_terminal()
    {
        var run = _workspace.Run("track", "report", Month, "--by", "team", "--report", "page.html");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lead = run.OutLines[2];
        Assert.StartsWith("A million tokens cost $", lead, StringComparison.Ordinal);
        Assert.Contains(lead, _workspace.Read("page.html"), StringComparison.Ordinal);
        Assert.Contains("mtok track report", _workspace.Read("page.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Details_are_listed_when_asked_for()
    {
        Assert.DoesNotContain("focus.csv", _workspace.Run("track", "report", Month).Out, StringComparison.Ordinal);
        Assert.Contains("focus.csv", _workspace.Run("track", "report", Month, "--details").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_an_error()
    {
        Directory.CreateDirectory(Path.Combine(_workspace.Folder, "folder"));
        BadInput.Check(_workspace, 1, "error: cannot be written: it is a folder", "track", "report", Month, "--report", "folder");
    }

    /// <summary>UPDATE_SNAPSHOTS=1 draws them again.</summary>
    [Fact]
    public void The_pictures_of_the_readme_are_what_its_command_draws()
    {
        Assert.Equal(0, _workspace.Run("track", "report", Month, "--by", "team", "--charts", "charts").ExitCode);
        foreach (var (drawn, kept) in new[] { ("cost.svg", "track-cost.svg"), ("unit-cost.svg", "track-unit-cost.svg") })
        {
            var path = Path.Combine(MtokProcess.Root, "docs", "images", kept);
            var text = _workspace.Read(Path.Combine("charts", drawn));
            if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            {
                File.WriteAllText(path, text);
            }

            Assert.Equal(File.ReadAllText(path), text);
        }
    }
}
