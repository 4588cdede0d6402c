using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports frontiers: throughput per device against speed per user, with published runs and the user's own beside the model.</summary>
public static class FrontierReport
{
    private static Column[] Columns(IReadOnlyList<MeasuredPoint> measured) =>
    [
        new("Users", Numbers: true), new("tok/s per GPU", Numbers: true), new("Interval", Numbers: true), new("tok/s per user", Numbers: true),
        new(measured.Any(point => point.Run.Tpot is not null) ? "Mean or median TPOT" : "Mean TPOT", Numbers: true),
        new(measured.Any(point => point.Run.Ttft is not null) ? "Mean or median TTFT" : "Mean TTFT", Numbers: true, Wide: true), new("Evidence"),
    ];

    /// <summary>The frontiers of replicas of one device; at least one.</summary>
    public static Report Of(Model model, TokenMix mix, IReadOnlyList<Frontier> frontiers)
    {
        var measured = Measured(frontiers);
        var sources = frontiers
            .Select(frontier => $"{frontier.Deployment}: {frontier.Source}")
            .Concat(measured.Select(point => $"{(IsOwn(point) ? "your run" : "measured")}: {Source(point.Run)}").Distinct())
            .ToList();
        var json = new JsonObject
        {
            ["model"] = model.Id,
            ["replicas"] = new JsonArray([.. frontiers.Select(frontier => new JsonObject
            {
                ["replica"] = frontier.Deployment.ToString(),
                ["source"] = frontier.Source,
                ["latency_basis"] = "mean",
                ["points"] = new JsonArray([.. frontier.Points.Select(point => Json(frontier, point))]),
                ["measured"] = new JsonArray([.. frontier.Measured.Select(Json)]),
            })]),
        };
        var rows = frontiers.SelectMany(frontier => frontier.Points.Select(point => Json(frontier, point)).Concat(frontier.Measured.Select(Json)));
        var title = frontiers.Count == 1
            ? $"Throughput against speed: {model.Id} on {frontiers[0].Deployment}"
            : $"Throughput against speed: {model.Id} on {frontiers[0].Deployment.AcceleratorId}";
        return new(
            title,
            [
                new Block.Line($"{mix}. More users share each step: the GPU serves more, each user gets less. Modelled times are means"
                    + $"{(measured.Count > 0 ? "; those of runs are means or medians, as their sources have them" : "")}."),
                .. frontiers.Select(frontier =>
                    new Block.Rows(new(
                        frontier.Deployment.ToString(), Columns(frontier.Measured), [.. frontier.Points.Select(Row), .. frontier.Measured.Select(Row)]))),
                new Block.List("Sources", sources),
            ],
            JsonFigures.Rows(new JsonArray([.. rows])),
            json,
            () => Drawn(title, mix, frontiers, measured));
    }

    private static Chart Drawn(string title, TokenMix mix, IReadOnlyList<Frontier> frontiers, IReadOnlyList<MeasuredPoint> measured)
    {
        List<ChartSeries> series = [.. frontiers.Select(frontier => new ChartSeries(
            frontiers.Count == 1 ? "modelled, 90 % interval" : $"{frontier.Deployment.Gpus}x, modelled",
            [.. frontier.Points.Select(point => Plotted(point, frontiers.Count == 1)).OrderBy(point => point.X)]))];
        foreach (var (frontier, runs) in frontiers.SelectMany(frontier => frontier.Measured.Where(point => point.PerUser is not null)
            .GroupBy(IsOwn).OrderBy(runs => runs.Key).Select(runs => (frontier, runs))))
        {
            series.Add(new(
                $"{frontier.Deployment.Gpus}x, {(runs.Key ? "your runs" : "measured")}",
                [.. runs.Select(point => new ChartPoint(point.PerUser!.Value.PerSecond, point.PerGpu.PerSecond))],
                SeriesStyle.Points));
        }

        var saturated = frontiers
            .Select(frontier => (frontier.Deployment.Gpus, Most: frontier.Measured.Where(point => point.PerUser is null).MaxBy(point => point.PerGpu)))
            .Where(entry => entry.Most is not null);
        var evidence = measured.Count == 0
            ? "No published run at near lengths, and none of yours."
            : $"{Counted(measured)} with lengths within {MeasuredPoint.FarthestLengths.Value:0.##}x.";
        return new(
            title, new("Output for each user", "tok/s"), new("Output of each GPU", "tok/s"), series,
            [.. saturated.Select(entry => new ReferenceLine($"{entry.Gpus}x, measured saturated", ReferenceAxis.Y, entry.Most!.PerGpu.PerSecond))],
            $"{mix}. {evidence} {frontiers[0].Source}");
    }

