namespace Mtok.Tracking;

/// <summary>What one resource (a service's process) sent in one export.</summary>
internal sealed class OtlpResource
{
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public List<OtlpSpan> Spans { get; } = [];

    public List<OtlpMetric> Metrics { get; } = [];

    /// <summary>Log records, which tell no usage.</summary>
    public long Logs { get; set; }
}

/// <summary>A span: one operation. Ids are hexadecimal.</summary>
internal sealed class OtlpSpan
{
    public string Scope { get; set; } = "";

    public string TraceId { get; set; } = "";

    public string SpanId { get; set; } = "";

    public string ParentId { get; set; } = "";

    public DateTimeOffset? Start { get; set; }

    public bool IsError { get; set; }

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>An attribute's text; empty where it is absent.</summary>
    public string Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Attributes.TryGetValue(name, out var text) && text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }
}

/// <summary>What the points of a metric are.</summary>
internal enum OtlpKind
{
    /// <summary>Values that only grow.</summary>
    Counter,

    /// <summary>Sums and counts of values; both only grow.</summary>
    Histogram,

    /// <summary>Values that go up and down.</summary>
    Level,
}

/// <summary>A metric with its points.</summary>
internal sealed class OtlpMetric
{
    public string Scope { get; set; } = "";

    public string Name { get; set; } = "";

    public OtlpKind Kind { get; set; } = OtlpKind.Level;

    /// <summary>Whether a point tells the growth since its start, instead of the total.</summary>
    public bool IsDelta { get; set; }

    public List<OtlpPoint> Points { get; } = [];
}

/// <summary>A point of a metric.</summary>
internal sealed class OtlpPoint
{
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset? Start { get; set; }

    public DateTimeOffset? At { get; set; }

    /// <summary>A counter's value, or the sum of a histogram; null where it was not recorded.</summary>
    public double? Value { get; set; }

    /// <summary>How many values a histogram holds.</summary>
    public double Count { get; set; }
}
