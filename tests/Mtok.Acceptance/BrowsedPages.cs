using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Mtok.Acceptance;

/// <summary>A server that has read the example month, and a browser for its pages; shared by the tests of pages.</summary>
public sealed class BrowsedPages : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Milliseconds; a busy machine takes its time.</summary>
    private const int Patience = 240_000;

    private readonly Workspace _workspace = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal ServedMtok Served { get; private set; } = null!;

    /// <summary>The checker of accessibility; null where npm was not there when the tests were built.</summary>
    public static string? Axe { get; } = Path.Combine(MtokProcess.Root, "tests", "Mtok.Acceptance", "node_modules", "axe-core", "axe.min.js") is var file && File.Exists(file)
        ? file
        : null;

    public async ValueTask InitializeAsync()
    {
        var ledger = _workspace.PathOf("ledger");
        var read = MtokProcess.Run(MtokProcess.Root, ["track", "import", "examples/month", "--ledger", ledger]);
        Assert.True(read.ExitCode == 0, read.Error);
        Served = await ServedMtok.Start("--ledger", ledger);
        await Tracked();
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        Served.Dispose();
        _workspace.Dispose();
    }

    /// <summary>A page of a window of its own; the test is skipped where there is no browser.</summary>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="width">The window's width in pixels.</param>
    /// <param name="scripts">Whether scripts run.</param>
    public async Task<IPage> Open(ColorScheme scheme = ColorScheme.Light, int width = 1280, bool scripts = true)
    {
        Assert.SkipWhen(_browser is null, $"there is no {Chromium}: apt-get install chromium fonts-dejavu-core");
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Served.Http.BaseAddress!.ToString(),
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = scripts,
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// Waits until a page has an address with this part. It asks again and again: what waits for the event of a navigation misses one that has just ended, for
    /// ever, on a busy machine.
    /// </summary>
    public static Task Reached(IPage page, string part) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(part)), new() { Timeout = Patience });

    /// <summary>Waits until the ledger is read.</summary>
    private async Task Tracked()
    {
        for (var tries = 0; tries < 600; tries++)
        {
            using var answer = await Served.Http.GetAsync(new Uri("api/v1/track/report", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
