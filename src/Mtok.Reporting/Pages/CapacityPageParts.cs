namespace Mtok.Reporting;

/// <summary>What replicas of several devices serve, as parts of a page.</summary>
public static class CapacityPageParts
{
    private const int Show = 40;
    private const int MostSeries = 8;

    /// <summary>One chart of all frontiers, then each device's figures.</summary>
    /// <param name="found">The answers, one for each device.</param>
    public static IReadOnlyList<PageSection> Of(IReadOnlyList<RequestedCapacity> found)
    {
        var curves = found.SelectMany(each => each.Curves).Take(MostSeries).ToList();
        var sections = found.Select(each => each.Curves.Count > 0
            ? Section(FrontierReport.Of(each.Model, each.Mix, each.Curves), each.Curves[0].Deployment.AcceleratorId)
            : Section(CapacityReport.Of(each.Model, each.Mix, each.Question, each.Answers, Show), each.Answers[0].Deployment.AcceleratorId));
        return curves.Count == 0 ? [.. sections] : [new("frontier", "Throughput against speed", [Together(found[0], curves)], [], ""), .. sections];
    }

    private static PageSection Section(Report report, string id) => new(id, report.Title, [], report.Blocks, "");

    /// <summary>The frontiers of all devices against each other.</summary>
    private static Picture Together(RequestedCapacity first, List<Frontier> curves)
    {
        var fastest = curves.MaxBy(curve => curve.Points.Max(point => point.PerUser))!;
        var most = curves.MaxBy(curve => curve.Points.Max(point => point.PerGpu.Value))!;
        return new(
            "frontier",
            new(
                $"Throughput against speed: {first.Model.Id}", new("Output for each user", "tok/s"), new("Output of each GPU", "tok/s"),
                [.. curves.Select(curve => new ChartSeries(
                    curve.Deployment.ToString(),
                    [.. curve.Points.Select(point => new ChartPoint(point.PerUser.PerSecond, point.PerGpu.Value.PerSecond)).OrderBy(point => point.X)]))],
                [],
                $"{first.Mix}. Modelled, means; intervals and measured runs are in the tables."),
            $"{most.Deployment} serves most per GPU, {most.Points.Max(point => point.PerGpu.Value)}; {fastest.Deployment} is the fastest for one user, "
                + $"{fastest.Points.Max(point => point.PerUser)}.");
    }
}
