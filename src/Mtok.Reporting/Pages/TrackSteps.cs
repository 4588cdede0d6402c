using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Steps of a tracked series as points of a chart, and in words.</summary>
internal static class TrackSteps
{
    /// <summary>An axis over all steps.</summary>
    public static ChartAxis Axis(TrackSeries series) => ChartAxis.Of(series.Steps[0].From, series.Steps[^1].Until);

    /// <summary>A value at the beginning of each step, and at the end of the last.</summary>
    public static IReadOnlyList<ChartPoint> Points(TrackSeries series, Func<StepTotal, double> value) =>
    [
        .. series.Steps.Select(step => new ChartPoint(Hours(series, step.From), value(step))),
        new(Hours(series, series.Steps[^1].Until), value(series.Steps[^1])),
    ];

    /// <summary>An area over all steps, stacked on those before it, in the colour of that number.</summary>
    public static ChartSeries Area(TrackSeries series, string name, int colour, Func<StepTotal, double> value) =>
        new(name, Points(series, value), SeriesStyle.Area) { Colour = colour };

    /// <summary>Hours from the first step to the middle of one.</summary>
    public static double Middle(TrackSeries series, StepTotal step) => (Hours(series, step.From) + Hours(series, step.Until)) / 2;

    /// <summary>What a step is called.</summary>
    public static string Noun(TimeStep step) => step.ToString().ToLowerInvariant();

    /// <summary>Which step it is.</summary>
    public static string Name(TrackSeries series, StepTotal step)
    {
        var format = series.Step switch { TimeStep.Hour => "yyyy-MM-dd HH:mm", TimeStep.Day => "yyyy-MM-dd", TimeStep.Month => "yyyy-MM", _ => "yyyy" };
        return step.From.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>What to know of bills that are coarser than the steps; nothing where none is.</summary>
    public static string Longer(TrackSeries series) => series.Longer == 0
        ? ""
        : $"{CountText.Of(series.Longer, "row of a bill covers", "rows of bills cover")} more than {(series.Step == TimeStep.Hour ? "an" : "a")} "
            + $"{Noun(series.Step)} and {(series.Longer == 1 ? "stands" : "stand")} at the beginning.";

    private static double Hours(TrackSeries series, DateTimeOffset at) => (at - series.Steps[0].From).TotalHours;
}