    private static string Counted(IReadOnlyList<MeasuredPoint> measured)
    {
        var own = measured.Count(IsOwn);
        var published = own < measured.Count ? CountText.Of(measured.Count - own, "published run") : null;
        var yours = own > 0 ? CountText.Of(own, "run") + " of yours" : null;
        return string.Join(" and ", new[] { published, yours }.OfType<string>());
    }

    private static bool IsOwn(MeasuredPoint point) => point.Run.Provenance.IsUsers;

    /// <summary>Runs of several replicas are not mixed: each belongs to the deployment it was made on.</summary>
    private static List<MeasuredPoint> Measured(IReadOnlyList<Frontier> frontiers) => [.. frontiers.SelectMany(frontier => frontier.Measured)];

    private static ChartPoint Plotted(FrontierPoint point, bool ranged) =>
        new(point.PerUser.PerSecond, point.PerGpu.Value.PerSecond, ranged ? point.PerGpu.Low.PerSecond : null, ranged ? point.PerGpu.High.PerSecond : null);

    private static string[] Row(FrontierPoint point) =>
    [
        CapacityReport.Figure(point.Users.Count),
        CapacityReport.Figure(point.PerGpu.Value.PerSecond),
        $"{CapacityReport.Figure(point.PerGpu.Low.PerSecond)}-{CapacityReport.Figure(point.PerGpu.High.PerSecond)}",
        CapacityReport.Figure(point.PerUser.PerSecond),
        point.Tpot.ToString(),
        point.Ttft.ToString(),
        JsonFigures.Word(Evidence.Modelled),
    ];

    private static string[] Row(MeasuredPoint point) =>
    [
        point.Run.Concurrency is { } users ? CapacityReport.Figure(users) : "",
        CapacityReport.Figure(point.PerGpu.PerSecond),
        "",
        point.PerUser is { } speed ? CapacityReport.Figure(speed.PerSecond) : "",
        point.Run.Tpot?.ToString() ?? "",
        point.Run.Ttft?.ToString() ?? "",
        IsOwn(point) ? "your run" : JsonFigures.Word(Evidence.Measured),
    ];

    private static JsonObject Json(Frontier frontier, FrontierPoint point) => new()
    {
        ["replica"] = frontier.Deployment.ToString(),
        ["evidence"] = JsonFigures.Word(Evidence.Modelled),
        ["concurrency"] = JsonFigures.Of(point.Users.Count),
        ["output_tokens_per_second_per_gpu"] = JsonFigures.Of(point.PerGpu.Value.PerSecond),
        ["output_tokens_per_second_per_gpu_low"] = JsonFigures.Of(point.PerGpu.Low.PerSecond),
        ["output_tokens_per_second_per_gpu_high"] = JsonFigures.Of(point.PerGpu.High.PerSecond),
        ["output_tokens_per_second_per_user"] = JsonFigures.Of(point.PerUser.PerSecond),
        ["tpot_ms"] = JsonFigures.Of(point.Tpot.Milliseconds),
        ["ttft_ms"] = JsonFigures.Of(point.Ttft.Milliseconds),
        ["source"] = frontier.Source,
    };

    private static JsonObject Json(MeasuredPoint point) => new()
    {
        ["replica"] = Replica(point.Run),
        ["evidence"] = JsonFigures.Word(Evidence.Measured),
        ["concurrency"] = point.Run.Concurrency,
        ["output_tokens_per_second_per_gpu"] = JsonFigures.Of(point.PerGpu.PerSecond),
        ["output_tokens_per_second_per_gpu_low"] = null,
        ["output_tokens_per_second_per_gpu_high"] = null,
        ["output_tokens_per_second_per_user"] = JsonFigures.Of(point.PerUser?.PerSecond),
        ["tpot_ms"] = JsonFigures.Of(point.Run.Tpot?.Milliseconds),
        ["ttft_ms"] = JsonFigures.Of(point.Run.Ttft?.Milliseconds),
        ["source"] = Source(point.Run),
    };

    private static string Replica(Measurement run) =>
        new Deployment(run.AcceleratorId, run.Gpus, run.Precision, run.Engine)
        {
            Parallelism = Parallelism.Plain with { Pipeline = run.PipelineParallel ?? 1 },
        }.ToString();

    private static string Source(Measurement run) => $"{run.Input.Count:0.#}/{run.Output.Count:0.#} tokens, {run.Provenance.Source}, {run.Provenance.AsOf}";
}
