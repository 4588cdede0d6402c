using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>Numbers along the bottom, values up the side.</summary>
internal sealed class NumberPlot(Chart chart, ChartColours colours, IReadOnlyList<SeriesLook> looks, SKFont font) : ChartPlot(chart, colours, looks, font)
{
    private const float LeastPlot = 80;

    public override ChartAxis Bottom => Chart.X;

    public override ChartAxis Side => Chart.Y;

    public override float Least(float width) => LeastPlot + MarksHeight;

    public override float Usual(float width) => Math.Clamp(width * 0.4f, 200, 420) + MarksHeight;

    public override void DrawOn(SKCanvas canvas, SKRect area)
    {
        var points = Chart.Series.Where(series => series.Style != SeriesStyle.Area).SelectMany(series => series.Points).ToList();
        var stack = new Stack(Chart.Series);
        var x = new ChartScale(
            [.. Chart.Series.SelectMany(series => series.Points).Select(point => point.X), .. References(ReferenceAxis.X), .. Span()],
            Chart.X.Logarithmic,
            zero: 0.3,
            Chart.X.Zero);
        var y = new ChartScale(
            [.. points.SelectMany(point => (double[])[point.Y, point.Low ?? point.Y, point.High ?? point.Y]), .. stack.Tops, .. References(ReferenceAxis.Y)],
            Chart.Y.Logarithmic,
            zero: double.PositiveInfinity);

        var tall = area.Height - MarksHeight;
        var yMarks = y.Marks((_, _, apart) => apart * tall >= Font.Size * 1.8);
        var left = Margin + 8 + yMarks.Select(mark => Font.MeasureText(mark.Label)).DefaultIfEmpty().Max();
        var right = Margin + 10;
        var across = area.Width - left - right;
        var xMarks = x.Marks((one, next, apart) => apart * across >= ((Font.MeasureText(one) + Font.MeasureText(next)) / 2) + 14);

        using var plot = new Plot();
        Style(plot, xMarks, yMarks);
        plot.Layout.Fixed(new PixelPadding(left, right, MarksHeight, Font.Size - 2));
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        foreach (var (series, look) in Series.Where(pair => pair.Series.Style == SeriesStyle.Area))
        {
            AddArea(plot, series, look, stack, x);
        }

        foreach (var (index, reference) in Chart.ReferenceLines.Index())
        {
            AddReference(plot, reference, PatternOf(index), x, y);
        }

        foreach (var (series, look) in Series.Where(pair => pair.Series.Style != SeriesStyle.Area))
        {
            AddRange(plot, series, look, x, y);
        }

        foreach (var (series, look) in Series.Where(pair => pair.Series.Style != SeriesStyle.Area))
        {
            AddSeries(plot, series, look, x, y);
        }

        // The first time it draws everything twice, and each time it would clear the texts away.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        using var nowhere = new SKNoDrawCanvas((int)area.Width, (int)area.Bottom);
        var place = new PixelRect(area.Left, area.Right, area.Bottom, area.Top);
        plot.RenderManager.Render(nowhere, place);
        plot.RenderManager.Render(canvas, place);
        Tips = [.. Series.Where(pair => pair.Look.Marked).SelectMany(pair => pair.Series.Points.Select(point => Tip(plot, pair.Series, point, x, y)))];
    }

    private (SKPoint Place, string Figures) Tip(Plot plot, ChartSeries series, ChartPoint point, ChartScale x, ChartScale y)
    {
        var place = plot.GetPixel(new Coordinates(x.Place(point.X), y.Place(point.Y)));
        return (new(place.X, place.Y), $"{series.Name}: {Figure(point.X, Chart.X.Unit)}, {Figure(point.Y, Chart.Y.Unit)}");
    }

    private static string Figure(double value, string unit) =>
        $"{value.ToString(Math.Abs(value) >= 1000 ? "#,##0" : "0.###", CultureInfo.InvariantCulture)} {unit}";

    /// <summary>All of the time that an axis is of.</summary>
    private IEnumerable<double> Span() => Chart.X is { Zero: { } zero, Until: { } until } ? [0, (until - zero).TotalHours] : [];

