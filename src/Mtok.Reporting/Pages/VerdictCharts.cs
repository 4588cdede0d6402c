using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Draws a <see cref="Verdict"/>: as many charts as it has figures for.</summary>
public static class VerdictCharts
{
    /// <summary>The charts in reading order; empty where nothing serves.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="show">Options drawn in addition to the best of each kind; 10 by default.</param>
    public static IReadOnlyList<Picture> Of(Verdict verdict, int show = 10) =>
    [
        .. new[] { OptionsChart.Of(verdict, show), LatencyChart.Of(verdict) }.OfType<Picture>(),
        .. ScheduleChart.Of(verdict),
        .. new[] { ReplayChart.Of(verdict), SwingsChart.Of(verdict), VolumeChart.Of(verdict) }.OfType<Picture>(),
    ];
}
