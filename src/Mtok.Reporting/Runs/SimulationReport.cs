using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Reporting;

/// <summary>Reports the simulation of a trace on a fleet.</summary>
public static class SimulationReport
{
    private const int ChartParts = 120;

    /// <summary>The report of a simulation.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="fleet">The fleet it was replayed on.</param>
    /// <param name="result">What came out.</param>
    /// <param name="notes">The evidence of the figures.</param>
    public static Report Of(Trace trace, SimulatedFleet fleet, SimulationResult result, IReadOnlyList<string> notes)
    {
        var title = $"{trace.Name} on {Name(fleet)}";
        List<Block> blocks =
        [
            new Block.Line(Answer(fleet, result), Strong: true),
            new Block.Line($"{trace.Name}: {Count(result.Requests)} requests in {result.Horizon}, on {Name(fleet)}."),
            new Block.Rows(Latencies(result)),
            new Block.Rows(State(result)),
        ];
        if (result.Classes.Count > 1)
        {
            blocks.Add(new Block.Rows(Classes(result)));
        }

        if (result.Cost.Total > default(Usd))
        {
            blocks.Add(new Block.Rows(Cost(result)));
        }

        blocks.Add(new Block.List("Evidence", notes));
        var json = Json(trace, fleet, result, notes);
        return new(title, blocks, HourTable(result), json, () => Timeline(title, result, notes));
    }

    /// <summary>Reports that nothing could be simulated.</summary>
    /// <param name="trace">What was to be replayed.</param>
    /// <param name="whyNot">Why there is no replica.</param>
    public static Report OfNothing(Trace trace, string whyNot) => new(
        $"{trace.Name}: no replica", [new Block.Line(whyNot, Strong: true)], new("", [new("why_not")], [[whyNot]]), new JsonObject { ["why_not"] = whyNot });

    private static string Answer(SimulatedFleet fleet, SimulationResult result)
    {
        var price = HasPrice(fleet) && result.PerMtok is { } costs ? $", {costs.Allocation} of input and output" : "";
        var kept = fleet.Level.HasLimits || fleet.Classes.Count > 0 ? $", {result.Attainment} within the service level" : "";
        var stopped = result.Stopped ? "Interrupted before the end. " : "";
        return $"{stopped}{Count(result.Completed)} of {Count(result.Requests)} requests answered, TTFT p99 {result.Ttft.P99}{kept}{price}";
    }

    private static string Name(SimulatedFleet fleet) =>
        string.Join(
            " and ",
            fleet.Groups.Select(group =>
                $"{(group.Scaling is { } scaling ? $"{scaling.Least} to {scaling.Most}" : Count(group.Count))} "
                    + $"x {group.Kind.Name}{(group.Kind.Role == ReplicaRole.Whole
                        ? ""
                        : group.Kind.Role == ReplicaRole.Prefill ? " (prefill)" : " (decode)")}"));

    private static Table Latencies(SimulationResult result) => new(
        "", [
            new("Latency"), new("p50", Numbers: true), new("p90", Numbers: true), new("p95", Numbers: true), new("p99", Numbers: true),
            new("Mean", Numbers: true),
        ],
        [Row("TTFT", result.Ttft), Row("TPOT", result.Tpot), Row("End to end", result.E2e)]);

    private static string[] Row(string name, LatencySummary times) =>
        [name, times.P50.ToString(), times.P90.ToString(), times.P95.ToString(), times.P99.ToString(), times.Mean.ToString()];

