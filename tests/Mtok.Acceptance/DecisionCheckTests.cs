namespace Mtok.Acceptance;

/// <summary>The example for GitHub: a job fails when the decision for a workload is no longer the committed one.</summary>
public sealed class DecisionCheckTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public DecisionCheckTests()
    {
        _workspace.Write("chat.toml", Workspace.GoodWorkload);
        Assert.Equal(0, Check("--write", "chat.toml", "chat.json").ExitCode);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_decision_that_stays_passes()
    {
        var run = Check("chat.toml", "chat.json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("chat.toml: unchanged\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_recommendation_fails_with_both()
    {
        _workspace.Write("chat.toml", Workspace.GoodWorkload.Replace("llama-3.3-70b", "llama-3.1-8b", StringComparison.Ordinal));
        var run = Check("chat.toml", "chat.json");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("chat.toml: the recommendation changed\n  committed: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("llama-3.3-70b", run.OutLines[1], StringComparison.Ordinal);
        Assert.Contains("  now:  ", run.OutLines[2], StringComparison.Ordinal);
        Assert.StartsWith("::error file=chat.json::the recommendation changed", run.OutLines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_bill_that_moves_by_more_than_the_percentage_fails()
    {
        _workspace.Write("chat.toml", Workspace.GoodWorkload.Replace("1000", "100000", StringComparison.Ordinal));
        Assert.StartsWith("chat.toml: the bill moved by more than 5%\n", Check("chat.toml", "chat.json", "5").Out, StringComparison.Ordinal);
        Assert.Equal(0, Check("chat.toml", "chat.json", "100000").ExitCode);
    }

    [Fact]
    public void What_cannot_be_compared_is_said_and_is_no_changed_decision()
    {
        Assert.Equal(2, Check("chat.toml", "missing.json").ExitCode);
        _workspace.Write("chat.json", "{}");
        Assert.Contains("chat.json holds no decision", Check("chat.toml", "chat.json").Error, StringComparison.Ordinal);
        _workspace.Write("chat.toml", "nonsense");
        Assert.Contains("ended with exit code 2", Check("chat.toml", "chat.json").Error, StringComparison.Ordinal);
        Assert.Contains("usage: ", Check("chat.toml", "chat.json", "ten").Error, StringComparison.Ordinal);
    }

    private MtokRun Check(params string[] arguments)
    {
        _ = MtokProcess.Command;
        return DeployFiles.Tool(
            "bash", _workspace.Folder, [Path.Combine(DeployFiles.Folder, "github-action", "check-decision.sh"), .. arguments]);
    }
}
