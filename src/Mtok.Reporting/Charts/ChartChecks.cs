namespace Mtok.Reporting;

/// <summary>Refuses charts that would be drawn wrong or not at all.</summary>
internal static class ChartChecks
{
    public static void Check(Chart chart)
    {
        Needs(chart.Title, "the chart needs a title");
        Needs(chart.Note, "the chart needs a note with evidence and source");
        Needs(chart.X.Label, "the x axis needs a label");
        Refuse(chart.X.Names.Count == 0 && string.IsNullOrWhiteSpace(chart.X.Unit), "the x axis needs a unit");
        Refuse(chart.Y.Names.Count > 0, "names go along x");
        Refuse(chart.Y.Zero is not null || (chart.X.Zero is not null && chart.X.Logarithmic), "time goes along x, in equal steps");
        Needs(chart.Y.Label, "the y axis needs a label");
        Needs(chart.Y.Unit, "the y axis needs a unit");
        Refuse(chart.Series.Count == 0, "the chart has no series");
        foreach (var series in chart.Series)
        {
            Needs(series.Name, "every series needs a name");
            CheckSeries(series, chart);
            CheckStyle(series, chart);
        }

        foreach (var line in chart.ReferenceLines)
        {
            Needs(line.Name, "every reference line needs a name");
            Refuse(chart.X.Names.Count > 0 && line.Across == ReferenceAxis.X, $"reference line \"{line.Name}\" is at no value: x has names");
            CheckValue(line.At, line.Across == ReferenceAxis.X ? chart.X : chart.Y, $"reference line \"{line.Name}\"");
        }
    }

    private static void CheckSeries(ChartSeries series, Chart chart)
    {
        var line = series.Style is SeriesStyle.Line or SeriesStyle.Steps or SeriesStyle.Area;
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

    private static void CheckStyle(ChartSeries series, Chart chart)
    {
        var (style, names) = (series.Style, chart.X.Names.Count);
        Refuse(names > 0 && style is not (SeriesStyle.Points or SeriesStyle.Bars), $"series \"{series.Name}\": a line needs numbers along x, not names");
        Refuse(names == 0 && style == SeriesStyle.Bars, $"series \"{series.Name}\": bars need names along x");
        Refuse(
            names > 0 && series.Points.Any(point => point.X != Math.Floor(point.X) || point.X < 0 || point.X >= names),
            $"series \"{series.Name}\" has a point at no name");
        Refuse(
            chart.Y.Logarithmic && (style == SeriesStyle.Area || (style == SeriesStyle.Bars && series.Points.Any(point => point.Low is null))),
            $"series \"{series.Name}\" starts at zero, which a logarithmic axis does not have");
        if (style == SeriesStyle.Area)
        {
            var first = chart.Series.First(other => other.Style == SeriesStyle.Area);
            Refuse(
                !series.Points.Select(point => point.X).SequenceEqual(first.Points.Select(point => point.X)),
                $"series \"{series.Name}\" is stacked on \"{first.Name}\" and has points at other places");
            Refuse(series.Points.Any(point => point.Y < 0 || point.Low is not null), $"series \"{series.Name}\": an area has no range and is not below zero");
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