    private static Table State(SimulationResult result)
    {
        List<string[]> rows =
        [
            ["Output", result.OutputRate.ToString()],
            ["Utilisation", $"{result.Utilization} of what it could serve; busy {result.BusyShare} of the time"],
            ["KV cache", $"{result.KvOccupancy} used on average, {result.KvPeak} at most"],
            ["Queue", $"{Figure(result.MeanWaiting.Value)} on average, {result.PeakWaiting} at most at one replica"],
        ];
        if (result.Preemptions > 0)
        {
            rows.Add(["Preemptions", Count(result.Preemptions)]);
        }

        if (result.Overflowed > 0)
        {
            rows.Add(["To the API", Count(result.Overflowed)]);
        }

        if (result.TooLong > 0)
        {
            rows.Add(["Too long", $"{CountText.Of(result.TooLong, "request exceeds", "requests exceed")} a replica's KV cache, not answered"]);
        }

        if (result.Unfinished > 0)
        {
            rows.Add(["Unfinished", $"{Count(result.Unfinished)} in flight at the end"]);
        }

        return new("", [new("State"), new("")], rows);
    }

    private static Table Classes(SimulationResult result) => new(
        "", [new("Class"), new("Requests", Numbers: true), new("Attainment", Numbers: true), new("TTFT p99", Numbers: true), new("E2E p99", Numbers: true)],
        [.. result.Classes.Select(one => new[] { one.Name, Count(one.Requests), one.Attainment.ToString(), one.Ttft.P99.ToString(), one.E2e.P99.ToString() })]);

    private static Table Cost(SimulationResult result)
    {
        var total = result.Cost.Total;
        var rows = Items(result.Cost)
            .Where(item => item.Paid != default)
            .Select(item => new[] { item.Name, item.Paid.ToString(), (item.Paid / total).ToString() })
            .ToList();
        rows.Add(["All", total.ToString(), ""]);
        if (result.PerMtok is { } mix && result.PerOutputMtok is { } output)
        {
            rows.Add(["$/Mtok, input and output", mix.Allocation.ToString(), $"fully used {mix.Usage}"]);
            rows.Add(["$/Mtok, output alone", output.Allocation.ToString(), $"fully used {output.Usage}"]);
        }

        return new("", [new("Item"), new("Cost", Numbers: true), new("Share", Numbers: true)], rows);
    }

    private static IEnumerable<(string Name, string Key, Usd Paid)> Items(SimulatedCost cost) =>
    [
        ("Busy", "busy", cost.Busy), ("Repeated work", "repeated", cost.Repeated), ("Idle", "idle", cost.Idle),
        ("Cold start", "cold_start", cost.ColdStart), ("Spares", "spares", cost.Spares), ("API", "api", cost.Api),
    ];

    private static JsonObject Json(Trace trace, SimulatedFleet fleet, SimulationResult result, IReadOnlyList<string> notes) => new()
    {
        ["trace"] = trace.Name,
        ["fleet"] = Name(fleet),
        ["stopped"] = result.Stopped,
        ["requests"] = result.Requests,
        ["requests_completed"] = result.Completed,
        ["requests_served"] = result.Served,
        ["requests_overflowed"] = result.Overflowed,
        ["requests_too_long"] = result.TooLong,
        ["requests_unfinished"] = result.Unfinished,
        ["duration_s"] = JsonFigures.Of(result.Horizon.Seconds),
        ["ttft_ms"] = Json(result.Ttft),
        ["tpot_ms"] = Json(result.Tpot),
        ["e2e_ms"] = Json(result.E2e),
        ["input_tokens"] = JsonFigures.Of(result.Input.Count),
        ["output_tokens"] = JsonFigures.Of(result.Output.Count),
        ["output_tokens_per_second"] = JsonFigures.Of(result.OutputRate.PerSecond),
        ["utilization"] = JsonFigures.Of(result.Utilization.Value),
        ["busy_share"] = JsonFigures.Of(result.BusyShare.Value),
        ["kv_occupancy"] = JsonFigures.Of(result.KvOccupancy.Value),
        ["kv_peak"] = JsonFigures.Of(result.KvPeak.Value),
        ["mean_waiting"] = JsonFigures.Of(result.MeanWaiting.Value),
        ["peak_waiting"] = result.PeakWaiting,
        ["preemptions"] = result.Preemptions,
        ["slo_attainment"] = JsonFigures.Of(result.Attainment.Value),
        ["classes"] = new JsonArray([
            .. result.Classes.Select(one => (JsonNode)new JsonObject
            {
                ["class"] = one.Name,
                ["requests"] = one.Requests,
                ["completed"] = one.Answered,
                ["slo_attainment"] = JsonFigures.Of(one.Attainment.Value),
            }),
        ]),
        ["usd_per_mtok"] = HasPrice(fleet) ? JsonFigures.Of(result.PerMtok?.Allocation.Dollars) : null,
        ["usd_per_mtok_usage"] = HasPrice(fleet) ? JsonFigures.Of(result.PerMtok?.Usage.Dollars) : null,
        ["usd_per_output_mtok"] = HasPrice(fleet) ? JsonFigures.Of(result.PerOutputMtok?.Allocation.Dollars) : null,
        ["usd"] = HasPrice(fleet) ? Json(result.Cost) : null,
        ["usd_by_hour"] = HasPrice(fleet) ? new JsonArray([.. result.Hours.Select(hour => (JsonNode)Json(hour))]) : null,
        ["evidence"] = JsonFigures.Word(Evidence.Modelled),
        ["sources"] = JsonFigures.Of(notes),
        ["hash"] = result.Hash,
    };

