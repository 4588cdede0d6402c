using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Reads an OTLP export request in protobuf: traces, metrics or logs, whose outer messages are numbered alike.</summary>
internal static class OtlpProto
{
    private const ulong DeltaTemporality = 1;
    private const ulong NoRecordedValue = 1;
    private const ulong ErrorStatus = 2;

    /// <summary>The resources of a request; throws <see cref="InvalidDataException"/> where it is damaged.</summary>
    public static List<OtlpResource> Read(ReadOnlySpan<byte> request)
    {
        var resources = new List<OtlpResource>();
        for (var reader = new ProtoReader(request); reader.Next();)
        {
            if (reader.Is(1))
            {
                resources.Add(Resource(reader.Bytes));
            }
        }

        return resources;
    }

    /// <summary>Whether bytes are such a request: nothing but resources, each with attributes and scopes.</summary>
    public static bool Fits(ReadOnlySpan<byte> head, bool isWhole)
    {
        var found = 0;
        try
        {
            for (var reader = new ProtoReader(head); reader.Next(); found++)
            {
                if (!reader.Is(1) || !IsResource(reader.Bytes))
                {
                    return false;
                }
            }
        }
        catch (InvalidDataException)
        {
            return !isWhole && head[0] == 0x0A && head.IndexOf("service.name"u8) >= 0;
        }

        return found > 0;
    }

    private static bool IsResource(ReadOnlySpan<byte> bytes)
    {
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            if (reader.Field is not (1 or 2 or 3 or 1000) || reader.Wire != ProtoWire.Bytes)
            {
                return false;
            }
        }

