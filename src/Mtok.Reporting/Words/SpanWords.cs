using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Names of spans of demand.</summary>
internal static class SpanWords
{
    /// <param name="span">The span.</param>
    /// <param name="step">The length of its steps.</param>
    public static string Of(DemandSpan span, Duration step) => Of(span.Name, step * span.Steps);

    public static string Of(SpanName name, Duration length) => name switch
    {
        SpanName.Whole => string.Create(CultureInfo.InvariantCulture, $"{length.Hours:0.##} {(length.Hours == 1 ? "hour" : "hours")}"),
        SpanName.Like { Span: var span, Of: var all } => string.Create(CultureInfo.InvariantCulture, $"like span {span} of {all}"),
        SpanName.Named { Name: var own } => own,
        SpanName.Forecast { Span: var span, Point: var point } => $"{Of(span, length)}, {Of(point)}",
        _ => throw new UnreachableException(),
    };

    private static string Of(ForecastPoint point) => point switch
    {
        ForecastPoint.Low => "low",
        ForecastPoint.High => "high",
        _ => "middle",
    };
}
