namespace Mtok.Reporting;

/// <summary>Refuses charts that would be drawn wrong or not at all.</summary>
internal static class ChartChecks
{
    public static void Check(Chart chart)
    {
        Needs(chart.Title, "the chart needs a title");
        Needs(chart.Note, "the chart needs a note with evidence and source");
        CheckAxis(chart.X, "x");
        CheckAxis(chart.Y, "y");
        Refuse(chart.Series.Count == 0, "the chart has no series");
        foreach (var series in chart.Series)
        {
            Needs(series.Name, "every series needs a name");
            CheckSeries(series, chart);
        }

        foreach (var line in chart.ReferenceLines)
        {
            Needs(line.Name, "every reference line needs a name");
            CheckValue(line.At, line.Across == ReferenceAxis.X ? chart.X : chart.Y, $"reference line \"{line.Name}\"");
        }
    }

    private static void CheckAxis(ChartAxis axis, string which)
    {
        Needs(axis.Label, $"the {which} axis needs a label");
        Needs(axis.Unit, $"the {which} axis needs a unit");
    }

    private static void CheckSeries(ChartSeries series, Chart chart)
    {
        var line = series.Style == SeriesStyle.Line;
        Refuse(series.Points.Count == 0, $"series \"{series.Name}\" has no points");
        var ranged = series.Points[0].Low is not null;
        for (var index = 0; index < series.Points.Count; index++)
        {
            var point = series.Points[index];
            var where = $"series \"{series.Name}\", point {index + 1}";
            CheckValue(point.X, chart.X, $"{where}: x");
            CheckValue(point.Y, chart.Y, $"{where}: y");
            Refuse(point.Low is null != point.High is null, $"{where}: low and high come together");
            Refuse(line && point.Low is not null != ranged, $"{where}: a line has a low and a high at every point or at none");
            Refuse(line && index > 0 && point.X < series.Points[index - 1].X, $"{where}: x goes back; a line goes from left to right");
            if (point is { Low: { } low, High: { } high })
            {
                CheckValue(low, chart.Y, $"{where}: low");
                CheckValue(high, chart.Y, $"{where}: high");
                Refuse(low > high, $"{where}: low is above high");
            }
        }
    }

    private static void CheckValue(double value, ChartAxis axis, string what)
    {
        Refuse(!double.IsFinite(value), $"{what} is not a finite number");
        Refuse(Math.Abs(value) > 1e100, $"{what} is too large to draw");
        Refuse(axis.Logarithmic && value <= 0, $"{what} is not above zero, which a logarithmic axis needs");
    }

    private static void Needs(string text, string otherwise) => Refuse(string.IsNullOrWhiteSpace(text), otherwise);

    private static void Refuse(bool wrong, string why)
    {
        if (wrong)
        {
            throw new ArgumentException(why);
        }
    }
}
