using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Shows $/Mtok against volume and where machines pay.</summary>
internal static class VolumeBlocks
{
    public static IEnumerable<Block> Of(VolumeCurve curve)
    {
        yield return new Block.Line(VolumeChart.Says(curve), Strong: true);
        yield return new Block.Rows(new(
            "Volume by volume, each way solved anew", [new("Tokens a month", true), new("API alone, $/Mtok", true), new("Machines alone, $/Mtok", true), new("Cheapest of all, $/Mtok", true), new("Machines, busiest step", true)],
            [.. curve.Points.Select(point => new[] { point.Volume.ToString(), Price(point.Api), Price(point.Fleet), Price(point.Mix), point.Fleet is null ? "" : $"{point.FleetMachines}" })]));
    }

    private static string Price(UsdPerMtok? cost) => cost is { } known ? DecisionReport.Price(known) : "";
}
