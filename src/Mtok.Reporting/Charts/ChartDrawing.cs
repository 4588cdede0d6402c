using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>Sets a chart: title, legend and the name of the y axis above the plot, the name of the x axis and the note below it, all wrapped to the width.</summary>
internal sealed class ChartDrawing : IDisposable
{
    public const float MarkerSize = 7;
    private const float Margin = 14;
    private const float LeastPlot = 80;
    private const int Narrow = 600;

    private readonly Chart chart;
    private readonly int width;
    private readonly int height;
    private readonly ChartColours colours;
    private readonly SKFont titleFont;
    private readonly SKFont font;
    private readonly SKFont noteFont;
    private readonly IReadOnlyList<SeriesLook> looks;

    public ChartDrawing(Chart chart, int width, int height, ChartColours colours)
    {
        (this.chart, this.width, this.height, this.colours) = (chart, width, height, colours);
        var small = width < Narrow ? 1 : 0;
        titleFont = ChartFont.Of(17 - (3 * small));
        font = ChartFont.Of(12 - small);
        noteFont = ChartFont.Of(11 - small);
        looks = [.. chart.Series.Select((series, index) => SeriesLook.Of(index, series, colours))];
    }

    public void DrawOn(SKCanvas canvas)
    {
        canvas.Clear(colours.Paper.ToSKColor());
        var wide = width - (2 * Margin);
        var title = ChartFont.Wrap(chart.Title, titleFont, wide);
        var legend = new ChartLegend(LegendEntries(), font, wide);
        var yName = ChartFont.Wrap($"{chart.Y.Label} ({chart.Y.Unit})", font, wide);
        var xName = ChartFont.Wrap($"{chart.X.Label} ({chart.X.Unit})", font, wide);
        var note = ChartFont.Wrap(chart.Note, noteFont, wide);

        var top = Margin - 4;
        top = DrawLines(canvas, title, titleFont, colours.Text, top) + 6;
        legend.DrawOn(canvas, Margin, top, colours);
        top = DrawLines(canvas, yName, font, colours.Quiet, top + legend.Height + 6) + 2;

        var below = Height(xName, font) + Height(note, noteFont) + 8 + Margin - 4;
        var marks = ChartFont.LineHeight(font) + 6;
        var plot = new SKRect(0, top, width, height - below);
        if (plot.Height - marks < LeastPlot)
        {
            throw new ArgumentException($"the chart's texts leave no room for the plot; at this width it must be at least {Math.Ceiling(height + LeastPlot - (plot.Height - marks))} pixels high");
        }

        DrawPlot(canvas, plot, marks);
        top = DrawLines(canvas, xName, font, colours.Quiet, plot.Bottom, centred: true) + 8;
        DrawLines(canvas, note, noteFont, colours.Quiet, top);
    }

    public void Dispose()
    {
        titleFont.Dispose();
        font.Dispose();
        noteFont.Dispose();
    }

    private static float Height(IReadOnlyList<string> lines, SKFont font) => lines.Count * ChartFont.LineHeight(font);

    private static LinePattern PatternOf(int reference) => (reference % 3) switch { 0 => LinePattern.Dashed, 1 => LinePattern.Dotted, _ => new LinePattern([8, 3, 2, 3], 0, "Dash and dot") };

    private IEnumerable<LegendEntry> LegendEntries()
    {
        foreach (var (series, look) in chart.Series.Zip(looks))
        {
            yield return new(series.Name, look, null);
        }

        if (chart.Series.Any(series => series.Points.Any(point => point.Low is not null)))
        {
            yield return new("range, low to high", null, null);
        }

        for (var index = 0; index < chart.ReferenceLines.Count; index++)
        {
            yield return new(chart.ReferenceLines[index].Name, null, PatternOf(index));
        }
    }

    private float DrawLines(SKCanvas canvas, IReadOnlyList<string> lines, SKFont with, Color colour, float top, bool centred = false)
    {
        using var paint = new SKPaint { Color = colour.ToSKColor(), IsAntialias = true };
        var step = ChartFont.LineHeight(with);
        foreach (var line in lines)
        {
            canvas.DrawText(line, centred ? width / 2f : Margin, top + (step * 0.75f), centred ? SKTextAlign.Center : SKTextAlign.Left, with, paint);
            top += step;
        }

        return top;
    }

