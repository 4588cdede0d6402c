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
        var source = new PriceSource("shop", server.Address, null, new(AsOf.Undated, "test", new("test", 0, 0)));
        return await new CatalogUpdate(_folder, fetcher, today).RunAsync(source, TestContext.Current.CancellationToken);
    }

    private SortedDictionary<string, string> Files() =>
        new(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'), File.ReadAllText), StringComparer.Ordinal);
}
