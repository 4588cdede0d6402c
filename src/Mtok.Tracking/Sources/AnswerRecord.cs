using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>A provider's answer inside a log's record: found by its shape, whatever wraps it.</summary>
/// <param name="Path">The objects from the record to the answer, which is the last.</param>
/// <param name="Usage">The usage objects, the newest first.</param>
internal sealed record AnswerRecord(IReadOnlyList<JsonElement> Path, IReadOnlyList<JsonElement> Usage)
{
    private const int Deepest = 6;

    /// <summary>Whether it is the beginning of a stream whose end is missing: its output is not stated.</summary>
    public bool IsCut { get; init; }

    /// <summary>How it ended, where the stream says so; null where the record does.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>What holds no answer, or repeats one.</summary>
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "request", "expected", "other_reading", "messages", "choices", "content", "candidates", "tools", "usage", "usageMetadata",
    };

    /// <summary>The answer in a record; null where it has none. Wrappers are searched before what is inside them.</summary>
    public static AnswerRecord? Find(JsonElement record)
    {
        var queue = new Queue<List<JsonElement>>([[record]]);
        while (queue.TryDequeue(out var path))
        {
            var last = path[^1];
            if (UsageOf(last) is { } usage)
            {
                return new(path, [usage]);
            }

            if (path.Count <= Deepest)
            {
                foreach (var inner in last.EnumerateObject().Where(property => !Skipped.Contains(property.Name)).Select(property => Inner(property.Value)))
                {
                    if (inner is { } value)
                    {
                        queue.Enqueue([.. path, value]);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>An answer's usage object; null where the object is no answer.</summary>
    public static JsonElement? UsageOf(JsonElement value)
    {
        foreach (var name in (ReadOnlySpan<string>)["usage", "usageMetadata", "usage_metadata", "meta"])
        {
            if (value.TryGetProperty(name, out var usage) && usage.ValueKind == JsonValueKind.Object && IsUsage(usage))
            {
                return usage;
            }
        }

        return null;
    }

    /// <summary>Whether an object has a field of a dialect.</summary>
    public static bool IsUsage(JsonElement value) => UsageFields.Overlaps(value.EnumerateObject().Select(property => property.Name));

    private static readonly HashSet<string> UsageFields = [.. UsageDialects.All.SelectMany(dialect => dialect.Marks).Select(mark => mark.Split('.')[0])];

    /// <summary>An object, also where it is kept as text.</summary>
    private static JsonElement? Inner(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value;
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Contains("\"usage", StringComparison.Ordinal)
            ? JsonText.Object(text)
            : null;
    }
}
