using System.Text.Json.Nodes;
using Mtok.Traces;

namespace Mtok.Reporting;

/// <summary>Reports the statistics of a trace.</summary>
public static class TraceReports
{
    /// <summary>Lower ends of the bins of the text's table; JSON has all powers of two.</summary>
    private static readonly int[] Octaves = [0, 6, 8, 10, 12, 14, 16];

    /// <summary>A trace and, where it came from a file, what was met in reading it.</summary>
    /// <param name="summary">The trace.</param>
    /// <param name="reading">How it was read; null where it was generated.</param>
    /// <param name="note">A further note; empty for none.</param>
    public static Report Of(TraceSummary summary, TraceReading? reading, string note = "")
    {
        var facts = Facts(summary).ToList();
        List<Block> blocks =
        [
            new Block.Line(
                $"{CountText.Of(summary.Requests, "request")} in {summary.Span}: {summary.MeanRate}, {Tokens(summary.Input.Mean)} input "
                    + $"and {Tokens(summary.Output.Mean)} output tokens on average",
                Strong: true),
            .. note.Length > 0 ? [new Block.Line(note)] : Array.Empty<Block>(),
            new Block.Rows(new(
                "",
                [new("Figure"), new("Value", Numbers: true)],
                [.. facts.Where(fact => fact.Shown.Length > 0).Select(fact => new[] { fact.Title, fact.Shown })])),
            new Block.Rows(Lengths(summary)),
            new Block.Rows(Joint(summary)),
        ];
        if (reading is not null)
        {
            var left = reading.Dropped
                .Select(reason => $"requests left out, {reason.Key}: {Count(reason.Value)}")
                .Concat(reading.Bad > 0 ? [$"bad lines left out: {Count(reading.Bad)}"] : [])
                .ToList();
            blocks.AddRange(left.Count > 0 ? [new Block.List("Not counted", left)] : []);
        }

        var main = new Table("", [new("figure"), new("value")], [.. facts.Select(fact => new[] { fact.Key, fact.Value?.ToString() ?? "" })]);
        return new(
            $"Trace {summary.Name}{(reading is { Format.Length: > 0 } ? $" ({reading.Format})" : "")}",
            blocks,
            main,
            Json(summary, reading, facts),
            () => Rates(summary));
    }

    /// <summary>What a generated trace is, and what of it is assumed.</summary>
    /// <param name="workload">The workload whose traffic it is; null for that of the profile itself.</param>
    /// <param name="like">The profile.</param>
    public static string Generated(Workload? workload, TrafficProfile like)
    {
        var sources = $"like {like.Name} ({like.Provenance.AsOf}); mtok catalog list profiles --format json has the sources.";
        return workload is null
            ? $"Generated, not recorded: {sources}"
            : $"Generated (assumed), not recorded: rate by the hour ({workload.Traffic.Shape.Name}), mean lengths and cached share "
                + $"of {workload.Name}; burstiness within the hour and spread of lengths {sources}";
    }

    private static IEnumerable<Fact> Facts(TraceSummary summary)
    {
        yield return new("requests", "Requests", Count(summary.Requests), summary.Requests);
        yield return new("span_s", "From first to last", summary.Span.ToString(), JsonFigures.Of(summary.Span.Seconds));
        yield return new("mean_requests_per_second", "Mean rate", summary.MeanRate.ToString(), JsonFigures.Of(summary.MeanRate.PerSecond));
        yield return Number("peak_hour", "Busiest hour / mean hour", summary.PeakHour);
        yield return Number("gap_variation", "Variation of gaps (1: Poisson)", summary.GapVariation);
        yield return Number("second_dispersion", "Dispersion by second (1: Poisson)", summary.SecondDispersion);
        yield return Number("minute_dispersion", "Dispersion by minute (1: Poisson)", summary.MinuteDispersion);
        yield return new(
            "cached_share",
            "Cached input, as recorded",
            summary.CachedShare > Ratio.Zero ? summary.CachedShare.ToString() : "",
            JsonFigures.Of(summary.CachedShare.Value));
        yield return new(
            "prefix_hit_share", "Best possible prefix hits, blocks", summary.PrefixHits?.ToString() ?? "", JsonFigures.Of(summary.PrefixHits?.Value));
        foreach (var (name, requests) in summary.Classes.Where(_ => summary.Classes.Count > 1))
        {
            yield return new($"requests_{name}", $"Requests of {name}", Count(requests), requests);
        }

        foreach (var (kind, lengths) in new[] { ("input", summary.Input), ("output", summary.Output) })
        {
            yield return new($"{kind}_mean_tokens", "", "", JsonFigures.Of(lengths.Mean.Count));
            foreach (var (hundredth, tokens) in lengths.Percentiles)
            {
                yield return new($"{kind}_p{hundredth}_tokens", "", "", JsonFigures.Of(tokens.Count));
            }
        }
    }

