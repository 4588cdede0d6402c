using System.Globalization;
using System.Text;
using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Prices that come in pages: all of them are taken, or none.</summary>
[Trait("Speed", "Slow")]
public sealed class PagedPricesTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 8, 20);
    private readonly string _folder = Directory.CreateTempSubdirectory("mtok-pages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/prices.json?page=2")]
    [InlineData("http://127.0.0.1:{port}/prices.json?page=2")]
    public async Task Two_pages_are_one_source_and_none_is_missing(string link)
    {
        var (update, asked) = await Run((page, server) => OddServer.Good(page == 1 ? Page("eastus", 98.32m, link.Replace("{port}", server.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)) : Page("westeurope", 101.5m, null), "\"1\""));
        Assert.Equal((UpdateOutcome.Taken, 2, 2), (update.Outcome, update.Rows, asked));
        var rows = Files()["imported/offers/azure.csv"];
        Assert.Contains("eastus,,on_demand,,98.32", rows, StringComparison.Ordinal);
        Assert.Contains("westeurope,,on_demand,,101.5", rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tag_of_the_first_page_does_not_stand_for_the_later_ones()
    {
        await Run((page, _) => OddServer.Good(page == 1 ? Page("eastus", 98.32m, "?page=2") : Page("westeurope", 101.5m, null), "\"1\""));
        var (update, asked) = await Run((page, _) => OddServer.Good(page == 1 ? Page("eastus", 98.32m, "?page=2") : Page("westeurope", 95, null), "\"1\""), Today.AddDays(1));
        Assert.Equal((UpdateOutcome.Taken, 2), (update.Outcome, asked));
        Assert.Contains("westeurope,,on_demand,,95", Files()["imported/offers/azure.csv"], StringComparison.Ordinal);
        Assert.Contains("\"etag\": \"\"", Files()[".fetched/copies.json"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/prices.json", "page 2: the link to it leads back to a page already read", 1)]
    [InlineData("?page=2", "page 3: the link to it leads back to a page already read", 2)]
    [InlineData("http://prices.example.org/?page=2", "page 2: the link to it leads to another host, prices.example.org", 1)]
    [InlineData("http://127.0.0.1:1/?page=2", "page 2: the link to it leads to another host, 127.0.0.1:1", 1)]
    [InlineData("//prices.example.org/", "page 2: the link to it leads to another host, prices.example.org", 1)]
    [InlineData("file:///etc/hostname", "page 2: the link to it is not a valid address", 1)]
    [InlineData("ftp://127.0.0.1/2", "page 2: the link to it is not a valid address", 1)]
    [InlineData("http://", "page 2: the link to it is not a valid address", 1)]
    public async Task A_link_that_leads_elsewhere_or_round_in_a_ring_stores_nothing(string link, string why, int asked)
    {
        var ended = await Run((_, _) => OddServer.Good(Page("eastus", 98.32m, link)));
        Assert.Equal((UpdateOutcome.Failed, why, asked), (ended.Update.Outcome, ended.Update.Detail, ended.Asked));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_page_that_fails_fails_the_source_and_leaves_what_is_there()
    {
        await Run((_, _) => OddServer.Good(Page("eastus", 98.32m, null)));
        var before = Files();
        foreach (var (answer, why) in new[]
        {
            (OddServer.Status("404 Not Found"), "page 2: the server refused the request (HTTP 404)"),
            (OddServer.Status("503 Busy"), "page 2: the server refused the request (HTTP 503) (2 attempts)"),
            (OddServer.Status("304 Not Modified"), "page 2: not a page of the same list"),
            (OddServer.Good(""), "page 2: not a page of the same list"),
            (OddServer.Good("{\"error\": 1}"), "page 2: not a page of the same list"),
            (OddServer.Good(Page("westeurope", 101.5m, null)[..150]), "page 2: not a page of the same list"),
        })
        {
            var (update, _) = await Run((page, _) => page == 1 ? OddServer.Good(Page("eastus", 97, "?page=2")) : answer, Today.AddDays(3));
            Assert.Equal((UpdateOutcome.Failed, why), (update.Outcome, update.Detail));
            Assert.Equal(before, Files());
        }
    }

    [Fact]
    public async Task A_page_that_fails_once_is_asked_for_again()
    {
        var (update, asked) = await Run((page, _) => page switch { 1 => OddServer.Good(Page("eastus", 98.32m, "?page=2")), 2 => OddServer.Status("503 Busy"), _ => OddServer.Good(Page("westeurope", 101.5m, null)) });
        Assert.Equal((UpdateOutcome.Taken, 2, 3), (update.Outcome, update.Rows, asked));
    }

    [Theory]
    [InlineData(5, 1_000_000, "page 6: more than 5 pages", 5)]
    [InlineData(500, 2_000, "page 5: larger than 0 MB in all", 5)]
    public async Task Pages_without_end_are_given_up(int most, int largest, string why, int asked)
    {
        var ended = await Run((page, _) => OddServer.Good(Page("eastus", 98.32m, $"?page={page + 1}").PadRight(450)), limits: new() { MostPages = most, Largest = largest });
        Assert.Equal((UpdateOutcome.Failed, why, asked), (ended.Update.Outcome, ended.Update.Detail, ended.Asked));
    }

    [Fact]
    public async Task An_address_that_is_imported_is_followed_too()
    {
        var (import, problems) = await Import(page => page == 1 ? OddServer.Good(Page("eastus", 98.32m, "?page=2")) : OddServer.Good(Page("westeurope", 101.5m, null)));
        Assert.Empty(problems.All);
        Assert.Equal((2, 0), (import!.Offers.Count, PriceFixtures.Noted(import, "next-page")));
        (import, problems) = await Import(page => page == 1 ? OddServer.Good(Page("eastus", 98.32m, "?page=2")) : OddServer.Status("404 Not Found"));
        Assert.Null(import);
        Assert.Equal(("not-fetched", "page 2: the server refused the request (HTTP 404)"), (Assert.Single(problems.All).Rule, problems.All[0].Message));
    }

    [Fact]
    public async Task Pages_that_are_kept_in_one_file_at_an_address_are_told_to_be_incomplete()
    {
        var (import, _) = await Import(_ => OddServer.Good(Page("eastus", 98.32m, "?page=2") + Page("westeurope", 101.5m, "?page=3")));
        Assert.Equal((2, 2), (import!.Offers.Count, PriceFixtures.Noted(import, "next-page")));
    }

    [Fact]
    public void The_pages_of_a_file_are_told_to_be_incomplete_unless_its_links_were_followed()
    {
        foreach (var followed in new[] { false, true })
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(Page("eastus", 98.32m, "https://prices.example.org/2") + Page("westeurope", 101.5m, null)));
            var import = new PriceReader(PriceFixtures.Catalog, new(PriceFixtures.Day, HasAllPages: followed), new()).Read("azure.json", bytes)!;
            Assert.Equal((2, followed ? 0 : 1), (import.Offers.Count, PriceFixtures.Noted(import, "next-page")));
        }
    }

    private static string Page(string region, decimal price, string? next) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"BillingCurrency": "USD", "Items": [{"currencyCode": "USD", "retailPrice": {{price}}, "armRegionName": "{{region}}", "meterName": "ND96isr H100 v5",
         "type": "Consumption", "unitOfMeasure": "1 Hour", "armSkuName": "Standard_ND96isr_H100_v5"}], "NextPageLink": {{(next is null ? "null" : $"\"{next}\"")}}}

        """);

    private static async Task<(PriceImport? Import, Problems Problems)> Import(Func<int, Answer> answer)
    {
        var (asked, problems) = (0, new Problems());
        using var server = new OddServer(_ => answer(++asked));
        using var handler = Fetcher.Handler();
        var limits = new FetchLimits();
        using var fetcher = new Fetcher(handler, new WaitingClock(limits.Attempt), new Random(1), limits);
        return (await PriceAddress.ReadAsync(server.Address.ToString(), PriceFixtures.Catalog, new(PriceFixtures.Day), Today, fetcher, problems, TestContext.Current.CancellationToken), problems);
    }

    /// <summary>One update from a server that is told how often it has been asked, and where it is.</summary>
    private async Task<(SourceUpdate Update, int Asked)> Run(Func<int, Uri, Answer> answer, DateOnly? today = null, FetchLimits? limits = null)
    {
        var (asked, address) = (0, new Uri("http://127.0.0.1/"));
        using var server = new OddServer(_ => answer(++asked, address));
        address = server.Address;
        using var handler = Fetcher.Handler();
        limits = (limits ?? new()) with { Attempt = TimeSpan.FromSeconds(5), Attempts = 2 };
        using var fetcher = new Fetcher(handler, new WaitingClock(limits.Attempt), new Random(1), limits);
        var source = new PriceSource("shop", server.Address, null, new(AsOf.Undated, "test", new("test", 0, 0)));
        return (Assert.Single(await new CatalogUpdate(_folder, fetcher, today ?? Today, OddServer.Turn).RunAsync([source], TestContext.Current.CancellationToken)), asked);
    }

    private SortedDictionary<string, string> Files() =>
        new(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'), File.ReadAllText), StringComparer.Ordinal);
}
