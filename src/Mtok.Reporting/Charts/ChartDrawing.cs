using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>
/// Sets a chart: title, legend and the name of the side above the plot, the name of the bottom and the note below it, all wrapped to
/// the width.
/// </summary>
internal sealed class ChartDrawing : IDisposable
{
    private const float Margin = ChartPlot.Margin;
    private const int Narrow = 600;

    private readonly Chart chart;
    private readonly int width;
    private readonly ChartColours colours;
    private readonly SKFont titleFont;
    private readonly SKFont font;
    private readonly SKFont noteFont;
    private readonly ChartPlot plot;
    private readonly ChartLegend legend;
    private readonly IReadOnlyList<string> title;
    private readonly IReadOnlyList<string> side;
    private readonly IReadOnlyList<string> bottom;
    private readonly IReadOnlyList<string> note;

    public ChartDrawing(Chart chart, int width, ChartColours colours)
    {
        this.chart = chart;
        this.width = width;
        this.colours = colours;
        var small = width < Narrow ? 1 : 0;
        titleFont = ChartFont.Of(17 - (3 * small));
        font = ChartFont.Of(12 - small);
        noteFont = ChartFont.Of(11 - small);
        IReadOnlyList<SeriesLook> looks = [.. chart.Series.Select((series, index) => SeriesLook.Of(series.Colour ?? index, series, colours))];
        plot = ChartPlot.Of(chart, colours, looks, font, width < Narrow);
        var wide = width - (2 * Margin);
        legend = new(LegendEntries(looks), font, wide);
        title = ChartFont.Wrap(chart.Title, titleFont, wide);
        side = ChartFont.Wrap(plot.Side.Title, font, wide);
        bottom = ChartFont.Wrap(plot.Bottom.Title, font, wide);
        note = ChartFont.Wrap(chart.Note, noteFont, wide);
    }

    /// <summary>The height at which it looks well.</summary>
    public int UsualHeight => (int)Math.Ceiling(Above + plot.Usual(width) + Below);

    private float Above => Margin - 4 + Height(title, titleFont) + 6 + legend.Height + 6 + Height(side, font) + 2;

    private float Below => Height(bottom, font) + Height(note, noteFont) + 8 + Margin - 4;

    /// <summary>The points that were drawn, each with its place and its figures in words.</summary>
    public IReadOnlyList<(SKPoint Place, string Figures)> Tips => plot.Tips;

    public void DrawOn(SKCanvas canvas, int height)
    {
        var area = new SKRect(0, Above, width, height - Below);
        var missing = plot.Least(width) - area.Height;
        if (missing > 0)
        {
            throw new ArgumentException(
                $"the chart's texts leave no room for the plot; at this width it must be at least {Math.Ceiling(height + missing)} pixels high");
        }

        canvas.Clear(colours.Paper.ToSKColor());
        var top = DrawLines(canvas, title, titleFont, colours.Text, Margin - 4) + 6;
        legend.DrawOn(canvas, Margin, top, colours);
        DrawLines(canvas, side, font, colours.Quiet, top + legend.Height + 6);
        plot.DrawOn(canvas, area);
        top = DrawLines(canvas, bottom, font, colours.Quiet, area.Bottom, centred: true) + 8;
        DrawLines(canvas, note, noteFont, colours.Quiet, top);
    }

    public void Dispose()
    {
        titleFont.Dispose();
        font.Dispose();
        noteFont.Dispose();
    }

    private static float Height(IReadOnlyList<string> lines, SKFont font) => lines.Count * ChartFont.LineHeight(font);

    private IEnumerable<LegendEntry> LegendEntries(IReadOnlyList<SeriesLook> looks)
    {
        foreach (var (series, look) in chart.Series.Zip(looks))
        {
            yield return new(series.Name, look, null);
        }

        if (chart.Series.Any(series => series.Style != SeriesStyle.Bars && series.Points.Any(point => point.Low is not null)))
        {
            yield return new("range, low to high", null, null);
        }

        for (var index = 0; index < chart.ReferenceLines.Count; index++)
        {
            yield return new(chart.ReferenceLines[index].Name, null, ChartPlot.PatternOf(index));
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
}
