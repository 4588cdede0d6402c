using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>An entry of the legend.</summary>
internal sealed record LegendEntry(string Text, SeriesLook? Series, LinePattern? Reference);

/// <summary>How a series looks in plot and legend: colour, and shape for those who do not see colours.</summary>
internal sealed record SeriesLook(Color Colour, MarkerShape Shape, LinePattern Pattern, bool Line, bool Marked, bool Filled)
{
    private const int MostMarkers = 24;

    private static readonly MarkerShape[] Shapes =
        [
            MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
            MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare,
        ];

    public static SeriesLook Of(int index, ChartSeries series, ChartColours colours)
    {
        var line = series.Style is SeriesStyle.Line or SeriesStyle.Steps;
        var filled = series.Style is SeriesStyle.Area or SeriesStyle.Bars;
        LinePattern[] patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted];
        return new(
            colours.Series[index % colours.Series.Count], Shapes[index % Shapes.Length], patterns[index / colours.Series.Count % patterns.Length],
            line, series.Style == SeriesStyle.Points || (series.Style == SeriesStyle.Line && series.Points.Count <= MostMarkers), filled);
    }
}

/// <summary>The legend, set above the plot in rows so that it covers no data.</summary>
internal sealed class ChartLegend
{
    private const float Swatch = 24;
    private const float Gap = 6;
    private const float Between = 18;
    private readonly List<(LegendEntry Entry, float X, float Y, IReadOnlyList<string> Lines)> placed = [];
    private readonly SKFont font;

    public ChartLegend(IEnumerable<LegendEntry> entries, SKFont font, float width)
    {
        this.font = font;
        var line = ChartFont.LineHeight(font);
        float x = 0, y = 0, row = 0;
        foreach (var entry in entries)
        {
            var lines = ChartFont.Wrap(entry.Text, font, width - Swatch - Gap);
            var room = Swatch + Gap + lines.Max(text => font.MeasureText(text));
            if (x > 0 && x + room > width)
            {
                x = 0;
                y = y + row;
                row = 0;
            }

            placed.Add((entry, x, y, lines));
            row = Math.Max(row, lines.Count * line);
            x += room + Between;
        }

        Height = y + row;
    }

    public float Height { get; }

    public void DrawOn(SKCanvas canvas, float left, float top, ChartColours colours)
    {
        using var text = new SKPaint { Color = colours.Text.ToSKColor(), IsAntialias = true };
        using var paint = Paint.NewDisposablePaint();
        var line = ChartFont.LineHeight(font);
        foreach (var (entry, x, y, lines) in placed)
        {
            var middle = new Pixel(left + x + (Swatch / 2), top + y + (line / 2));
            DrawSwatch(canvas, paint, entry, middle, colours);
            for (var index = 0; index < lines.Count; index++)
            {
                canvas.DrawText(lines[index], left + x + Swatch + Gap, top + y + (index * line) + (line * 0.75f), SKTextAlign.Left, font, text);
            }
        }
    }

    private static void DrawSwatch(SKCanvas canvas, Paint paint, LegendEntry entry, Pixel middle, ChartColours colours)
    {
        var (from, to) = (new Pixel(middle.X - (Swatch / 2), middle.Y), new Pixel(middle.X + (Swatch / 2), middle.Y));
        if (entry.Series is { } look)
        {
            if (look.Filled)
            {
                using var area = new SKPaint { Color = look.Colour.WithAlpha(colours.AreaAlpha).ToSKColor() };
                canvas.DrawRect(from.X, middle.Y - 5, Swatch, 10, area);
            }

            if (look.Line)
            {
                Drawing.DrawLine(canvas, paint, from, to, look.Colour, 2, true, look.Pattern);
            }

            if (look.Marked)
            {
                new MarkerStyle(look.Shape, ChartPlot.MarkerSize, look.Colour).Render(canvas, middle, paint);
            }
        }
        else if (entry.Reference is { } pattern)
        {
            Drawing.DrawLine(canvas, paint, from, to, colours.Quiet, 1.5f, true, pattern);
        }
        else
        {
            using var fill = new SKPaint { Color = colours.Quiet.WithAlpha((byte)90).ToSKColor() };
            canvas.DrawRect(from.X, middle.Y - 4, Swatch, 8, fill);
        }
    }
}