    private void DrawPlot(SKCanvas canvas, SKRect area, float marksHeight)
    {
        var points = chart.Series.SelectMany(series => series.Points).ToList();
        var x = new ChartScale([.. points.Select(point => point.X), .. References(ReferenceAxis.X)], chart.X.Logarithmic, zero: 0.3);
        var y = new ChartScale([.. points.SelectMany(point => (double[])[point.Y, point.Low ?? point.Y, point.High ?? point.Y]), .. References(ReferenceAxis.Y)], chart.Y.Logarithmic, zero: double.PositiveInfinity);

        var tall = area.Height - marksHeight;
        var yMarks = y.Marks((_, _, apart) => apart * tall >= font.Size * 1.8);
        var left = Margin + 8 + yMarks.Select(mark => font.MeasureText(mark.Label)).DefaultIfEmpty().Max();
        var right = Margin + 10;
        var across = width - left - right;
        var xMarks = x.Marks((one, next, apart) => apart * across >= ((font.MeasureText(one) + font.MeasureText(next)) / 2) + 14);

        using var plot = new Plot();
        Style(plot, xMarks, yMarks);
        plot.Layout.Fixed(new PixelPadding(left, right, marksHeight, font.Size - 2));
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        for (var index = 0; index < chart.ReferenceLines.Count; index++)
        {
            AddReference(plot, chart.ReferenceLines[index], PatternOf(index), x, y);
        }

        foreach (var (series, look) in chart.Series.Zip(looks))
        {
            AddRange(plot, series, look, x, y);
        }

        foreach (var (series, look) in chart.Series.Zip(looks))
        {
            AddSeries(plot, series, look, x, y);
        }

        // ScottPlot clears whatever it may draw on, so it may only draw on its own part.
        canvas.Save();
        canvas.ClipRect(area);
        plot.Render(canvas, new PixelRect(area.Left, area.Right, area.Bottom, area.Top));
        canvas.Restore();
    }

    private IEnumerable<double> References(ReferenceAxis axis) => chart.ReferenceLines.Where(line => line.Across == axis).Select(line => line.At);

    private void Style(Plot plot, IReadOnlyList<(double Place, string Label)> xMarks, IReadOnlyList<(double Place, string Label)> yMarks)
    {
        plot.FigureBackground.Color = colours.Paper;
        plot.DataBackground.Color = colours.Paper;
        plot.Grid.MajorLineColor = colours.Grid;
        plot.HideLegend();
        plot.Axes.Color(colours.Quiet);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        foreach (var (axis, marks) in new (IAxis, IReadOnlyList<(double Place, string Label)>)[] { (plot.Axes.Bottom, xMarks), (plot.Axes.Left, yMarks) })
        {
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. marks.Select(mark => mark.Place)], [.. marks.Select(mark => mark.Label)]);
            axis.TickLabelStyle.FontName = ChartFont.Family;
            axis.TickLabelStyle.FontSize = font.Size;
            axis.TickLabelStyle.ForeColor = colours.Text;
        }
    }

    private void AddReference(Plot plot, ReferenceLine reference, LinePattern pattern, ChartScale x, ChartScale y)
    {
        if (reference.Across == ReferenceAxis.X)
        {
            plot.Add.VerticalLine(x.Place(reference.At), 1.5f, colours.Quiet, pattern);
        }
        else
        {
            plot.Add.HorizontalLine(y.Place(reference.At), 1.5f, colours.Quiet, pattern);
        }
    }

    private void AddRange(Plot plot, ChartSeries series, SeriesLook look, ChartScale x, ChartScale y)
    {
        var ranged = series.Points.Where(point => point.Low is not null).ToList();
        if (ranged.Count == 0)
        {
            return;
        }

        if (look.Line && ranged.Count > 1)
        {
            var band = plot.Add.FillY([.. ranged.Select(point => x.Place(point.X))], [.. ranged.Select(point => y.Place(point.Low!.Value))], [.. ranged.Select(point => y.Place(point.High!.Value))]);
            band.FillColor = look.Colour.WithAlpha(colours.BandAlpha);
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
        var scatter = plot.Add.Scatter(series.Points.Select(point => x.Place(point.X)).ToArray(), series.Points.Select(point => y.Place(point.Y)).ToArray(), look.Colour);
        scatter.LineWidth = look.Line ? 2 : 0;
        scatter.LinePattern = look.Pattern;
        scatter.MarkerShape = look.Shape;
        scatter.MarkerSize = look.Marked ? MarkerSize : 0;
    }
}