    private static JsonNode? Json(LatencySummary times) => times.Count == 0 ? null : new JsonObject
    {
        ["p50"] = JsonFigures.Of(times.P50.Milliseconds),
        ["p90"] = JsonFigures.Of(times.P90.Milliseconds),
        ["p95"] = JsonFigures.Of(times.P95.Milliseconds),
        ["p99"] = JsonFigures.Of(times.P99.Milliseconds),
        ["mean"] = JsonFigures.Of(times.Mean.Milliseconds),
    };

    private static JsonObject Json(SimulatedCost cost)
    {
        var items = new JsonObject { ["total"] = JsonFigures.Of(cost.Total.Dollars) };
        foreach (var (_, key, paid) in Items(cost))
        {
            items[key] = JsonFigures.Of(paid.Dollars);
        }

        return items;
    }

    private static Table HourTable(SimulationResult result) => new(
        "", [new("hour"), .. Items(result.Cost).Select(item => new Column($"{item.Key}_usd", Numbers: true)), new("total_usd", Numbers: true)],
        [
            .. result.Hours.Select((hour, index) => new[] { index.ToString(CultureInfo.InvariantCulture) }.Concat(Items(hour).Select(item => Money(item.Paid)))
                .Append(Money(hour.Total))
                .ToArray()),
        ]);

    private static Chart Timeline(string title, SimulationResult result, IReadOnlyList<string> notes)
    {
        var parts = result.Timeline(ChartParts);
        var perHour = result.Horizon > Duration.FromHours(3);
        double X(TimelinePart part) =>
            perHour ? (part.From + (part.Length * Ratio.FromPercent(50))).Hours : (part.From + (part.Length * Ratio.FromPercent(50))).Minutes;
        return new(
            title, new("Time", perHour ? "h" : "min"), new("Requests", "number"),
            [
                new("in flight: arrived and not yet answered", [.. parts.Select(part => new ChartPoint(X(part), part.InFlight.Value))]),
                new("arriving each 10 s", [.. parts.Select(part => new ChartPoint(X(part), part.Arrivals * 10 / part.Length.Seconds))]),
            ],
            [], $"Simulated. {notes[0]}");
    }

    private static bool HasPrice(SimulatedFleet fleet) => fleet.Groups.All(group => group.Price.Hourly > default(UsdPerHour));

    internal static string Word(Ending ending) => ending switch
    {
        Ending.Served => "served",
        Ending.Overflowed => "overflowed",
        Ending.TooLong => "too_long",
        _ => "unfinished",
    };

    private static string Money(Usd paid) => Math.Round(paid.Dollars, 6).Shown("0.######");

    private static string Count(long number) => number.Shown("#,##0");

    private static string Figure(double value) => value.Shown(value >= 100 ? "#,##0" : "0.##");
}