        return bytes.Length > 0;
    }

    private static OtlpResource Resource(ReadOnlySpan<byte> bytes)
    {
        var resource = new OtlpResource();
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            if (reader.Is(1))
            {
                for (var inner = new ProtoReader(reader.Bytes); inner.Next();)
                {
                    AddAttribute(inner, 1, resource.Attributes);
                }
            }
            else if (reader.Is(2))
            {
                AddScope(reader.Bytes, resource);
            }
        }

        return resource;
    }

    private static void AddScope(ReadOnlySpan<byte> bytes, OtlpResource resource)
    {
        var scope = "";
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            if (reader.Is(1))
            {
                scope = ScopeName(reader.Bytes);
            }
            else if (reader.Is(2))
            {
                AddItem(reader.Bytes, scope, resource);
            }
        }
    }

    private static string ScopeName(ReadOnlySpan<byte> bytes)
    {
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            if (reader.Is(1))
            {
                return reader.Text;
            }
        }

        return "";
    }

    /// <summary>A span begins with an id of 16 bytes, a metric with its name, a log record with a time.</summary>
    private static void AddItem(ReadOnlySpan<byte> bytes, string scope, OtlpResource resource)
    {
        const int idLength = 16;
        var first = new ProtoReader(bytes);
        if (!first.Next())
        {
            return;
        }

        if (first.Field == 1 && first.Wire == ProtoWire.Fixed64)
        {
            resource.Logs++;
        }
        else if (first.Is(1) && first.Bytes.Length == idLength && first.Next() && first.Is(2) && first.Bytes.Length == 8)
        {
            resource.Spans.Add(Span(bytes, scope));
        }
        else
        {
            resource.Metrics.Add(Metric(bytes, scope));
        }
    }

    private static OtlpSpan Span(ReadOnlySpan<byte> bytes, string scope)
    {
        var span = new OtlpSpan { Scope = scope };
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: span.TraceId = Convert.ToHexStringLower(reader.Bytes); break;
                case 2: span.SpanId = Convert.ToHexStringLower(reader.Bytes); break;
                case 4: span.ParentId = Convert.ToHexStringLower(reader.Bytes); break;
                case 7: span.Start = Times.Nanoseconds(reader.Bits); break;
                case 15: span.IsError = IsError(reader.Bytes); break;
                default: AddAttribute(reader, 9, span.Attributes); break;
            }
        }

        return span;
    }

    private static bool IsError(ReadOnlySpan<byte> status)
    {
        for (var reader = new ProtoReader(status); reader.Next();)
        {
            if (reader.Field == 3)
            {
                return reader.Bits == ErrorStatus;
            }
        }

        return false;
    }

    private static OtlpMetric Metric(ReadOnlySpan<byte> bytes, string scope)
    {
        var metric = new OtlpMetric { Scope = scope };
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: metric.Name = reader.Text; break;
                case 5: AddPoints(reader.Bytes, metric, OtlpKind.Level, 7); break;
                case 7: AddPoints(reader.Bytes, metric, OtlpKind.Counter, 7); break;
                case 9: AddPoints(reader.Bytes, metric, OtlpKind.Histogram, 9); break;
                case 10: AddPoints(reader.Bytes, metric, OtlpKind.Histogram, 1); break;
                case 11: AddPoints(reader.Bytes, metric, OtlpKind.Histogram, 7); break;
                default: break;
            }
        }

        return metric;
    }

    private static void AddPoints(ReadOnlySpan<byte> bytes, OtlpMetric metric, OtlpKind kind, int attributes)
    {
        var grows = kind != OtlpKind.Counter;
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            if (reader.Is(1))
            {
                metric.Points.Add(kind == OtlpKind.Histogram ? Histogram(reader.Bytes, attributes) : Number(reader.Bytes, attributes));
            }
            else if (reader.Field == 2 && reader.Wire == ProtoWire.Varint)
            {
                metric.IsDelta = reader.Bits == DeltaTemporality;
            }
            else if (reader.Field == 3 && reader.Wire == ProtoWire.Varint)
            {
                grows |= reader.Bits != 0;
            }
        }

        metric.Kind = grows ? kind : OtlpKind.Level;
    }

    private static OtlpPoint Number(ReadOnlySpan<byte> bytes, int attributes)
    {
        var (point, isRecorded) = (new OtlpPoint(), true);
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 2: point.Start = Times.Nanoseconds(reader.Bits); break;
                case 3: point.At = Times.Nanoseconds(reader.Bits); break;
                case 4: point.Value = reader.Double; break;
                case 6: point.Value = (long)reader.Bits; break;
                case 8: isRecorded = (reader.Bits & NoRecordedValue) == 0; break;
                default: AddAttribute(reader, attributes, point.Attributes); break;
            }
        }

        point.Value = isRecorded ? point.Value : null;
        return point;
    }

    private static OtlpPoint Histogram(ReadOnlySpan<byte> bytes, int attributes)
    {
        var point = new OtlpPoint();
        for (var reader = new ProtoReader(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 2: point.Start = Times.Nanoseconds(reader.Bits); break;
                case 3: point.At = Times.Nanoseconds(reader.Bits); break;
                case 4: point.Count = reader.Bits; break;
                case 5: point.Value = reader.Double; break;
                default: AddAttribute(reader, attributes, point.Attributes); break;
            }
        }

        return point;
    }

    /// <summary>Adds an attribute that is text or a number; lists and maps tell no usage.</summary>
    private static void AddAttribute(ProtoReader pair, int field, Dictionary<string, string> attributes)
    {
        if (!pair.Is(field))
        {
            return;
        }

        var (key, value) = ("", (string?)null);
        for (var reader = new ProtoReader(pair.Bytes); reader.Next();)
        {
            if (reader.Is(1))
            {
                key = OtlpKeys.Of(reader.Bytes);
            }
            else if (reader.Is(2))
            {
                value = Value(reader.Bytes);
            }
        }

        if (value is not null)
        {
            attributes[key] = value;
        }
    }

    private static string? Value(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtoReader(bytes);
        return !reader.Next() ? null : reader.Field switch
        {
            1 when reader.Wire == ProtoWire.Bytes => reader.Text,
            2 => reader.Bits != 0 ? "true" : "false",
            3 => ((long)reader.Bits).ToString(CultureInfo.InvariantCulture),
            4 => reader.Double.ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        };
    }
}
