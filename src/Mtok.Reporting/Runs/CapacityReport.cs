using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports the capacity of replicas.</summary>
public static class CapacityReport
{
    private const string Rate = "output_tokens_per_second";

    /// <summary>The columns; the headings of latencies say which figure of the requests they are, or a column does where rows differ.</summary>
    private static Column[] Columns(LatencyBasis? basis) =>
    [
        new("Replica"), new("Output tok/s", Numbers: true), new("Interval", Numbers: true), new("per GPU", Numbers: true, Wide: true),
        new(Heading("TPOT", basis), Numbers: true), new(Heading("TTFT", basis), Numbers: true, Wide: true),
        .. basis is null ? [new Column("Latency")] : Array.Empty<Column>(),
        new("Max batch", Numbers: true, Wide: true), new("Evidence"),
    ];

    private static string Heading(string latency, LatencyBasis? basis) => basis is { } one ? $"{latency}, {Word(one)}" : latency;

    /// <summary>One answer, or a ranking of several by output per device.</summary>
    /// <param name="model">The model.</param>
    /// <param name="mix">What a request carries.</param>
    /// <param name="question">Users, or latency limits.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="show">Rows of the text's table; JSON and CSV have all replicas.</param>
    public static Report Of(Model model, TokenMix mix, CapacityQuestion question, IReadOnlyList<CapacityAnswer> answers, int show)
    {
        var ranked = answers
            .OrderByDescending(answer => answer.PerGpu?.PerSecond ?? -1)
            .ThenBy(answer => answer.Deployment.ToString(), StringComparer.Ordinal)
            .ToList();
        var best = ranked[0];
        var asked = question.Users is { } users
            ? CountText.Of(users, "concurrent user")
            : question.Level.HasLimits ? question.Level.ToString() : "maximum throughput, at any latency";
        List<Block> blocks =
        [
            new Block.Line(best.Output is null
                && ranked.Count > 1 ? $"No figure for {model.Id} on any of {ranked.Count} replicas" : Answer(model, best), Strong: best.Output is not null),
            new Block.Line($"{model.Id}, {mix}; {asked}."),
        ];
        if (best.Output is not null)
        {
            var shown = ranked.Where(answer => answer.Output is not null).Take(show).ToList();
            LatencyBasis? basis = shown.Select(answer => answer.Basis).Distinct().ToList() is [var one] ? one : null;
            blocks.Add(new Block.Rows(new("", Columns(basis), [.. shown.Select(answer => Row(answer, basis))])));
        }

        if (question.Level.HasLimits && ranked.Any(answer => answer is { Output: not null, Basis: LatencyBasis.Mean }))
        {
            blocks.Add(new Block.Line(
                $"{question.Level.Share} of requests keep the limits: modelled means with the tails of published open loops (Q7). "
                + "The latencies shown are means."));
        }

        if (best.Output is not null || ranked.Count == 1)
        {
            blocks.Add(new Block.List("Why", [.. Why(ranked.Count == 1 ? ranked : ranked.Where(answer => answer.Output is not null).Take(3))]));
        }

        var without = ranked.Where(answer => answer.Output is null).ToList();
        if (ranked.Count > 1 && without.Count > 0)
        {
            blocks.Add(new Block.List(
                $"{CountText.Of(without.Count, "replica")} without a figure",
                [
                    .. without
                        .GroupBy(answer => answer.Sources[0])
                        .OrderByDescending(group => group.Count())
                        .Take(6)
                        .Select(group => $"{group.Count()}: {group.Key}"),
                ]));
        }

        var rows = new JsonArray([.. ranked.Select(Json)]);
        var table = JsonFigures.Rows(new JsonArray([.. rows.Select(row => Flat(row!.AsObject()))]));
        JsonNode json = ranked.Count == 1 ? rows[0]!.DeepClone() : new JsonObject { ["model"] = model.Id, ["replicas"] = rows };
        return new($"Capacity of {model.Id}", blocks, table, json);
    }

