using System.Diagnostics;
using System.Net;

namespace Mtok.Acceptance;

/// <summary>What keeps a server from starting is said in a line that says what would be right; what ends it ends it quietly.</summary>
public sealed class ServeStartTests : IDisposable
{
    private readonly Workspace _workspace = new();

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("--listen", "8421", "127.0.0.1:8421")]
    [InlineData("--listen", ":8421", "127.0.0.1:8421")]
    [InlineData("--listen", "my-host:8421", "127.0.0.1:8421")]
    [InlineData("--host", "https://mtok.example.com", "mtok.example.com")]
    [InlineData("--host", "mtok.example.com:8421", "without scheme and port")]
    [InlineData("--ledger", "a-file", "a ledger is a folder")]
    public async Task What_is_wrong_with_an_option_comes_with_what_would_be_right(string option, string value, string right)
    {
        _workspace.Write("a-file", "x");
        using (await ServedMtok.Start())
        {
            // Both programs are built by now.
        }

        var run = MtokProcess.Run(_workspace.Folder, ["serve", option, value]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(right, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_view_of_a_ledger_that_is_not_there_says_so()
    {
        using var served = await ServedMtok.Start("--read-only", "--ledger", _workspace.PathOf("nothing"));
        using var ready = await served.Http.GetAsync(new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("not there yet", served.Messages, StringComparison.Ordinal);
        Assert.Equal(0, served.Stop());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Asked_again_and_again_it_ends_once_and_without_a_fault(string signal)
    {
        using var served = await ServedMtok.Start("--ledger", _workspace.PathOf("ledger"));
        for (var times = 0; times < 4; times++)
        {
            using var kill = Process.Start("kill", [$"-{signal}", $"{served.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, served.Stop(signal));
        Assert.DoesNotContain("error", served.Messages, StringComparison.Ordinal);
    }
}
