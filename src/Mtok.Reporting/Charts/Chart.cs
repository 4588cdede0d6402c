namespace Mtok.Reporting;

/// <summary>A plot of numbers against numbers, ready for any renderer.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="X">The axis along the bottom.</param>
/// <param name="Y">The axis up the side.</param>
/// <param name="Series">What is plotted; at least one.</param>
/// <param name="ReferenceLines">Values to compare with, each a line across the plot.</param>
/// <param name="Note">What the figures rest on and where they come from, set under the plot.</param>
public sealed record Chart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series, IReadOnlyList<ReferenceLine> ReferenceLines, string Note);

/// <summary>An axis, which always names its unit.</summary>
/// <param name="Label">What it measures.</param>
/// <param name="Unit">In what unit, such as <c>$/Mtok</c>; a bare ratio says what it is, such as <c>%</c>.</param>
/// <param name="Logarithmic">Whether equal steps are equal factors; every value must then be above zero.</param>
public sealed record ChartAxis(string Label, string Unit, bool Logarithmic = false)
{
    /// <summary>
    /// Names in place of numbers, for x alone: the values 0, 1, 2 ... stand for them. They are set from the top down, with the values
    /// of y along the bottom. Empty for numbers.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>An axis of names, which has no unit.</summary>
    /// <param name="label">What is named.</param>
    /// <param name="names">The names, from the top down.</param>
    public static ChartAxis Of(string label, IReadOnlyList<string> names) => new(label, "") { Names = names };

    /// <summary>The moment that 0 stands for, where values are hours from it; marks are then dates and times of day. Null for numbers.</summary>
    public DateTimeOffset? Zero { get; init; }

    /// <summary>The moment up to which an axis of time goes, even where nothing is plotted; null for the last point.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>An axis of time, UTC, whose values are hours from its beginning.</summary>
    /// <param name="from">Its beginning, which 0 stands for.</param>
    /// <param name="until">Its end.</param>
    public static ChartAxis Of(DateTimeOffset from, DateTimeOffset until) =>
        new("Time", "UTC") { Zero = from.ToUniversalTime(), Until = until.ToUniversalTime() };

    /// <summary>The label with the unit.</summary>
    internal string Title => Names.Count > 0 ? Label : $"{Label} ({Unit})";
}

/// <summary>Points that belong together.</summary>
/// <param name="Name">What they are, as the legend says it.</param>
/// <param name="Points">The points; at least one, and from left to right where a line joins them.</param>
/// <param name="Style">How they are drawn.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, SeriesStyle Style = SeriesStyle.Line)
{
    /// <summary>Which of the colours it has, so that it has the same in several charts; null for that of its place among the series.</summary>
    public int? Colour { get; init; }
}

/// <summary>How a series is drawn.</summary>
public enum SeriesStyle
{
    /// <summary>Joined by a line; the range is a band.</summary>
    Line,

    /// <summary>Not joined; the range is a bar through each point.</summary>
    Points,

    /// <summary>A line in steps: each value holds until the next point.</summary>
    Steps,

    /// <summary>An area in steps, stacked on the areas before it, which have points at the same places.</summary>
    Area,

    /// <summary>A bar beside each name, from low to high, or from zero to the value where there is no range.</summary>
    Bars,
}

/// <summary>A point, in the units of the axes.</summary>
/// <param name="X">Where it is along the bottom.</param>
/// <param name="Y">Its value.</param>
/// <param name="Low">The least its value may be; with <paramref name="High"/> or not at all.</param>
/// <param name="High">The most its value may be.</param>
public readonly record struct ChartPoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>A value to compare with.</summary>
/// <param name="Name">What it is, as the legend says it.</param>
/// <param name="Across">The axis that <paramref name="At"/> is a value of; the line crosses that axis.</param>
/// <param name="At">The value, in the axis's unit.</param>
public sealed record ReferenceLine(string Name, ReferenceAxis Across, double At);

/// <summary>The axis that a reference line crosses.</summary>
public enum ReferenceAxis
{
    /// <summary>A value of x: an upright line.</summary>
    X,

    /// <summary>A value of y: a level line.</summary>
    Y,
}
