using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>Names down the side, values along the bottom. Where the picture is narrow, each name stands above its row.</summary>
internal sealed class NamedPlot : ChartPlot
{
    private const float NameShare = 0.4f;
    private const float Lane = 18;
    private const float BarHeight = 10;
    private const float LabelGap = 8;
    private readonly bool narrow;
    private readonly ChartScale scale;
    private readonly IReadOnlyList<string> labels;

    public NamedPlot(Chart chart, ChartColours colours, IReadOnlyList<SeriesLook> looks, SKFont font, bool narrow)
        : base(chart, colours, looks, font)
    {
        this.narrow = narrow;
        var fromZero = chart.Series.Any(series => series.Style == SeriesStyle.Bars && series.Points.Any(point => point.Low is null));
        var points = chart.Series.SelectMany(series => series.Points);
        scale = new(
            [.. points.SelectMany(point => (double[])[point.Y, point.Low ?? point.Y, point.High ?? point.Y]), .. References(ReferenceAxis.Y), .. fromZero
                ? [0.0]
                : Array.Empty<double>()],
            chart.Y.Logarithmic,
            zero: 0.3);
        var parts = chart.Series.Where(one => one.Style == SeriesStyle.Bars).SelectMany(one => one.Points).Where(point => point.Low is not null).ToHashSet();
        labels = [.. chart.X.Names.Select((_, row) =>
            points.Where(point => point.X == row).ToList() is [var only] && !parts.Contains(only) ? Short(only.Y) : "")];
    }

    public override ChartAxis Bottom => Chart.Y;

    public override ChartAxis Side => Chart.X;

    private float Gap => narrow ? 6 : 8;

    public override float Least(float width) => Rows(width).Sum(Height) + MarksHeight;

    public override float Usual(float width) => Least(width);

    public override void DrawOn(SKCanvas canvas, SKRect area)
    {
        var rows = Rows(area.Width);
        var marks = Marks(area.Width, rows, out var left, out var right);
        var extra = (area.Height - Least(area.Width)) / rows.Count;
        var bottom = area.Bottom - MarksHeight;
        float X(double value) => left + (float)((scale.Place(value) - scale.Low) / (scale.High - scale.Low) * (right - left));

        var at = marks.Select(mark => left + (float)((mark.Place - scale.Low) / (scale.High - scale.Low) * (right - left))).ToList();
        DrawMarks(canvas, at.Zip(marks, (x, mark) => (x, mark.Label)), bottom);
        var top = area.Top;
        foreach (var (index, name) in rows.Index())
        {
            var height = Height(name) + extra;
            var lane = narrow ? new SKRect(left, top + height - Lane - (Gap / 2), right, top + height) : new SKRect(left, top, right, top + height);
            DrawName(canvas, name, narrow ? top + (Gap / 2) : top + ((height - (name.Count * ChartFont.LineHeight(Font))) / 2));
            DrawLines(canvas, at, lane, X);
            DrawRow(canvas, index, narrow ? lane.Top + (Lane / 2) : lane.MidY, X);
            top += height;
        }
    }

    private List<IReadOnlyList<string>> Rows(float width) =>
        [.. Chart.X.Names.Select(name => ChartFont.Wrap(name, Font, narrow ? width - (2 * Margin) : (width * NameShare) - Margin))];

    private float Height(IReadOnlyList<string> name)
    {
        var text = name.Count * ChartFont.LineHeight(Font);
        return Gap + (narrow ? text + Lane : Math.Max(text, Lane));
    }

    /// <summary>The marks along the bottom, none of whose labels reaches past the edges; to the right is room for the labels of values.</summary>
    private IReadOnlyList<(double Place, string Label)> Marks(float width, List<IReadOnlyList<string>> rows, out float left, out float right)
    {
        var names = narrow ? 0 : rows.SelectMany(lines => lines).Max(line => Font.MeasureText(line)) + 14;
        var longest = labels.Max(label => Font.MeasureText(label));
        var (from, to) = (Margin + names + 6, width - Margin - (longest > 0 ? longest + LabelGap : 6));
        IReadOnlyList<(double Place, string Label)> marks = [];
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var across = to - from;
            marks = scale.Marks((one, next, apart) => apart * across >= ((Font.MeasureText(one) + Font.MeasureText(next)) / 2) + 14);
            from = Math.Max(from, Margin + (Font.MeasureText(marks[0].Label) / 2));
            to = Math.Min(to, width - Margin - (Font.MeasureText(marks[^1].Label) / 2));
        }

