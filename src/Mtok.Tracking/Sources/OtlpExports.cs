using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>OTLP exports, as JSON (one request, or one a line) or protobuf: spans as usage, metrics as counters.</summary>
internal static class OtlpExports
{
    public static Source Json { get; } = new("OTLP JSON", IsJson, (file, readings, problems) => ReadJson(file, null, readings, problems));

    public static Source Proto { get; } = new("OTLP protobuf", file => OtlpProto.Fits(file.Head.Span, file.IsWhole), ReadProto);

    /// <summary>Spans in the form of their attributes alone, one a line, as consoles and test sets write them.</summary>
    public static Source Spans { get; } = new("spans as JSON lines", FitsSpans, ReadSpans);

    /// <summary>The JSON of one of many exports, which share what is known of spans that hold calls.</summary>
    public static Source JsonWith(SpanHolders holders) => new(Json.Name, IsJson, (file, readings, problems) => ReadJson(file, holders, readings, problems));

    private static bool IsJson(SourceFile file) => JsonNames.In(file).Overlaps(["resourceSpans", "resourceMetrics", "resourceLogs"]);

    private static void ReadJson(SourceFile file, SpanHolders? holders, IReadings readings, Problems problems)
    {
        var spans = new OtlpSpans(readings, holders);
        JsonRecords.Read(file, problems, (request, where) => Add(OtlpJson.Read(request), spans, where, readings));
    }

    private static void ReadProto(SourceFile file, IReadings readings, Problems problems)
    {
        using var stream = file.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        try
        {
            Add(OtlpProto.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)), new(readings), new(file.Path, 0, 0), readings);
        }
        catch (InvalidDataException exception)
        {
            problems.Error(new(file.Path, 0, 0), "broken-protobuf", "a damaged export: " + exception.Message);
        }
    }

    /// <summary>Adds what the resources of one request tell.</summary>
    internal static void Add(List<OtlpResource> resources, OtlpSpans spans, Location where, IReadings readings)
    {
        spans.Add(resources, where);
        foreach (var resource in resources)
        {
            OtlpMetrics.Add(resource, where, readings);
            if (resource.Logs > 0)
            {
                readings.LeaveOut("log records", where);
            }
            else if (resource.Spans.Count == 0 && resource.Metrics.Count == 0)
            {
                readings.LeaveOut("a resource without spans and metrics", where);
            }
        }
    }

    private static bool FitsSpans(SourceFile file) => JsonNames.In(file) is var names && names.Contains("attributes") && names.Overlaps(SpanDialect.Marks);

    private static void ReadSpans(SourceFile file, IReadings readings, Problems problems)
    {
        var spans = new OtlpSpans(readings);
        JsonRecords.Read(file, problems, (record, where) =>
        {
            if (record.ValueKind != JsonValueKind.Object
                || !record.TryGetProperty("attributes", out var attributes) || attributes.ValueKind != JsonValueKind.Object)
            {
                readings.LeaveOut("a record without attributes", where);
                return;
            }

            var resource = new OtlpResource();
            resource.Spans.Add(Span(new([record], where, problems), attributes));
            Keep(record, "resource", resource.Attributes);
            spans.Add([resource], where);
        });
    }

    private static OtlpSpan Span(JsonFields record, JsonElement attributes)
    {
        var span = new OtlpSpan
        {
            TraceId = record.Text("trace_id", "traceId", "context.trace_id"),
            SpanId = record.Text("span_id", "spanId", "context.span_id", "id"),
            ParentId = record.Text("parent_id", "parentId", "parentSpanId", "parent_span_id"),
            Scope = record.Text("scope.name", "instrumentationScope.name", "scope"),
            Start = record.Time("start_time", "startTime", "startTimeUnixNano", "timestamp"),
            IsError = record.Text("status.status_code", "status.code", "status_code") is "ERROR" or "2",
        };
        Keep(attributes, span.Attributes);
        return span;
    }

    private static void Keep(JsonElement record, string name, Dictionary<string, string> attributes)
    {
        if (record.TryGetProperty(name, out var holder) && holder.ValueKind == JsonValueKind.Object
            && holder.TryGetProperty("attributes", out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            Keep(inner, attributes);
        }
    }

    private static void Keep(JsonElement from, Dictionary<string, string> attributes)
    {
        foreach (var property in from.EnumerateObject())
        {
            if (OtlpJson.TextOf(property.Value) is { } text)
            {
                attributes[property.Name] = text;
            }
        }
    }
}
