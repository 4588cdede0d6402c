using Microsoft.Playwright;

namespace Mtok.Acceptance;

/// <summary>Reports as files, on a phone: nothing is wider than its box, in either scheme.</summary>
public sealed class BrowserReportTests(BrowsedPages pages) : IClassFixture<BrowsedPages>
{
    /// <summary>Elements whose content leaves them or the window, but figures, which may use the margin, and what is hidden from the eye.</summary>
    private const string Wide =
        """
        () => [...document.body.querySelectorAll('header, h1, h2, h3, p, li, dl, dl div, dt, dd, table, caption, tbody, tr, td, th, pre, .fact')]
          .filter(element => !element.closest('thead, svg') && element.getBoundingClientRect().width > 0)
          .filter(element => element.scrollWidth > element.clientWidth + 1 || element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
          .map(element => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 60)}`)
        """;

    [Theory]
    [InlineData("decide examples/support-chat.toml")]
    [InlineData("track report examples/month")]
    [InlineData("track report examples/month --by day,model,team,deployment")]
    public async Task Nothing_is_wider_than_its_box(string command)
    {
        using var workspace = new Workspace();
        var file = workspace.PathOf("report.html");
        var run = MtokProcess.Run(MtokProcess.Root, [.. command.Split(' '), "--report", file]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain(workspace.Folder, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 390), (ColorScheme.Dark, 390), (ColorScheme.Light, 320) })
        {
            var page = await pages.Open(scheme, width);
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            Assert.Empty(await page.EvaluateAsync<string[]>(Wide));
            await page.Context.CloseAsync();
        }
    }
}