    private static string Answer(Model model, CapacityAnswer best) => best switch
    {
        { Memory.Fits: false, Output: null } =>
            $"{model.Id} in {best.Deployment.Precision} does not fit on {best.Deployment.Gpus}x {best.Deployment.AcceleratorId}",
        { Output: { } output } =>
            $"{output.Value.PerSecond.Shown("#,##0")} output tokens/s on {best.Deployment} "
                + $"({JsonFigures.Word(output.Evidence)}{(output.Low == output.High
                    ? ""
                    : $", {Figure(output.Low.PerSecond)} to {Figure(output.High.PerSecond)}")})",
        _ => $"No figure for {best.Deployment}",
    };

    private static IEnumerable<string> Why(IEnumerable<CapacityAnswer> answers) =>
        answers.SelectMany(answer => answer.Sources.Select(source => $"{answer.Deployment}: {source}")
            .Concat(answer.Memory is { Fits: true } memory ? [$"{answer.Deployment}: {memory.Reason}"] : []));

    private static string[] Row(CapacityAnswer answer, LatencyBasis? basis) =>
    [
        answer.Deployment.ToString(),
        Figure(answer.Output!.Value.PerSecond),
        answer.Output.Low == answer.Output.High ? "" : $"{Figure(answer.Output.Low.PerSecond)}-{Figure(answer.Output.High.PerSecond)}",
        Figure(answer.PerGpu!.Value.PerSecond),
        answer.Tpot?.ToString() ?? "",
        answer.Ttft?.ToString() ?? "",
        .. basis is null ? [Word(answer.Basis)] : Array.Empty<string>(),
        answer.MaxBatch is { } batch ? Figure(Math.Floor(batch.Count)) : "",
        JsonFigures.Word(answer.Output.Evidence),
    ];

    private static JsonObject Json(CapacityAnswer answer) => new()
    {
        ["accelerator"] = answer.Deployment.AcceleratorId,
        ["gpus"] = answer.Deployment.Gpus,
        ["precision"] = answer.Deployment.Precision.Id,
        ["engine"] = answer.Deployment.Engine,
        ["fits"] = answer.Memory?.Fits,
        [Rate] = answer.Output is { } output
            ? new JsonObject
            {
                ["low"] = JsonFigures.Of(output.Low.PerSecond),
                ["value"] = JsonFigures.Of(output.Value.PerSecond),
                ["high"] = JsonFigures.Of(output.High.PerSecond),
            }
            : null,
        ["output_tokens_per_second_per_gpu"] = JsonFigures.Of(answer.PerGpu?.PerSecond),
        ["tpot_ms"] = JsonFigures.Of(answer.Tpot?.Milliseconds),
        ["ttft_ms"] = JsonFigures.Of(answer.Ttft?.Milliseconds),
        ["latency_basis"] = answer.Ttft is null && answer.Tpot is null ? null : Word(answer.Basis),
        ["pipeline_parallel"] = answer.Deployment.Parallelism.Pipeline,
        ["expert_parallel"] = answer.Deployment.Parallelism.SpreadsExperts,
        ["draft_tokens"] = answer.Deployment.Parallelism.Speculation?.DraftTokens ?? 0,
        ["max_batch"] = JsonFigures.Of(answer.MaxBatch is { } batch ? Math.Floor(batch.Count) : null),
        ["memory"] = answer.Memory?.Reason,
        ["evidence"] = answer.Output is { } known ? JsonFigures.Word(known.Evidence) : null,
        ["sources"] = JsonFigures.Of(answer.Sources),
    };

    /// <summary>An answer with the ends of its interval in columns of their own, as compare has them.</summary>
    private static JsonObject Flat(JsonObject row)
    {
        var flat = new JsonObject();
        foreach (var (key, value) in row)
        {
            if (key != Rate)
            {
                flat[key] = value?.DeepClone();
                continue;
            }

            flat[key] = value?["value"]?.DeepClone();
            flat[$"{key}_low"] = value?["low"]?.DeepClone();
            flat[$"{key}_high"] = value?["high"]?.DeepClone();
        }

        return flat;
    }

    private static string Word(LatencyBasis basis) => basis switch
    {
        LatencyBasis.P99 => "p99",
        LatencyBasis.MedianOrMean => "median or mean",
        _ => "mean",
    };

    internal static string Figure(double value) => value.Shown(value >= 100 ? "#,##0" : "0.##");
}