    private void Style(Plot plot, IReadOnlyList<(double Place, string Label)> xMarks, IReadOnlyList<(double Place, string Label)> yMarks)
    {
        plot.FigureBackground.Color = Colours.Paper;
        plot.DataBackground.Color = Colours.Paper;
        plot.Grid.MajorLineColor = Colours.Grid;
        plot.HideLegend();
        plot.Axes.Color(Colours.Quiet);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        foreach (var (axis, marks) in new (IAxis, IReadOnlyList<(double Place, string Label)>)[] { (plot.Axes.Bottom, xMarks), (plot.Axes.Left, yMarks) })
        {
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. marks.Select(mark => mark.Place)], [.. marks.Select(mark => mark.Label)]);
            axis.TickLabelStyle.FontName = ChartFont.Family;
            axis.TickLabelStyle.FontSize = Font.Size;
            axis.TickLabelStyle.ForeColor = Colours.Text;
        }
    }

    private void AddReference(Plot plot, ReferenceLine reference, LinePattern pattern, ChartScale x, ChartScale y)
    {
        if (reference.Across == ReferenceAxis.X)
        {
            plot.Add.VerticalLine(x.Place(reference.At), 1.5f, Colours.Quiet, pattern);
        }
        else
        {
            plot.Add.HorizontalLine(y.Place(reference.At), 1.5f, Colours.Quiet, pattern);
        }
    }

    private void AddArea(Plot plot, ChartSeries series, SeriesLook look, Stack stack, ChartScale x)
    {
        var (bottom, top) = stack.Of(series);
        var area = plot.Add.FillY([.. top.Select(corner => x.Place(corner.X))], [.. bottom.Select(corner => corner.Y)], [.. top.Select(corner => corner.Y)]);
        area.FillColor = look.Colour.WithAlpha(Colours.AreaAlpha);
        area.LineWidth = 0;
        area.MarkerSize = 0;
    }

    private void AddRange(Plot plot, ChartSeries series, SeriesLook look, ChartScale x, ChartScale y)
    {
        var ranged = series.Points.Where(point => point.Low is not null).ToList();
        if (look.Line && ranged.Count > 1)
        {
            var (low, high) = (Corners(series.Style, ranged, point => point.Low!.Value), Corners(series.Style, ranged, point => point.High!.Value));
            var band = plot.Add.FillY(
                [.. low.Select(corner => x.Place(corner.X))],
                [.. low.Select(corner => y.Place(corner.Y))],
                [.. high.Select(corner => y.Place(corner.Y))]);
            band.FillColor = look.Colour.WithAlpha(Colours.BandAlpha);
            band.LineWidth = 0;
            band.MarkerSize = 0;
            return;
        }

        foreach (var point in ranged)
        {
            var bar = plot.Add.Line(x.Place(point.X), y.Place(point.Low!.Value), x.Place(point.X), y.Place(point.High!.Value));
            bar.LineColor = look.Colour.WithAlpha((byte)170);
            bar.LineWidth = 1.5f;
            bar.MarkerSize = 0;
        }
    }

    private static void AddSeries(Plot plot, ChartSeries series, SeriesLook look, ChartScale x, ChartScale y)
    {
        var corners = Corners(series.Style, series.Points, point => point.Y);
        var scatter = plot.Add.Scatter(
            corners.Select(corner => x.Place(corner.X)).ToArray(), corners.Select(corner => y.Place(corner.Y)).ToArray(), look.Colour);
        scatter.LineWidth = look.Line ? 2 : 0;
        scatter.LinePattern = look.Pattern;
        scatter.MarkerShape = look.Shape;
        scatter.MarkerSize = look.Marked ? MarkerSize : 0;
    }

    /// <summary>Where the line turns: in steps, each value holds until the next point.</summary>
    private static List<(double X, double Y)> Corners(SeriesStyle style, IReadOnlyList<ChartPoint> points, Func<ChartPoint, double> value) =>
        style is SeriesStyle.Steps or SeriesStyle.Area
        ? [
            .. points.SelectMany((point, index) => index == 0
                ? [(point.X, value(point))]
                : new[] { (point.X, value(points[index - 1])), (point.X, value(point)) }),
        ]
        : [.. points.Select(point => (point.X, value(point)))];

    /// <summary>Areas on top of each other, in the order of the series.</summary>
    private sealed class Stack
    {
        private readonly Dictionary<ChartSeries, (List<(double X, double Y)> Bottom, List<(double X, double Y)> Top)> _placed =
            new(ReferenceEqualityComparer.Instance);

        public Stack(IEnumerable<ChartSeries> series)
        {
            List<(double X, double Y)>? below = null;
            foreach (var area in series.Where(one => one.Style == SeriesStyle.Area))
            {
                var own = Corners(area.Style, area.Points, point => point.Y);
                var bottom = below ?? [.. own.Select(corner => (corner.X, 0.0))];
                List<(double X, double Y)> top = [.. own.Zip(bottom, (corner, under) => (corner.X, corner.Y + under.Y))];
                _placed[area] = (bottom, top);
                below = top;
            }
        }

        public IEnumerable<double> Tops => _placed.Values.SelectMany(area => area.Top).Select(corner => corner.Y);

        public (List<(double X, double Y)> Bottom, List<(double X, double Y)> Top) Of(ChartSeries series) => _placed[series];
    }
}
