using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Groups beside each other: what each cost, stacked by what for; what each used, stacked by class. Times have charts of their own.</summary>
internal static class TrackGroupsChart
{
    private const int Most = 12;

    public static Picture? Cost(TrackAnswer answer, string currency)
    {
        decimal Of(TrackRow row, params IReadOnlyCollection<CostKind> kinds) =>
            row.Cost.Where(cost => cost.Amount.Currency == currency && kinds.Contains(cost.Kind)).Sum(cost => cost.Amount.Amount);

        CostKind[] all = [CostKind.Busy, CostKind.Idle, CostKind.ColdStart, CostKind.Failed, CostKind.Unattributed];
        var rows = Rows(answer).Where(row => all.Any(kind => Of(row, kind) > 0)).OrderByDescending(row => Of(row, all)).ToList();
        if (rows.Count < 2)
        {
            return null;
        }

        var shown = rows.Take(Most).ToList();
        var chart = Drawn(
            $"Cost by {TrackWords.By(answer)}",
            answer,
            [.. shown.Select(row => $"{TrackWords.Named(answer, row.Key)}: {TrackWords.Of(new Money(Of(row, all), currency))}")],
            new("Cost", TrackCharts.Sign(currency)),
            [.. all.Select(kind => (TrackWords.Of(kind), shown.ConvertAll(row => (double)Math.Max(0, Of(row, kind)))))],
            $"{Count(shown.Count, rows.Count)} Without tax, credits and prepaid balances.");
        return new(
            TrackCharts.Name("groups", currency), chart,
            $"The largest part is that of {TrackWords.Named(answer, rows[0].Key)}: {TrackWords.Of(new Money(Of(rows[0], all), currency))}.");
    }

    public static Picture? Tokens(TrackAnswer answer)
    {
        var rows = Rows(answer).Where(row => row.Tokens.Total > 0).OrderByDescending(row => row.Tokens.Total).ToList();
        if (rows.Count < 2 && !(rows.Count == 1 && TrackTokensChart.Of(answer) is null))
        {
            return null;
        }

        var shown = rows.Take(Most).ToList();
        var chart = Drawn(
            $"Tokens by {TrackWords.By(answer)}",
            answer,
            [.. shown.Select(row => $"{TrackWords.Named(answer, row.Key)}: {Mtok.Tokens.FromCount(row.Tokens.Total!.Value)}")],
            new("Tokens", "tok"),
            [.. TrackTokensChart.Classes.Select(of => (of.Name, shown.ConvertAll(row => (double)Math.Max(0, of.Count(row.Tokens)))))],
            Count(shown.Count, rows.Count));
        return new(
            "tokens-by-group", chart,
            $"The largest part is that of {TrackWords.Named(answer, rows[0].Key)}: {Mtok.Tokens.FromCount(rows[0].Tokens.Total!.Value)}.");
    }

    private static IEnumerable<TrackRow> Rows(TrackAnswer answer) => answer.By.Any(by => by is TrackBy.Hour or TrackBy.Day) ? [] : TrackRow.All(answer);

    private static string Count(int shown, int all) => shown == all ? $"{CountText.Of(all, "group")}." : $"The largest {shown} of {CountText.Of(all)} groups.";

    /// <summary>Bars end to end, one for each part that any row has.</summary>
    private static Chart Drawn(
        string title, TrackAnswer answer, IReadOnlyList<string> names, ChartAxis values, IEnumerable<(string Name, List<double> Values)> parts, string note)
    {
        var (series, ends) = (new List<ChartSeries>(), new double[names.Count]);
        foreach (var (colour, part) in parts.Index().Where(part => part.Item.Values.Any(value => value > 0)))
        {
            var points = part.Values.Index().Where(value => value.Item > 0)
                .Select(value => new ChartPoint(value.Index, ends[value.Index], ends[value.Index], ends[value.Index] + value.Item)).ToList();
            part.Values.Index().ToList().ForEach(value => ends[value.Index] += value.Item);
            series.Add(new(part.Name, points, SeriesStyle.Bars) { Colour = colour });
        }

        return new(title, ChartAxis.Of(Sentences.Begin(TrackWords.By(answer)), names), values, series, [], note);
    }
}
