using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Demand over the steps of a plan, with what its machines can serve and what goes to an API stacked over it.</summary>
internal static class ScheduleChart
{
    private const int MostMachines = 4;
    private const double HoursShownInDays = 48;
    private const double HoursShownInMinutes = 3;

    /// <summary>Of the span that stands for most of the time, and of the busiest where that is another.</summary>
    public static IReadOnlyList<Picture> Of(Verdict verdict)
    {
        if (verdict.Plan is not { } plan)
        {
            return [];
        }

        var spans = plan.Demand.Spans;
        var usual = spans.Index().MaxBy(span => span.Item.Share).Index;
        var busiest = spans.Index().MaxBy(span => Enumerable.Range(0, span.Item.Steps).Max(step => Demand(plan, span.Index, step))).Index;
        return usual == busiest ? [Drawn(plan, usual, "schedule")] : [Drawn(plan, usual, "schedule"), Drawn(plan, busiest, "schedule-busiest")];
    }

    private static Picture Drawn(Plan plan, int span, string name)
    {
        var demand = plan.Demand.Spans[span];
        var (time, hours) = (demand.Steps * plan.Demand.Step.Hours) switch
        {
            > HoursShownInDays =>
            ("days", 24.0),
            <= HoursShownInMinutes => ("min", 1 / 60.0),
            _ => ("h", 1.0)
        };
        var unit = plan.Demand.Step.Hours / hours;
        ChartSeries Series(string title, SeriesStyle style, Func<int, double> value) =>
            new(title, [.. Enumerable.Range(0, demand.Steps + 1).Select(step => new ChartPoint(step * unit, value(Math.Min(step, demand.Steps - 1))))], style);

        var shares = plan.Classes.Select((_, kind) => plan.Demand.Mean(kind).PerSecond / plan.Demand.Mean().PerSecond).ToList();
        List<ChartSeries> series =
        [
            Series("demand", SeriesStyle.Steps, step => Demand(plan, span, step)),
            .. plan.Machines.Take(MostMachines).Select(line => Series(Title(line, span), SeriesStyle.Area, step => Capacity(line, shares, span, step))),
        ];
        if (plan.Machines.Count > MostMachines)
        {
            series.Add(Series(
                CountText.Of(plan.Machines.Count - MostMachines, "more kind of machine", "more kinds of machine"),
                SeriesStyle.Area,
                step => plan.Machines.Skip(MostMachines).Sum(line => Capacity(line, shares, span, step))));
        }

        if (plan.Classes.Any(line => line.Overflow[span].Any(rate => rate.PerSecond > 0)))
        {
            series.Add(Series("to an API", SeriesStyle.Area, step => Overflow(plan, span, step)));
        }

        var share = plan.Demand.Spans.Count > 1 ? $": {SpanWords.Of(demand, plan.Demand.Step)}, {demand.Share} of the time" : "";
        var chart = new Chart($"Demand, and what serves it{share}", new("Time", time), new("Requests", "req/s"), series, [], Note(plan));
        return new(name, chart, Says(plan, span));
    }

    private static string Title(PlannedMachines line, int span)
    {
        var (least, most) = (line.Running[span].Min(), line.Running[span].Max());
        var count = least == most ? least.ToString(CultureInfo.InvariantCulture) : $"{least} to {most}";
        return $"{count} x {line.Choice.Name}";
    }

    /// <summary>Requests per second of the mean mix of the classes it serves.</summary>
    private static double Capacity(PlannedMachines line, List<double> shares, int span, int step)
    {
        var served = shares.Zip(line.Choice.Rates).Where(kind => kind.Second.PerSecond > 0 && kind.First > 0).ToList();
        var time = served.Sum(kind => kind.First / kind.Second.PerSecond);
        return time > 0 ? line.Running[span][step] * served.Sum(kind => kind.First) / time : 0;
    }

    private static double Demand(Plan plan, int span, int step) => plan.Demand.Spans[span].Rates.Sum(rates => rates[step].PerSecond);

    private static double Overflow(Plan plan, int span, int step) => plan.Classes.Sum(line => line.Overflow[span][step].PerSecond);

    private static string Note(Plan plan)
    {
        List<string> notes =
        [
            plan.Machines.Count == 0
                ? "An API serves every request."
                : "Machines: their planned rate, spares included; "
                    + $"throughput {string.Join(" and ", plan.Machines.Select(line => JsonFigures.Word(line.Choice.Evidence)).Distinct())}.",
            plan.Machines.Count > 0 && plan.Classes.Count > 1 ? "Their requests per second are of the mean mix of classes." : "",
            plan.Machines.Count > 0
                && plan.Demand.Classes.Any(requests => requests.Deadline > default(Duration))
                    ? "Requests that may wait can be served in later steps than they arrive in."
                    : "",
            $"Steps of {plan.Demand.Step}.",
        ];
        return string.Join(' ', notes.Where(note => note.Length > 0));
    }

    private static string Says(Plan plan, int span)
    {
        var steps = Enumerable.Range(0, plan.Demand.Spans[span].Steps).ToList();
        var (least, most) = (steps.Min(step => Demand(plan, span, step)), steps.Max(step => Demand(plan, span, step)));
        var counts = steps.Select(step => plan.RunningAt(span, step)).ToList();
        var sent = steps.Sum(step => Overflow(plan, span, step)) / Math.Max(double.Epsilon, steps.Sum(step => Demand(plan, span, step)));
        var machines = counts.Max() == 0
            ? "an API serves all of it"
            : counts.Min() == counts.Max()
                ? $"{CountText.Of(counts.Max(), "machine")} {(counts.Max() == 1 ? "runs" : "run")} all the time"
                : $"{counts.Min()} to {CountText.Of(counts.Max(), "machine")} run";
        var api = counts.Max() > 0 && sent > 0 ? $", and an API takes {Ratio.FromValue(sent)} of the requests" : "";
        return $"Demand varies between {RequestsPerSecond.FromPerSecond(least)} and {RequestsPerSecond.FromPerSecond(most)}; {machines}{api}.";
    }
}
