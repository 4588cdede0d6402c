namespace Mtok.Planning;

/// <summary>How a span of demand is named in outputs.</summary>
public abstract record SpanName
{
    private SpanName()
    {
    }

    /// <summary>The whole record; named by its length.</summary>
    public sealed record Whole : SpanName;

    /// <summary>A typical span, which represents those like it.</summary>
    /// <param name="Span">The span of the record it is like, from 1.</param>
    /// <param name="Of">Spans of the record.</param>
    public sealed record Like(int Span, int Of) : SpanName;

    /// <summary>A name of the caller's.</summary>
    /// <param name="Name">The name.</param>
    public sealed record Named(string Name) : SpanName;

    /// <summary>A span at one point of a forecast.</summary>
    /// <param name="Span">The span.</param>
    /// <param name="Point">The point.</param>
    public sealed record Forecast(SpanName Span, ForecastPoint Point) : SpanName;

    /// <summary>A name of the caller's.</summary>
    public static implicit operator SpanName(string name) => new Named(name);
}

/// <summary>A point of a demand forecast.</summary>
public enum ForecastPoint
{
    /// <summary>The 5th percentile.</summary>
    Low,

    /// <summary>The median.</summary>
    Middle,

    /// <summary>The 95th percentile.</summary>
    High,
}
