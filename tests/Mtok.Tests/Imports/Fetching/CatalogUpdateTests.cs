using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Updates of a catalog folder: a source is taken whole or not at all, and what was good stays.</summary>
[Trait("Speed", "Slow")]
public sealed class CatalogUpdateTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 8, 20);
    private static readonly string Good = PriceFixtures.Text("tardellirs.json");
    private readonly string _folder = Directory.CreateTempSubdirectory("mtok-update-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Prices_are_stored_with_their_source_and_a_checksum_of_the_copy()
    {
        var update = await Run(_ => OddServer.Good(Good, "\"1\""), Today);
        Assert.Equal((UpdateOutcome.Taken, 2), (update.Outcome, update.Rows));
        Assert.Equal(64, update.Detail.Length);
        Assert.Equal(["imported/offers/runpod.csv", "imported/offers/verda.csv"], Files().Keys.Where(name => name.StartsWith("imported", StringComparison.Ordinal)));
        Assert.Contains("h100-sxm,h100-sxm,1,gpu,,,on_demand,secure,2.89,,,,2026-05-24,shop", Files()["imported/offers/runpod.csv"], StringComparison.Ordinal);
        Assert.Equal(Good, Files()[".fetched/shop"]);
    }

    [Fact]
    public async Task What_is_unchanged_is_not_stored_again_until_it_would_look_old()
    {
        await Run(_ => OddServer.Good(Good, "\"1\""), Today);
        var before = Files();
        Answer Unchanged(string request) => request.Contains("If-None-Match: \"1\"", StringComparison.OrdinalIgnoreCase) ? OddServer.Status("304 Not Modified") : OddServer.Status("404 Not Found");
        Assert.Equal(UpdateOutcome.Unchanged, (await Run(Unchanged, Today.AddDays(10))).Outcome);
        Assert.Equal(before, Files());
        Assert.Equal(UpdateOutcome.Taken, (await Run(Unchanged, Today.AddDays(30))).Outcome);
        Assert.Contains("2026-09-19", Files()[".fetched/copies.json"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_prices_are_added_and_the_old_rows_stay()
    {
        await Run(_ => OddServer.Good(Good), Today);
        var before = Files()["imported/offers/runpod.csv"];
        await Run(_ => OddServer.Good(Good.Replace("2.89", "2.49", StringComparison.Ordinal).Replace("2026-05-24", "2026-08-27", StringComparison.Ordinal)), Today.AddDays(7));
        Assert.StartsWith(before, Files()["imported/offers/runpod.csv"], StringComparison.Ordinal);
        Assert.Contains("2.49,,,,2026-08-27", Files()["imported/offers/runpod.csv"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html></html>", "HTML")]
    [InlineData("", "empty")]
    [InlineData("{\"other\": 1}", "not a known price file")]
    [InlineData("[{\"provider_id\": \"runpod\", \"gpu_model\": \"H100\", \"price_usd_hour\": 2", "truncated")]
    [InlineData("[{\"provider_id\": \"runpod\", \"gpu_model\": \"NVIDIA H100 SXM\", \"price_usd_hour\": 0}]", "0 prices, but the last good copy had 2")]
    public async Task A_source_whose_prices_cannot_be_believed_changes_nothing(string body, string why)
    {
        await Run(_ => OddServer.Good(Good), Today);
        var before = Files();
        var update = await Run(_ => OddServer.Good(body), Today.AddDays(3));
        Assert.Equal(UpdateOutcome.Failed, update.Outcome);
        Assert.Contains(why, update.Detail, StringComparison.Ordinal);
        Assert.Equal(72, update.Age!.Value.Hours);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Offline_the_last_good_copy_stays_and_its_age_is_told()
    {
        await Run(_ => OddServer.Good(Good), Today);
        var before = Files();
        var update = await Run(_ => new(""), Today.AddDays(5));
        Assert.Equal((UpdateOutcome.Failed, 120.0), (update.Outcome, update.Age!.Value.Hours));
        Assert.Equal(before, Files());
        Assert.Contains("its last good copy is 5 days old", ReportText.Write(UpdateReport.Of([update]), ReportFormat.Table, 200), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_was_tampered_with_is_fetched_anew()
    {
        await Run(_ => OddServer.Good(Good, "\"1\""), Today);
        await File.AppendAllTextAsync(Path.Combine(_folder, ".fetched", "shop"), " ", TestContext.Current.CancellationToken);
        var asked = "";
        await Run(request => OddServer.Good((asked = request).Length > 0 ? Good : "", "\"1\""), Today.AddDays(1));
        Assert.DoesNotContain("If-None-Match", asked, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Good, Files()[".fetched/shop"]);
    }

    [Fact]
    public async Task Without_a_network_nothing_is_asked_again_and_the_reason_is_given_once()
    {
        var (updates, asked) = await Run([], "one", "two", "three", "four");
        Assert.All(updates, update => Assert.Equal(UpdateOutcome.Failed, update.Outcome));
        Assert.InRange(asked, 4, 3 + new FetchLimits().Attempts);
        var report = ReportText.Write(UpdateReport.Of(updates), ReportFormat.Table, 200);
        Assert.Contains("one, two, three, four: the host's name is not found; there is no stored copy", report, StringComparison.Ordinal);
        Assert.Equal(2, report.Split("not found").Length);
    }

    [Fact]
    public async Task A_source_that_is_reached_is_stored_and_the_others_are_asked_again()
    {
        var hosts = new Dictionary<string, Func<HttpResponseMessage>> { ["shop"] = () => new() { Content = new StringContent(Good) } };
        var (updates, asked) = await Run(hosts, "shop", "two", "three");
        Assert.Equal([UpdateOutcome.Taken, UpdateOutcome.Failed, UpdateOutcome.Failed], updates.Select(update => update.Outcome));
        Assert.Equal(1 + (2 * new FetchLimits().Attempts), asked);
    }

    [Fact]
    public async Task A_source_that_nobody_foresaw_fails_alone()
    {
        var hosts = new Dictionary<string, Func<HttpResponseMessage>>
        {
            ["odd"] = () => throw new NotImplementedException("odd"),
            ["shop"] = () => new() { Content = new StringContent(Good) },
        };
        var (updates, _) = await Run(hosts, "odd", "shop");
        Assert.Equal([UpdateOutcome.Failed, UpdateOutcome.Taken], updates.Select(update => update.Outcome));
        Assert.StartsWith("a fault of this program: NotImplementedException", updates[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_time_is_up_what_came_is_stored_and_the_others_are_named()
    {
        using var slow = new OddServer(_ => new("") { Stall = TimeSpan.FromMinutes(5) });
        using var quick = new OddServer(_ => OddServer.Good(Good));
        using var handler = Fetcher.Handler();
        using var fetcher = new Fetcher(handler, TimeProvider.System, new Random(1), new());
        var seen = new Seen();
        var updates = await new CatalogUpdate(_folder, fetcher, Today, OddServer.Turn, Duration.FromSeconds(5))
            .RunAsync([Source("slow", slow.Address), Source("shop", quick.Address)], TestContext.Current.CancellationToken, seen);
        Assert.Equal([UpdateOutcome.Failed, UpdateOutcome.Taken], updates.Select(update => update.Outcome));
        Assert.Equal("it had not come when the time limit of 5 s was over", updates[0].Detail);
        Assert.Equal(updates, seen.All);
        Assert.Contains("imported/offers/runpod.csv", Files().Keys);
    }

    [Fact]
    public void An_update_that_is_ended_says_what_was_stored_and_what_was_not()
    {
        SourceUpdate[] done = [new("a", UpdateOutcome.Taken, 3, null, new('0', 64)), new("b", UpdateOutcome.Unchanged, 1, null, ""), new("c", UpdateOutcome.Failed, 0, null, "why")];
        Assert.Equal("stored: a; unchanged: b; not stored, earlier rows stay in use: c, d", UpdateReport.Stopped(done, ["a", "b", "c", "d"]));
        Assert.Equal("not stored, earlier rows stay in use: a, b", UpdateReport.Stopped([], ["a", "b"]));
        Assert.Equal(["a: 3 rows stored", "b: unchanged", "c: failed: why"], done.Select(UpdateReport.Line));
    }

    [Fact]
    public void The_built_in_sources_are_addresses_of_the_secure_kind()
    {
        Assert.NotEmpty(PriceFixtures.Catalog.Sources);
        Assert.All(PriceFixtures.Catalog.Sources, source => Assert.Equal("https", source.Address.Scheme));
    }

    private async Task<SourceUpdate> Run(Func<string, Answer> answer, DateOnly today)
    {
        using var server = new OddServer(answer);
        using var handler = Fetcher.Handler();
        var limits = new FetchLimits { Attempt = TimeSpan.FromSeconds(5), Attempts = 2 };
        using var fetcher = new Fetcher(handler, new WaitingClock(limits.Attempt), new Random(1), limits);
        return Assert.Single(await new CatalogUpdate(_folder, fetcher, today, OddServer.Turn).RunAsync([Source("shop", server.Address)], TestContext.Current.CancellationToken));
    }

    private static PriceSource Source(string id, Uri address) => new(id, address, null, new(AsOf.Undated, "test", new("test", 0, 0)));

    private async Task<(IReadOnlyList<SourceUpdate> Updates, int Asked)> Run(Dictionary<string, Func<HttpResponseMessage>> hosts, params string[] names)
    {
        using var network = new FewHosts(hosts);
        using var fetcher = new Fetcher(network, new WaitingClock(TimeSpan.FromSeconds(60)), new Random(1), new());
        var sources = names.Select(name => Source(name, new Uri($"https://{name}.test/prices.json")));
        return (await new CatalogUpdate(_folder, fetcher, Today, OddServer.Turn).RunAsync(sources, TestContext.Current.CancellationToken), network.Asked);
    }

    /// <summary>A network that knows few hosts.</summary>
    private sealed class FewHosts(Dictionary<string, Func<HttpResponseMessage>> hosts) : HttpMessageHandler
    {
        private int _asked;

        public int Asked => _asked;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return hosts.TryGetValue(request.RequestUri!.Host.Split('.')[0], out var answer)
                ? Task.FromResult(answer())
                : Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.NameResolutionError, $"unknown: {request.RequestUri.Host}"));
        }
    }

    private sealed class Seen : IProgress<SourceUpdate>
    {
        public List<SourceUpdate> All { get; } = [];

        public void Report(SourceUpdate value) => All.Add(value);
    }

    private SortedDictionary<string, string> Files() =>
        new(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'), File.ReadAllText), StringComparer.Ordinal);
}