        left = from;
        right = to;
        return marks;
    }

    private void DrawMarks(SKCanvas canvas, IEnumerable<(float X, string Label)> marks, float bottom)
    {
        using var text = new SKPaint { Color = Colours.Text.ToSKColor(), IsAntialias = true };
        foreach (var (x, label) in marks)
        {
            canvas.DrawText(label, x, bottom + 4 + (ChartFont.LineHeight(Font) * 0.75f), SKTextAlign.Center, Font, text);
        }
    }

    private void DrawName(SKCanvas canvas, IReadOnlyList<string> name, float top)
    {
        using var text = new SKPaint { Color = Colours.Text.ToSKColor(), IsAntialias = true };
        var line = ChartFont.LineHeight(Font);
        foreach (var (at, part) in name.Index())
        {
            canvas.DrawText(part, Margin, top + (at * line) + (line * 0.75f), SKTextAlign.Left, Font, text);
        }
    }

    /// <summary>Marks and values to compare with, only where values are drawn: no line crosses a name.</summary>
    private void DrawLines(SKCanvas canvas, List<float> marks, SKRect lane, Func<double, float> x)
    {
        using var grid = new SKPaint { Color = Colours.Grid.ToSKColor(), StrokeWidth = 1, IsStroke = true, IsAntialias = true };
        marks.ForEach(mark => canvas.DrawLine(mark, lane.Top, mark, lane.Bottom, grid));
        var middle = narrow ? lane.Top + (Lane / 2) : lane.MidY;
        canvas.DrawLine(lane.Left, middle, lane.Right, middle, grid);
        using var paint = Paint.NewDisposablePaint();
        foreach (var (index, reference) in Chart.ReferenceLines.Index())
        {
            Drawing.DrawLine(canvas, paint, new(x(reference.At), lane.Top), new(x(reference.At), lane.Bottom), Colours.Quiet, 1.5f, true, PatternOf(index));
        }
    }

    private void DrawRow(SKCanvas canvas, int index, float middle, Func<double, float> x)
    {
        using var text = new SKPaint { Color = Colours.Text.ToSKColor(), IsAntialias = true };
        foreach (var (series, look) in Series)
        {
            foreach (var point in series.Points.Where(point => point.X == index))
            {
                Draw(canvas, series.Style, look, point, middle, x);
                canvas.DrawText(
                    labels[index],
                    x(Math.Max(point.High ?? point.Y, series.Style == SeriesStyle.Bars ? Math.Max(0, point.Y) : point.Y)) + LabelGap,
                    middle + (Font.Size * 0.35f),
                    SKTextAlign.Left,
                    Font,
                    text);
            }
        }
    }

    /// <summary>A value that stands alone in its row, to three digits.</summary>
    private static string Short(double value)
    {
        var digits = value == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);
        return Math.Round(value, digits).Shown("#,##0.############");
    }

    private void Draw(SKCanvas canvas, SeriesStyle style, SeriesLook look, ChartPoint point, float middle, Func<double, float> x)
    {
        if (style == SeriesStyle.Bars)
        {
            var (from, to) = (x(point.Low ?? 0), x(point.High ?? point.Y));
            using var fill = new SKPaint { Color = look.Colour.WithAlpha(Colours.AreaAlpha).ToSKColor(), IsAntialias = true };
            canvas.DrawRect(Math.Min(from, to), middle - (BarHeight / 2), Math.Abs(to - from), BarHeight, fill);
            return;
        }

        if (point is { Low: { } low, High: { } high })
        {
            using var range = new SKPaint { Color = look.Colour.WithAlpha((byte)130).ToSKColor(), StrokeWidth = 4, IsStroke = true, IsAntialias = true };
            canvas.DrawLine(x(low), middle, x(high), middle, range);
        }

        using var paint = Paint.NewDisposablePaint();
        new MarkerStyle(look.Shape, MarkerSize, look.Colour).Render(canvas, new(x(point.Y), middle), paint);
    }
}
