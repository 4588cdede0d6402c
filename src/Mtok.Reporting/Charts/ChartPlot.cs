using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>The part of a chart between its texts: axes, marks and everything plotted.</summary>
internal abstract class ChartPlot(Chart chart, ChartColours colours, IReadOnlyList<SeriesLook> looks, SKFont font)
{
    public const float MarkerSize = 7;

    /// <summary>From the edges of the picture to anything drawn.</summary>
    public const float Margin = 14;

    protected Chart Chart => chart;

    protected ChartColours Colours => colours;

    protected SKFont Font => font;

    protected IEnumerable<(ChartSeries Series, SeriesLook Look)> Series => chart.Series.Zip(looks);

    protected float MarksHeight => ChartFont.LineHeight(font) + 6;

    /// <summary>What is named along the bottom.</summary>
    public abstract ChartAxis Bottom { get; }

    /// <summary>What is named up the side.</summary>
    public abstract ChartAxis Side { get; }

    public static ChartPlot Of(Chart chart, ChartColours colours, IReadOnlyList<SeriesLook> looks, SKFont font, bool narrow) =>
        chart.X.Names.Count > 0 ? new NamedPlot(chart, colours, looks, font, narrow) : new NumberPlot(chart, colours, looks, font);

    /// <summary>The height below which it cannot be read.</summary>
    public abstract float Least(float width);

    /// <summary>The height at which it looks well.</summary>
    public abstract float Usual(float width);

    public abstract void DrawOn(SKCanvas canvas, SKRect area);

    /// <summary>The points that were drawn, each with its place and its figures in words; empty where names stand beside them.</summary>
    public IReadOnlyList<(SKPoint Place, string Figures)> Tips { get; protected set; } = [];

    public static LinePattern PatternOf(int reference) =>
        (reference % 3) switch { 0 => LinePattern.Dashed, 1 => LinePattern.Dotted, _ => new LinePattern([8, 3, 2, 3], 0, "Dash and dot") };

    protected IEnumerable<double> References(ReferenceAxis axis) => chart.ReferenceLines.Where(line => line.Across == axis).Select(line => line.At);
}
