using Mtok.Planning;
using Mtok.Simulation;

namespace Mtok.Reporting;

/// <summary>TTFT and TPOT of the replay with their limits; null where an API answered every request, since its latency is not published.</summary>
internal static class ReplayChart
{
    public static Picture? Of(Verdict verdict)
    {
        if (verdict.Replay is not { IsSimulated: true, Result: { Served: > 0, Ttft.Count: > 0 } result } replay)
        {
            return null;
        }

        var level = replay.Level;
        var kinds = new[] { (Name: "TTFT", Times: result.Ttft), (Name: "TPOT", Times: result.Tpot) }.Where(kind => kind.Times.Count > 0).ToList();
        var names = kinds.SelectMany(kind => Percentiles(kind.Times).Select(percentile => $"{kind.Name}, {percentile.Name}")).ToList();
        var at = 0;
        List<ChartSeries> series =
        [
            .. kinds.Select(kind => new ChartSeries(
                kind.Name,
                [.. Percentiles(kind.Times).Select(percentile => new ChartPoint(at++, Math.Max(percentile.Time.Milliseconds, 1e-3)))],
                SeriesStyle.Points)),
        ];
        List<ReferenceLine> limits =
        [
            .. new[] { ("TTFT", level.LongestTtft), ("TPOT", level.LongestTpot) }.Where(limit => limit.Item2 is not null)
                .Select(limit => new ReferenceLine($"{limit.Item1} limit, {limit.Item2}", ReferenceAxis.Y, limit.Item2!.Value.Milliseconds)),
        ];
        var chart = new Chart(
            "Latency in the replay", ChartAxis.Of("Percentile of requests", names), new("Time", "ms", Logarithmic: true), series, limits,
            $"Simulated: {result.Requests:#,##0} requests of the trace on the plan's machines, step times "
                + $"modelled. {string.Join(' ', replay.Notes.Select(ReplayNoteWords.Of).Select(Sentences.Of))}".TrimEnd());
        return new("replay", chart, Says(replay));
    }

    private static IEnumerable<(string Name, Duration Time)> Percentiles(LatencySummary times) =>
        [("p50", times.P50), ("p90", times.P90), ("p95", times.P95), ("p99", times.P99)];

    private static string Says(Replay replay)
    {
        var (result, level) = (replay.Result, replay.Level);
        var met = level.Figures.Count > 0 ? $"the service level ({level}) is {(replay.Holds ? "kept" : "not kept")}"
            : level.HasLimits ? $"{result.Attainment} of requests met the service level ({level})" : "the workload has no latency limit";
        return $"TTFT is {result.Ttft.P50} at the median and {result.Ttft.P99} at the 99th percentile; {met}.";
    }
}