    private static Fact Number(string key, string title, Ratio? value) =>
        new(key, title, value?.Value.Shown("#,##0.00") ?? "", JsonFigures.Of(value?.Value));

    private static Table Lengths(TraceSummary summary)
    {
        var shown = summary.Input.Percentiles.Keys.Where(hundredth => hundredth is not (25 or 75)).ToList();
        return new("", [
            new("Tokens"),
            new("Mean", Numbers: true),
            .. shown.Select(hundredth => new Column(hundredth == 100 ? "Max" : $"P{hundredth}", Numbers: true)),
        ],
        [
            Row("Input", summary.Input, shown), Row("Output", summary.Output, shown),
        ]);
    }

    private static string[] Row(string name, LengthSummary lengths, IEnumerable<int> shown) =>
        [name, Tokens(lengths.Mean), .. shown.Select(hundredth => Tokens(lengths.Percentiles[hundredth]))];

    /// <summary>Shares of requests by input and output, in bins of two octaves.</summary>
    private static Table Joint(TraceSummary summary) =>
        new("Share of requests by length: input down, output across", [new("Input"), .. Octaves.Select((_, at) => new Column(Bin(at), Numbers: true))],
        [.. Octaves.Select((_, input) => new[] { Bin(input) }.Concat(Octaves.Select((_, output) => Share(summary, input, output))).ToArray())]);

    private static string Share(TraceSummary summary, int input, int output)
    {
        var requests = Within(input).Sum(row => Within(output).Sum(column => summary.Joint[row][column]));
        return requests == 0 ? "" : (100.0 * requests / summary.Requests).Shown("0.0") + "%";
    }

    private static IEnumerable<int> Within(int bin) =>
        Enumerable.Range(0, 24).Where(octave => octave >= Octaves[bin] && (bin + 1 == Octaves.Length || octave < Octaves[bin + 1]));

    private static string Bin(int bin) =>
        bin == 0 ? "< 64" : bin + 1 == Octaves.Length ? "64k +" : Octaves[bin] < 10 ? $"{1 << Octaves[bin]} +" : $"{1 << (Octaves[bin] - 10)}k +";

    private static Chart? Rates(TraceSummary summary) => summary.Hours.Count < 2 ? null : new(
        $"Requests of {summary.Name}",
        new("Time", "h"),
        new("Rate", "req/s"),
        [new("by hour", [.. summary.Hours.Select((rate, hour) => new ChartPoint(hour + 0.5, rate.PerSecond))])],
        [new("mean", ReferenceAxis.Y, summary.MeanRate.PerSecond)],
        $"{CountText.Of(summary.Requests, "request")} in {summary.Span}");

    private static JsonObject Json(TraceSummary summary, TraceReading? reading, IEnumerable<Fact> facts)
    {
        var json = new JsonObject { ["trace"] = summary.Name, ["format"] = reading?.Format };
        foreach (var fact in facts.Where(fact => !fact.Key.StartsWith("requests_", StringComparison.Ordinal)))
        {
            json[fact.Key] = fact.Value?.DeepClone();
        }

        json["classes"] = new JsonObject(summary.Classes.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        json["requests_per_second_by_hour"] = new JsonArray([.. summary.Hours.Select(rate => JsonFigures.Of(rate.PerSecond))]);
        json["joint_lengths"] = new JsonArray([
            .. Pairs(summary)
                .Select(pair => new JsonObject { ["input_from"] = 1L << pair.Input, ["output_from"] = 1L << pair.Output, ["requests"] = pair.Requests }),
        ]);
        json["left_out"] = new JsonObject((reading?.Dropped ?? new Dictionary<string, long>())
            .Select(reason => KeyValuePair.Create(reason.Key, (JsonNode?)reason.Value)));
        json["bad_lines"] = reading?.Bad;
        return json;
    }

    private static IEnumerable<(int Input, int Output, long Requests)> Pairs(TraceSummary summary) =>
        summary.Joint.SelectMany((row, input) => row.Select((requests, output) => (input, output, requests))).Where(pair => pair.requests > 0);

    private static string Tokens(Tokens tokens) => tokens.Count.Shown("#,##0");

    private static string Count(long count) => count.Shown("#,##0");

    private sealed record Fact(string Key, string Title, string Shown, JsonNode? Value);
}
