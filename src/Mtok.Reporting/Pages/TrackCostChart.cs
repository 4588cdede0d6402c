using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Cost over time, stacked by what it was for.</summary>
internal static class TrackCostChart
{
    /// <summary>What machines and tokens cost; taxes, credits and balances have no hours of their own.</summary>
    private static readonly CostKind[] Kinds = [CostKind.Busy, CostKind.Idle, CostKind.ColdStart, CostKind.Failed, CostKind.Unattributed];

    public static Picture? Of(TrackAnswer answer, string currency)
    {
        var series = answer.OverTime;
        var kinds = Kinds.Where(kind => series.Steps.Any(step => Amount(step.Total, currency, kind) > 0)).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        var chart = new Chart(
            $"Cost by {TrackSteps.Noun(series.Step)}, {TrackWords.Period(answer)}",
            TrackSteps.Axis(series),
            new($"Cost of each {TrackSteps.Noun(series.Step)}", TrackCharts.Sign(currency)),
            [.. kinds.Select(kind => TrackSteps.Area(series, TrackWords.Of(kind), (int)kind, step => Drawn(step.Total, currency, kind)))],
            [],
            Note(answer, currency));
        return new(TrackCharts.Name("cost", currency), chart, Says(series, currency, kinds));
    }

    private static decimal Amount(TrackTotal total, string currency, params IReadOnlyCollection<CostKind> kinds) =>
        total.Cost.Where(cost => cost.Amount.Currency == currency && kinds.Contains(cost.Kind)).Sum(cost => cost.Amount.Amount);

    /// <summary>An area cannot be below zero; the note says where that hides something.</summary>
    private static double Drawn(TrackTotal total, string currency, CostKind kind) => (double)Math.Max(0, Amount(total, currency, kind));

    private static string Says(TrackSeries series, string currency, List<CostKind> kinds)
    {
        string Words(decimal amount) => TrackWords.Of(new Money(amount, currency));
        var noun = TrackSteps.Noun(series.Step);
        var most = series.Steps.MaxBy(step => Amount(step.Total, currency, kinds))!;
        var parts = kinds.Select(kind => $"{Words(series.Steps.Sum(step => Amount(step.Total, currency, kind)))} {TrackWords.Of(kind)}");
        return $"{Sentences.Begin(string.Join(", ", parts))}; "
            + $"the dearest {noun}, {TrackSteps.Name(series, most)}, cost {Words(Amount(most.Total, currency, kinds))}.";
    }

    private static string Note(TrackAnswer answer, string currency)
    {
        var noun = TrackSteps.Noun(answer.OverTime.Step);
        var estimated = answer.Total.Cost.Where(cost => cost.IsEstimate && cost.Amount.Currency == currency).Sum(cost => cost.Amount.Amount);
        var undated = Amount(answer.OverTime.Undated, currency, Kinds);
        var below = answer.OverTime.Steps.Count(step => Kinds.Any(kind => Amount(step.Total, currency, kind) < 0));
        string[] notes =
        [
            estimated == 0
                ? "From bills, divided by measured work."
                : $"From bills and dated prices, divided by measured work; {TrackWords.Of(new Money(estimated, currency))} is not billed yet.",
            undated != 0 ? $"{TrackWords.Of(new Money(undated, currency))} has no time and is not shown." : "",
            below > 0 ? $"Amounts below zero, in {CountText.Of(below, noun)}, are shown as 0." : "",
            TrackSteps.Longer(answer.OverTime),
            "Tax, credits and prepaid balances are not shown.",
        ];
        return string.Join(' ', notes.Where(note => note.Length > 0));
    }
}
