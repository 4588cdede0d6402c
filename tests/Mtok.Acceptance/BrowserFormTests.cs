using System.Globalization;

namespace Mtok.Acceptance;

/// <summary>Forms, sliders and links as people use them, with scripts and without.</summary>
public sealed class BrowserFormTests(BrowsedPages pages) : IClassFixture<BrowsedPages>
{
    private const string Lead = "#answer .lead:not(.busy)";

    [Fact]
    public async Task A_slider_changes_the_field_the_text_the_answer_and_the_address()
    {
        var page = await pages.Open();
        await page.GotoAsync("/decide");
        await page.WaitForSelectorAsync("#changes table");
        var before = await page.Locator(Lead).TextContentAsync();
        var slider = page.Locator("input[type=range][data-for=requests-per-day]");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("PageUp");
        await BrowsedPages.Reached(page, "/decide?requests-per-day=");
        await page.WaitForFunctionAsync("before => document.querySelector('#answer .lead').textContent !== before", before);
        var asked = await page.Locator("#requests-per-day").InputValueAsync();
        Assert.NotEqual("200000", asked);
        Assert.Contains($"requests_per_day = {asked}", await page.Locator("#text").InputValueAsync(), StringComparison.Ordinal);
        Assert.Contains("# A support chat", await page.Locator("#text").InputValueAsync(), StringComparison.Ordinal);
        Assert.Equal(asked, await slider.GetAttributeAsync("aria-valuetext"));
        Assert.EndsWith($"requests-per-day={asked}", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_address_shows_the_same_answer_to_whoever_opens_it()
    {
        var first = await pages.Open();
        await first.GotoAsync("/decide");
        await first.WaitForSelectorAsync("#changes table");
        var before = await first.Locator(Lead).TextContentAsync();
        await first.FillAsync("#output-tokens", "900");
        await first.Locator("#output-tokens").DispatchEventAsync("change");
        await BrowsedPages.Reached(first, "/decide?output-tokens=900");
        await first.WaitForFunctionAsync("before => document.querySelector('#answer .lead').textContent !== before", before);
        var second = await pages.Open(scripts: false);
        await second.GotoAsync(first.Url + "&wait=true");
        Assert.Equal(await first.Locator(Lead).TextContentAsync(), await second.Locator(Lead).TextContentAsync());
        Assert.Equal("900", await second.Locator("#output-tokens").InputValueAsync());
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_text_of_a_workload_is_decided_and_what_is_wrong_is_said_at_its_line(bool scripts)
    {
        var page = await pages.Open(scripts: scripts);
        await page.GotoAsync("/decide");
        var text = await page.Locator("#text").InputValueAsync();
        await page.FillAsync("#text", text.Replace("input = 400", "input = 4000\ncolour = 1", StringComparison.Ordinal));
        await page.ClickAsync("form.text button");
        Assert.Contains("Line 11", await page.Locator(".problems li").First.TextContentAsync(), StringComparison.Ordinal);
        await page.FillAsync("#text", text.Replace("input = 400", "input = 4000", StringComparison.Ordinal));
        await page.ClickAsync("form.text button");
        await page.WaitForSelectorAsync(Lead);
        Assert.Contains("toml=", page.Url, StringComparison.Ordinal);
        Assert.Equal("4000", await page.Locator("#input-tokens").InputValueAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_form_decides_without_scripts()
    {
        var page = await pages.Open(scripts: false);
        await page.GotoAsync("/decide");
        Assert.False(await page.Locator("input[type=range]").First.IsVisibleAsync());
        await page.FillAsync("#requests-per-day", "50000000");
        await page.SelectOptionAsync("#shape", "steady");
        await page.ClickAsync("form.fields button");
        await page.WaitForSelectorAsync(Lead);
        Assert.Contains("requests_per_day = 50000000", await page.Locator("#text").InputValueAsync(), StringComparison.Ordinal);
        Assert.Contains("times this volume", await page.Locator("#changes").TextContentAsync(), StringComparison.Ordinal);
        await page.ClickAsync("#rest a");
        await page.WaitForSelectorAsync("#prices");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_figure_leads_to_its_hour_and_its_source(bool scripts)
    {
        var page = await pages.Open(scripts: scripts);
        await page.GotoAsync("/");
        await page.ClickAsync("#teams tbody a:text('search')");
        await page.ClickAsync("#groups tbody a:text('2026-09-28')");
        await page.ClickAsync("#groups tbody a:has-text('T10:00Z')");
        await BrowsedPages.Reached(page, "from=2026-09-28T10");
        Assert.Contains("llama-3.3-70b", await page.Locator("#usage").TextContentAsync(), StringComparison.Ordinal);
        await page.ClickAsync("#sources summary");
        Assert.Contains("gateway.csv", await page.Locator("#sources").TextContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_time_of_what_was_tracked_is_chosen_in_a_form()
    {
        var page = await pages.Open(scripts: false);
        await page.GotoAsync("/track?by=team");
        await page.FillAsync("#from", "2026-09-10");
        await page.FillAsync("#to", "2026-09-12");
        await page.ClickAsync("form.fields button");
        Assert.Contains("by=team", page.Url, StringComparison.Ordinal);
        Assert.Contains("2026-09-10 00:00 to 2026-09-12 00:00 UTC", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Prices_are_searched_and_lead_to_their_history()
    {
        var page = await pages.Open(scripts: false);
        await page.GotoAsync("/prices");
        await page.FillAsync("#q", "gpu_8x_h100_sxm5");
        await page.ClickAsync("form button");
        await page.ClickAsync("#machines a[href='/prices?id=lambda%2Fgpu_8x_h100_sxm5'] >> nth=0");
        await page.WaitForSelectorAsync("#history svg");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_frontier_of_chosen_devices_is_drawn()
    {
        var page = await pages.Open(scripts: false);
        await page.GotoAsync("/capacity");
        await page.SelectOptionAsync("#accelerator", ["b200-sxm", "mi300x"]);
        await page.ClickAsync("form button");
        await page.WaitForSelectorAsync("#frontier svg.wide");
        Assert.Contains("mi300x", await page.Locator("#frontier svg.wide").TextContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plan_is_started_watched_and_shown(bool scripts)
    {
        var page = await pages.Open(scripts: scripts);
        await page.GotoAsync("/plan");
        var workload = Path.Combine(MtokProcess.Root, "examples", "private-chat.toml");
        await page.FillAsync("#workload", await File.ReadAllTextAsync(workload, TestContext.Current.CancellationToken));
        await page.SetInputFilesAsync("#trace", Path.Combine(MtokProcess.Root, "examples", "chat-10min.csv"));
        await page.ClickAsync("form.text button");
        await BrowsedPages.Reached(page, "/plan/");
        for (var tries = 0; !scripts && tries < 600 && await page.Locator("#plan").CountAsync() == 0; tries++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }

        await page.WaitForSelectorAsync("#plan svg");
        await page.ClickAsync("nav.tabs a:text('Replay')");
        await page.WaitForSelectorAsync("#replay");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_plan_that_is_wrong_says_so_at_its_line()
    {
        var page = await pages.Open(scripts: false);
        await page.GotoAsync("/plan");
        await page.FillAsync("#workload", "models = [\"llama-3.3-70b\"]\ncolour = 1\n");
        await page.ClickAsync("form.text button");
        Assert.Contains("Line 2", await page.Locator(".problems").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("colour", await page.Locator("#workload").InputValueAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_slider_has_a_name_and_a_value_for_readers()
    {
        var page = await pages.Open();
        await page.GotoAsync("/decide");
        foreach (var slider in await page.Locator("input[type=range]").AllAsync())
        {
            Assert.NotEmpty((await slider.GetAttributeAsync("aria-label"))!);
            Assert.NotEmpty((await slider.GetAttributeAsync("aria-valuetext"))!);
            var at = double.Parse(await slider.InputValueAsync(), CultureInfo.InvariantCulture);
            Assert.InRange(at, 0, 1000);
        }

        await page.Context.CloseAsync();
    }
}
