using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>$/Mtok against volume: an API alone, machines alone and the cheapest of all, with today's volume and the break-even.</summary>
internal static class VolumeChart
{
    public static Picture? Of(Verdict verdict)
    {
        if (verdict.Curve is not { } curve || VolumeCurveReport.Drawn("Cost per million tokens against volume", curve) is not { Series.Count: > 0 } chart)
        {
            return null;
        }

        return new(
            "volume",
            chart with { Note = $"Modelled. {Sentences.Of(chart.Note)} {OptionsChart.Prices(verdict.Decision.BestOfEachKind)}" },
            VolumeCurveReport.Answer(curve));
    }
}
