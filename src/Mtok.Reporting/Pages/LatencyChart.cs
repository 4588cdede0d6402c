using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>$/Mtok against the time per output token.</summary>
internal static class LatencyChart
{
    public static Picture? Of(Verdict verdict)
    {
        var (decision, curves) = (verdict.Decision, verdict.CostByLatency);
        if (curves.Count == 0)
        {
            return null;
        }

        List<ChartSeries> series = [.. curves.Select(curve => new ChartSeries(curve.Option.Name, [.. curve.Points.Select(Point)]))];
        var api = decision.Options.FirstOrDefault(option => option is { MayWin: true, Kind: OptionKind.Api });
        List<ReferenceLine> lines = [];
        if (api is not null)
        {
            lines.Add(new($"{api.Name} (its latency is not published)", ReferenceAxis.Y, (double)api.Cost!.PerMtok.Allocation.Dollars));
        }

        if (decision.Workload.ServiceLevel.LongestTpot is { } limit)
        {
            lines.Add(new($"TPOT limit, {limit}", ReferenceAxis.X, limit.Milliseconds));
        }

        var chart = new Chart(
            "Cost per million tokens against time per output token", new(
                "Time per output token after the first, mean",
                "ms",
                Logarithmic: true), OptionsChart.Axis("Cost of input and output together", series), series, lines,
            "Modelled: whole machines for this workload's hours, at each batch "
                + $"size. {Sentences.Of(curves[0].Source)} {OptionsChart.Prices(curves.Select(curve => curve.Option))}");
        return new("latency", chart, Says(curves[0], decision.Workload.ServiceLevel));
    }

    private static ChartPoint Point(LatencyPoint point) =>
        new(point.Tpot.Milliseconds, (double)point.PerMtok.Value.Dollars, (double)point.PerMtok.Low.Dollars, (double)point.PerMtok.High.Dollars);

    private static string Says(LatencyCurve best, ServiceLevel level)
    {
        var (fastest, cheapest) = (best.Points[0], best.Points.MinBy(point => point.PerMtok.Value)!);
        var within = level.LongestTpot is { } limit && best.Points.Where(point => point.Tpot <= limit).MinBy(point => point.PerMtok.Value) is { } met
            ? $"; within the limit of {limit} it is {met.PerMtok.Value} at {met.Tpot}"
            : "";
        return $"On {best.Option.Name}, a mean TPOT of {fastest.Tpot} costs {fastest.PerMtok.Value} and one of {cheapest.Tpot} "
            + $"{cheapest.PerMtok.Value}{within}.";
    }
}
