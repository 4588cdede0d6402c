using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>The month of the examples: its files are what the generator makes, and its report is what the generator knows.</summary>
public sealed class TrackMonthTests
{
    private static readonly Catalog Facts = CatalogReader.Load(null, new Problems())!;
    private static readonly JsonObject Month = Report(TrackBy.Model, TrackBy.Team);

    [Fact]
    public void The_files_are_what_the_generator_makes()
    {
        Assert.All(MonthExample.Files, file => Snapshot.Match($"{MonthExample.Folder}/{file.Key}", file.Value));
        Assert.Equal(
            MonthExample.Files.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Snapshot.PathOf(MonthExample.Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.InRange(MonthExample.Files.Sum(file => file.Value.Length), 0, 400_000);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("support")]
    [InlineData("summaries")]
    [InlineData("")]
    public void Tokens_of_each_team_are_exact(string team)
    {
        var asked = MonthExample.Sum(team);
        var usage = Assert.Single(Rows("usage"), row => Text(row, "model") == MonthExample.Own && Text(row, "team") == team);
        var tokens = usage["tokens"]!;
        Assert.Equal(
            (asked.Input, asked.Input - asked.Cached, asked.Cached, asked.Output),
            (Count(tokens, "input"), Count(tokens, "input_uncached"), Count(tokens, "cache_read"), Count(tokens, "output")));
        Assert.Equal(asked.Requests + (team.Length == 0 ? MonthExample.Hours.Sum(hour => hour.Aborted) : 0), Count(usage, "requests"));
    }

    [Fact]
    public void Cost_is_the_bill_to_the_last_digit()
    {
        var bill = Assert.Single(Rows("bill"));
        Assert.Equal(("USD", MonthExample.Billed), (Text(bill, "currency"), Amount(bill, "billed")));
        Assert.Equal(MonthExample.Billed, Rows("cost").Sum(row => Amount(row, "amount")));
        Assert.All(Rows("cost"), row => Assert.False(row["estimate"]!.GetValue<bool>()));
        var ours = Report(TrackBy.Deployment)["cost"]!.AsArray().Select(row => row!.AsObject()).Where(row => Text(row, "deployment") == "chat").ToList();
        Assert.Equal(MonthExample.Machines, ours.Where(row => Text(row, "kind") != "prepaid").Sum(row => Amount(row, "amount")));
        foreach (var (kind, amount) in MonthExample.Besides)
        {
            var own = kind == "prepaid" ? 0 : ours.Where(row => Text(row, "kind") == kind).Sum(row => Amount(row, "amount"));
            Assert.Equal(amount, Rows("cost").Where(row => Text(row, "kind") == kind).Sum(row => Amount(row, "amount")) - own);
        }
    }

    /// <summary>Machine time that the month's tokens do not take at the step model's times for each; two machines of one replica, all month.</summary>
    [Fact]
    public void Idle_is_what_the_tokens_leave_of_the_machines()
    {
        var all = MonthExample.Hours.Select(hour => hour.All).Aggregate((left, right) => left + right);
        var mix = new TokenMix(
            Tokens.FromCount(all.Input / (double)all.Requests),
            Tokens.FromCount(all.Output / (double)all.Requests),
            Ratio.FromValue(all.Cached / (double)all.Input));
        var each = TokenTimes.Of(new(Facts), new("h100-sxm", 8, new Precision("fp8"), ""), Facts.FindModel(MonthExample.Own)!, mix)!;
        var work = (each.Computed.Seconds * (all.Input - all.Cached)) + (each.Cached.Seconds * all.Cached) + (each.Output.Seconds * all.Output);
        var busy = work / (2 * 3600.0 * MonthExample.Hours.Count);
        var ours = Rows("cost").Where(row => Text(row, "model") == MonthExample.Own && Text(row, "kind") is "busy" or "failed")
            .Sum(row => Amount(row, "amount"));
        Assert.InRange(busy, 0.05, 0.95);
        Assert.Equal(busy, (double)(ours / MonthExample.Machines), 0.005 * busy);
    }

    [Fact]
    public void Coverage_is_the_share_of_the_gateway()
    {
        var asked = MonthExample.Sum("search") + MonthExample.Sum("support") + MonthExample.Sum("summaries");
        var coverage = Assert.Single(Rows("coverage"));
        Assert.Equal((asked.Input + asked.Output, "chat"), (Count(coverage, "claimed"), Text(coverage, "deployment")));
        Assert.All(Rows("unobserved"), row => Assert.Equal("restarted", Text(row, "why")));
        Assert.NotEmpty(Rows("unobserved"));
    }

    private static List<JsonObject> Rows(string part) => [.. Month[part]!.AsArray().Select(row => row!.AsObject())];

    private static string Text(JsonNode row, string key) => row[key]?.GetValue<string>() ?? "";

    private static long Count(JsonNode row, string key) => row[key]!.GetValue<long>();

    private static decimal Amount(JsonNode row, string key) => decimal.Parse(Text(row, key), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static JsonObject Report(params TrackBy[] by)
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Facts, problems).Read([Snapshot.PathOf(MonthExample.Folder)]);
        Assert.Empty(problems.All);
        return TrackReport.Of(TrackAnswers.Of(tracked, by, TrackSpan.All, new Capacities(Facts)), 20).Json.AsObject();
    }
}
