using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What was tracked, made up: a deployment with a bill by the day and usage by the hour.</summary>
internal static class TrackedCases
{
    public static readonly DateTimeOffset Begin = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly Catalog Facts = Workloads.Built;

    private static readonly TrackedDeployment Chat = new("chat", new("d.toml", 1, 1), [], null, null) { BilledAs = [new("i-1")], Targets = [new("gpu-1")] };

    /// <summary>The month of the examples.</summary>
    public static Tracked Month()
    {
        var problems = new Problems();
        var tracked = new TrackedReader(Facts, problems).Read([Snapshot.PathOf(MonthExample.Folder)]);
        Assert.Empty(problems.All);
        return tracked;
    }

    public static Tracked Of(IReadOnlyList<BillRow> bills, IReadOnlyList<UsageHour> usage, DeploymentFile? deployments = null) => new(
        [], deployments ?? new([Chat], new Dictionary<string, string>()), usage, 0, new([], [], [], []), bills, [], []);

    /// <summary>A day's bill of the machine.</summary>
    public static BillRow Day(int day, decimal cost, string currency = "USD") => new(
        new("bill.csv", day + 2, 1), "AWS", "2026-09-01", Begin.AddDays(day), Begin.AddDays(day + 1), BillItem.Used, UsageKey.Unknown, new(cost, currency), null)
    { Resource = "i-1" };

    /// <summary>The requests of each hour of a day.</summary>
    public static IEnumerable<UsageHour> Hours(int day, long input, long output, string model = "llama-3.3-70b") => Enumerable.Range(0, 24).Select(hour =>
        new UsageHour(Begin.AddDays(day).AddHours(hour), new(model, "search", "gpu-1"), 10, 0, new(input, input, 0, null, null, null, output, null)));

    public static IReadOnlyList<TrackCheck> Checks(Tracked tracked, AlertLimits limits, TrackSpan? span = null, Func<Model, TokenMix, ApiRival?>? rivals = null) =>
        TrackChecks.Of(tracked, limits, span ?? TrackSpan.All, Workloads.Capacity, rivals ?? ((_, _) => null));

    public static ApiRival Api(decimal price) => new("api", UsdPerMtok.FromDollars(price), AsOf.Undated);
}
