using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Bills as lines of JSON, whose nested names are joined: <c>sku.description</c>.</summary>
internal static class JsonBill
{
    /// <summary>The source that reads a format of bills from lines of JSON.</summary>
    public static Source SourceOf(BillFormat format) => new(
        format.Name,
        file => FirstLine(file) is { } line && FieldsOf(line) is { } fields && format.Fits(new(fields.Keys)),
        (file, readings, problems) => Read(format, file, readings, problems));

    private static void Read(BillFormat format, SourceFile file, IReadings readings, Problems problems)
    {
        var reading = new BillReading(readings, problems);
        foreach (var (text, where) in file.Lines())
        {
            if (FieldsOf(text) is { } fields)
            {
                format.Read(new(where, column => fields.GetValueOrDefault(column, "")), reading);
            }
            else
            {
                problems.Error(where, "broken-json", "the line is not a JSON object");
            }
        }

        reading.End(file);
    }

    private static string? FirstLine(SourceFile file)
    {
        var head = file.HeadText.AsSpan().TrimStart();
        var end = head.IndexOf('\n');
        return head is not ['{', ..] ? null : (end < 0 ? head : head[..end]).ToString();
    }

    private static Dictionary<string, string>? FieldsOf(string line)
    {
        if (!JsonText.IsUnicode(line))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            AddAll(fields, "", json.RootElement);
            return fields;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void AddAll(Dictionary<string, string> fields, string prefix, JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = prefix + BillColumns.Fold(member.Name);
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                AddAll(fields, name, member.Value);
            }
            else
            {
                fields.TryAdd(name, member.Value.ToString());
            }
        }
    }
}
