using System.Globalization;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Reads an OTLP export request in JSON. Whole numbers come as text or as numbers, as senders do both.</summary>
internal static class OtlpJson
{
    private const double DeltaTemporality = 1;
    private const double ErrorStatus = 2;

    private static readonly (string Name, OtlpKind Kind)[] Kinds =
    [
        ("gauge", OtlpKind.Level), ("sum", OtlpKind.Counter), ("histogram", OtlpKind.Histogram), ("exponentialHistogram", OtlpKind.Histogram),
        ("summary", OtlpKind.Histogram),
    ];

    /// <summary>The resources of a request.</summary>
    public static List<OtlpResource> Read(JsonElement request)
    {
        var resources = new List<OtlpResource>();
        foreach (var one in List(request, "resourceSpans").Concat(List(request, "resourceMetrics")).Concat(List(request, "resourceLogs")))
        {
            var resource = new OtlpResource();
            AddAttributes(Get(one, "resource"), resource.Attributes);
            foreach (var scope in List(one, "scopeSpans"))
            {
                resource.Spans.AddRange(List(scope, "spans").Select(span => Span(span, ScopeName(scope))));
            }

            foreach (var scope in List(one, "scopeMetrics"))
            {
                resource.Metrics.AddRange(List(scope, "metrics").Select(metric => Metric(metric, ScopeName(scope))));
            }

            resource.Logs = List(one, "scopeLogs").Sum(scope => List(scope, "logRecords").LongCount());
            resources.Add(resource);
        }

        return resources;
    }

    /// <summary>An attribute's value as text; null for lists and maps.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static OtlpSpan Span(JsonElement span, string scope)
    {
        var read = new OtlpSpan
        {
            Scope = scope,
            TraceId = Text(span, "traceId"),
            SpanId = Text(span, "spanId"),
            ParentId = Text(span, "parentSpanId"),
            Start = Time(span, "startTimeUnixNano"),
            IsError = Get(span, "status") is { } status && (Number(status, "code") == ErrorStatus || Text(status, "code") == "STATUS_CODE_ERROR"),
        };
        AddAttributes(span, read.Attributes);
        return read;
    }

    private static OtlpMetric Metric(JsonElement metric, string scope)
    {
        var read = new OtlpMetric { Scope = scope, Name = Text(metric, "name") };
        foreach (var (name, kind) in Kinds)
        {
            if (Get(metric, name) is not { ValueKind: JsonValueKind.Object } data)
            {
                continue;
            }

            read.Kind = kind == OtlpKind.Counter && !(Get(data, "isMonotonic") is { ValueKind: JsonValueKind.True }) ? OtlpKind.Level : kind;
            read.IsDelta = Number(data, "aggregationTemporality") == DeltaTemporality
                || Text(data, "aggregationTemporality") == "AGGREGATION_TEMPORALITY_DELTA";
            read.Points.AddRange(List(data, "dataPoints").Select(Point));
        }

        return read;
    }

    private static OtlpPoint Point(JsonElement point)
    {
        var isMissing = Number(point, "flags") is { } flags && (int)Math.Clamp(flags, 0, 255) % 2 == 1;
        var read = new OtlpPoint
        {
            Start = Time(point, "startTimeUnixNano"),
            At = Time(point, "timeUnixNano"),
            Value = isMissing ? null : Number(point, "asInt") ?? Number(point, "asDouble") ?? Number(point, "sum"),
            Count = Number(point, "count") ?? 0,
        };
        AddAttributes(point, read.Attributes);
        return read;
    }

    private static void AddAttributes(JsonElement? holder, Dictionary<string, string> attributes)
    {
        foreach (var pair in holder is { } from ? List(from, "attributes") : [])
        {
            var value = Get(pair, "value") is { ValueKind: JsonValueKind.Object } any
                ? any.EnumerateObject().Select(one => TextOf(one.Value)).FirstOrDefault()
                : null;
            if (value is not null)
            {
                attributes[Text(pair, "key")] = value;
            }
        }
    }

    private static string ScopeName(JsonElement scope) => Get(scope, "scope") is { } found ? Text(found, "name") : "";

    private static JsonElement? Get(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<JsonElement> List(JsonElement from, string name) =>
        Get(from, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string Text(JsonElement from, string name) => Get(from, name) is { } value ? TextOf(value) ?? "" : "";

    private static double? Number(JsonElement from, string name) =>
        double.TryParse(Text(from, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(JsonElement from, string name) =>
        ulong.TryParse(Text(from, name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Times.Nanoseconds(count) : null;
}
