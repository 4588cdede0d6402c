using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>US dollars a million tokens over time, with idle time and without; null where that is known of one step alone.</summary>
internal static class TrackUnitCostChart
{
    public static Picture? Of(TrackAnswer answer)
    {
        var series = answer.OverTime;
        var known = series.Steps.Where(step => step.Total.UnitCost is { Allocation: not null, Usage: not null }).ToList();
        if (known.Count < 2)
        {
            return null;
        }

        var whole = known.Count == series.Steps.Count;
        ChartSeries Drawn(string name, Func<UnitCostOf, UsdPerMtok?> price)
        {
            double Dollars(StepTotal step) => (double)price(step.Total.UnitCost)!.Value.Dollars;
            return whole
                ? new(name, TrackSteps.Points(series, Dollars), SeriesStyle.Steps)
                : new(name, [.. known.Select(step => new ChartPoint(TrackSteps.Middle(series, step), Dollars(step)))], SeriesStyle.Points);
        }

        List<ChartSeries> lines = [Drawn("idle included (allocation)", unit => unit.Allocation), Drawn("busy time alone (usage)", unit => unit.Usage)];
        List<ReferenceLine> means = answer.Total.UnitCost.Allocation is { } all
            ? [new($"the whole time, idle included: {all}", ReferenceAxis.Y, (double)all.Dollars)]
            : [];
        var chart = new Chart(
            $"Cost per million tokens by {TrackSteps.Noun(series.Step)}, {TrackWords.Period(answer)}",
            TrackSteps.Axis(series),
            OptionsChart.Axis("Cost of input and output together", lines),
            lines,
            means,
            "Idle included: everything paid for machines and tokens (busy, idle, cold start, failed work) / tokens in and out."
                + (whole ? "" : $" {CountText.Of(series.Steps.Count - known.Count, TrackSteps.Noun(series.Step))} without tokens or without cost: not shown."));
        return new("unit-cost", chart, Says(series, known));
    }

    private static string Says(TrackSeries series, List<StepTotal> known)
    {
        var (least, most) = (known.MinBy(step => step.Total.UnitCost.Allocation)!, known.MaxBy(step => step.Total.UnitCost.Allocation)!);
        string Words(StepTotal step) => $"{TrackWords.Of(step.Total.UnitCost.Allocation!.Value)} ({TrackSteps.Name(series, step)})";
        return $"Idle included, a million tokens cost between {Words(least)} and {Words(most)}.";
    }
}
