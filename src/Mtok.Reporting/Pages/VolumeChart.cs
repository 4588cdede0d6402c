using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>$/Mtok against volume: an API alone, machines alone and the cheapest of all, with today's volume and the break-even.</summary>
internal static class VolumeChart
{
    public static Picture? Of(Verdict verdict)
    {
        if (verdict.Curve is not { } curve)
        {
            return null;
        }

        List<ChartSeries> series = [.. new[]
        {
            Series("best API alone", curve, point => point.Api),
            Series("machines alone", curve, point => point.Fleet),
            Series("cheapest of all, mixed where that is cheaper", curve, point => point.Mix),
        }.OfType<ChartSeries>()];
        if (series.Count == 0)
        {
            return null;
        }

        List<ReferenceLine> lines = [new($"today, {curve.Today} a month", ReferenceAxis.X, curve.Today.Count)];
        if (curve.Stays is { } stays)
        {
            lines.Add(new($"machines stay cheaper than an API from {stays} a month", ReferenceAxis.X, stays.Count));
        }

        var chart = new Chart(
            "What a million tokens costs against volume", new("Volume, input and output together", "tok/month", Logarithmic: true), OptionsChart.Axis("Cost of input and output together", series), series, lines,
            $"Modelled: the cheapest plan at each of {curve.Points.Count} volumes with the traffic's own shape, each within {curve.Gap} of the least cost; whole machines. {OptionsChart.Prices(verdict.Decision.BestOfEachKind)}");
        return new("volume", chart, Says(curve));
    }

    private static ChartSeries? Series(string name, VolumeCurve curve, Func<VolumePoint, UsdPerMtok?> cost)
    {
        List<ChartPoint> points = [.. curve.Points.Where(point => cost(point) is not null).Select(point => new ChartPoint(point.Volume.Count, (double)cost(point)!.Value.Dollars))];
        return points.Count == 0 ? null : new(name, points);
    }

    /// <summary>In a sentence, for the page as for the chart.</summary>
    internal static string Says(VolumeCurve curve)
    {
        if (curve.Stays is { } stays)
        {
            var dip = curve.First is { } first && first < stays ? $" (they first do at {first} a month, and lose again where one more machine is needed)" : "";
            return $"Machines alone stay cheaper than the best API from {stays} a month{dip}; today's volume is {curve.Today} a month, {(curve.Today >= stays ? "above" : "below")} that.";
        }

        return $"Machines alone never stay cheaper than an API: {curve.Reason}; today's volume is {curve.Today} a month.";
    }
}
