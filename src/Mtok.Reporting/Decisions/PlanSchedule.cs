using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The steps of a plan: by day and quarter of a day as a table, one by one as JSON.</summary>
internal static class PlanSchedule
{
    private const int Quarters = 4;
    private const int QuarterHours = 6;

    /// <summary>
    /// Machines that run in each quarter of each day, from the fewest to the most, and what goes to an API; equal days in a row are
    /// one line.
    /// </summary>
    public static Table Days(Plan plan, int at, DemandSpan span)
    {
        var perQuarter = Math.Max(1, (int)Math.Round(QuarterHours / plan.Demand.Step.Hours));
        var days = Enumerable.Range(0, (span.Steps + (Quarters * perQuarter) - 1) / (Quarters * perQuarter))
            .Select(day => Enumerable.Range(0, Quarters).Select(quarter => Steps(span, ((day * Quarters) + quarter) * perQuarter, perQuarter)).ToList())
            .Select(day => Row(plan, at, day)).ToList();
        var rows = new List<string[]>();
        for (var day = 0; day < days.Count; day++)
        {
            var last = day;
            while (last + 1 < days.Count && days[last + 1].SequenceEqual(days[day]))
            {
                last++;
            }

            rows.Add([last == day ? $"{day + 1}" : $"{day + 1}-{last + 1}", .. days[day]]);
            day = last;
        }

        var share = plan.Demand.Spans.Count > 1 ? $" ({SpanWords.Of(span, plan.Demand.Step)}, {span.Share} of the time)" : "";
        return new(
            $"Machines running by hour of the day{share}",
            [
                new("Day"),
                .. Enumerable.Range(0, Quarters).Select(quarter => new Column($"{quarter * QuarterHours} to {(quarter + 1) * QuarterHours} h", Numbers: true)),
                new("Busiest", Numbers: true),
                new("To API", Numbers: true),
            ],
            rows);
    }

    /// <summary>Every step of every span, each the same columns.</summary>
    public static JsonArray Json(Plan plan)
    {
        var rows = new JsonArray();
        foreach (var (at, span) in plan.Demand.Spans.Index())
        {
            for (var step = 0; step < span.Steps; step++)
            {
                var row = new JsonObject
                {
                    ["span"] = SpanWords.Of(span, plan.Demand.Step),
                    ["share_of_time"] = JsonFigures.Of(span.Share.Value),
                    ["hour"] = JsonFigures.Of(step * plan.Demand.Step.Hours),
                };
                foreach (var (kind, line) in plan.Classes.Index())
                {
                    row[$"requests_per_second: {line.Requests.Name}"] = JsonFigures.Of(span.Rates[kind][step].PerSecond);
                    row[$"served_by_machines: {line.Requests.Name}"] = JsonFigures.Of(line.Served[at][step].PerSecond);
                    row[$"served_by_api: {line.Requests.Name}"] = JsonFigures.Of(line.Overflow[at][step].PerSecond);
                }

                foreach (var line in plan.Machines)
                {
                    row[$"machines: {line.Choice.Name}"] = line.Running[at][step];
                }

                rows.Add((JsonNode)row);
            }
        }

        return rows;
    }

    private static List<int> Steps(DemandSpan span, int from, int count) => [.. Enumerable.Range(from, count).Where(step => step < span.Steps)];

    private static string[] Row(Plan plan, int at, List<List<int>> quarters)
    {
        var steps = quarters.SelectMany(quarter => quarter).ToList();
        var demand = steps.Sum(step => Demand(plan, at, step));
        var sent = steps.Sum(step => plan.Classes.Sum(line => line.Overflow[at][step].PerSecond));
        return
        [
            .. quarters.Select(quarter => Range([.. quarter.Select(step => plan.RunningAt(at, step))])),
            RequestsPerSecond.FromPerSecond(steps.Max(step => Demand(plan, at, step))).ToString(),
            demand > 0 ? Ratio.FromValue(sent / demand).ToString() : "",
        ];
    }

    private static double Demand(Plan plan, int at, int step) => plan.Demand.Spans[at].Rates.Sum(rates => rates[step].PerSecond);

    private static string Range(List<int> counts) =>
        counts.Count == 0 ? "" : counts.Min() == counts.Max() ? counts.Min().ToString(CultureInfo.InvariantCulture) : $"{counts.Min()}-{counts.Max()}";
}
