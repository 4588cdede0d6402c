using System.Text.Json;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>
/// What was tracked, as metrics over the last day and the last week: tokens, cost and $/Mtok by model and team, and the alerts. They are gauges: late
/// data may change what a window holds.
/// </summary>
internal static class TrackedMetrics
{
    private static readonly (string Name, TimeSpan Length)[] Windows = [("24h", TimeSpan.FromDays(1)), ("7d", TimeSpan.FromDays(7))];
    private static readonly TrackBy[] By = [TrackBy.Model, TrackBy.Team];

    /// <summary>Writes them.</summary>
    public static void Write(Exposition text, TrackedView view, TrackedAnswers answers)
    {
        text.Gauge("mtok_answer_timestamp_seconds", "Of which moment the tracked figures are.", view.Tracked is null ? null : OwnMetrics.Seconds(view.At));
        if (view.Tracked is null)
        {
            return;
        }

        var windows = Windows.Select(window => (window.Name, Answer: answers.Of(view, By, WindowOf(view, window.Length)))).ToList();
        text.Gauge("mtok_tracked_tokens", "Input and output tokens of a window up to now.", windows.SelectMany(window => window.Answer.Usage
            .Where(group => group.Tokens.Total is not null)
            .Select(group => new MetricValue(group.Tokens.Total!.Value, Labels(group.Key, window.Name)))));
        text.Gauge("mtok_tracked_cost_usd", "Cost of a window up to now, by what was paid for.", windows.SelectMany(window => window.Answer.Cost
            .Where(cost => cost.Amount.Currency == "USD")
            .GroupBy(cost => (cost.Key, cost.Kind))
            .Select(costs => new MetricValue(
                (double)costs.Sum(cost => cost.Amount.Amount), [.. Labels(costs.Key.Key, window.Name), ("kind", Word(costs.Key.Kind))]))));
        text.Gauge("mtok_tracked_usd_per_mtok", "US dollars per million tokens of a window up to now.", windows.SelectMany(window => window.Answer.UnitCosts
            .SelectMany(unit => UnitCosts(unit, Labels(unit.Key, window.Name)))));
        text.Gauge("mtok_tracked_total_usd_per_mtok", "US dollars per million tokens of everything in a window up to now.", windows.SelectMany(window =>
            UnitCosts(window.Answer.Total.UnitCost, ("window", window.Name))));
        text.Gauge("mtok_alert", "Whether an alert of mtok track check holds.", answers.Checks(view, TrackSpan.All)
            .Where(check => check.Holds is not null)
            .GroupBy(check => (Kind: KindOf(check), check.Where))
            .Select(checks => new MetricValue(checks.Any(check => check.Holds == true) ? 1 : 0, ("alert", checks.Key.Kind), ("where", checks.Key.Where))));
    }

    /// <summary>Whole hours, so that the answers of a window are the same for an hour.</summary>
    private static TrackSpan WindowOf(TrackedView view, TimeSpan length) => new(UsageHour.HourOf(view.At - length), null);

    private static IEnumerable<MetricValue> UnitCosts(UnitCostOf unit, params (string, string)[] labels) =>
        new[] { ("allocation", unit.Allocation), ("usage", unit.Usage) }
            .Where(each => each.Item2 is not null)
            .Select(each => new MetricValue((double)each.Item2!.Value.Dollars, [.. labels, ("basis", each.Item1)]));

    private static (string, string)[] Labels(GroupKey key, string window) => [("model", key.Values[0]), ("team", key.Values[1]), ("window", window)];

    private static string Word(CostKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static string KindOf(TrackCheck check) => check switch
    {
        TrackCheck.Budget => "budget",
        TrackCheck.BreakEven => "break_even",
        TrackCheck.CostJump => "jump",
        TrackCheck.LowCoverage => "coverage",
        _ => "no_price",
    };
}
