using Microsoft.Playwright;

namespace Mtok.Acceptance;

/// <summary>What holds of every page: it can be read on every width, in both schemes, by everybody, and is small.</summary>
public sealed class BrowserPageTests(BrowsedPages pages) : IClassFixture<BrowsedPages>
{
    private const int Most = 60 * 1000;
    private static readonly int[] Widths = [390, 820, 1280];

    public static TheoryData<string> Pages { get; } =
    [
        "/", "/track", "/track?by=day", "/track?from=2026-09-07T10:00Z&to=2026-09-07T11:00Z&by=model,team,deployment", "/decide", "/decide?cached=abc",
        "/decide/rest", "/plan", "/capacity", "/capacity?model=llama-3.3-70b&accelerator=all&frontier=false&ttft=2s", "/capacity?model=nothing", "/prices",
        "/prices?q=h100", "/prices?kind=apis", "/prices?id=llama-3.3-70b", "/prices?id=groq/gpt-oss-120b", "/prices?id=nothing-x",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Nobody_scrolls_sideways(string path)
    {
        foreach (var width in Widths)
        {
            var page = await Settled(path, ColorScheme.Light, width);
            var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(over <= 0, $"{path} at {width} px is {over} px too wide");
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing(string path)
    {
        Assert.SkipWhen(BrowsedPages.Axe is null, "axe-core is not there: build the tests where npm is");
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Dark, 390) })
        {
            var page = await Settled(path, scheme, width);
            Assert.Empty(await Violations(page));
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task Axe_would_find_something()
    {
        Assert.SkipWhen(BrowsedPages.Axe is null, "axe-core is not there: build the tests where npm is");
        var page = await Settled("/prices", ColorScheme.Light, 1280);
        await page.EvaluateAsync("document.documentElement.removeAttribute('lang')");
        Assert.NotEmpty(await Violations(page));
        await page.Context.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_with_all_it_loads_is_small(string path)
    {
        var page = await pages.Open();
        var session = await page.Context.NewCDPSessionAsync(page);
        var bytes = 0.0;
        await session.SendAsync("Network.enable");
        session.Event("Network.loadingFinished").OnEvent += (_, json) => bytes += json!.Value.GetProperty("encodedDataLength").GetDouble();
        await page.GotoAsync(path);
        await Settle(page);
        Assert.InRange(bytes, 1, Most);
        await page.Context.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_keeps_to_its_own_policy(string path)
    {
        var page = await pages.Open();
        var faults = new List<string>();
        page.Console += (_, message) => faults.Add(message.Text);
        page.PageError += (_, fault) => faults.Add(fault);
        await page.GotoAsync(path);
        await Settle(page);
        Assert.DoesNotContain(faults, fault => !fault.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_and_every_page()
    {
        var page = await pages.Open();
        await page.GotoAsync("/prices");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("To the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        var names = new List<string>();
        for (var tab = 0; tab < 6; tab++)
        {
            await page.Keyboard.PressAsync("Tab");
            names.Add(await page.EvaluateAsync<string>("document.activeElement.textContent"));
        }

        Assert.Equal(["Overview", "Track", "Decide", "Plan", "Capacity", "Prices"], names);
        Assert.Equal("Prices", await page.Locator("nav [aria-current=page]").TextContentAsync());
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("q", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("h200");
        await page.Keyboard.PressAsync("Enter");
        await BrowsedPages.Reached(page, "/prices?q=h200");
        await page.Context.CloseAsync();
    }

    private async Task<IPage> Settled(string path, ColorScheme scheme, int width)
    {
        var page = await pages.Open(scheme, width);
        await page.GotoAsync(path);
        await Settle(page);
        return page;
    }

    /// <summary>Waits for what comes by itself after the page.</summary>
    private static Task Settle(IPage page) => page.WaitForFunctionAsync("() => !document.querySelector('.busy, .htmx-request')");

    private static async Task<string[]> Violations(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(BrowsedPages.Axe!, TestContext.Current.CancellationToken) + ";0");
        return await page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.html).join(' ')}`)");
    }
}
