using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Answers of providers as JSON or JSON lines, as they came or wrapped in a log's records.</summary>
internal static class AnswerLog
{
    private static readonly HashSet<string> Fields = [.. UsageDialects.All.SelectMany(dialect => dialect.Marks).Select(mark => mark.Split('.')[0])];

    public static Source Source { get; } = new("provider answers", Fits, Read);

    private static bool Fits(SourceFile file)
    {
        var names = JsonNames.In(file);
        return names.Overlaps(["usage", "usageMetadata", "usage_metadata", "billed_units"]) && names.Overlaps(Fields);
    }

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        var answers = new AnswerReadings(readings, problems);
        var stream = new AnswerStream(answers, readings);
        JsonRecords.Read(file, problems, (record, where) => Add(record, where, answers, stream, readings, problems));
        stream.End();
    }

    private static void Add(JsonElement record, Location where, AnswerReadings answers, AnswerStream stream, IReadings readings, Problems problems)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            problems.Error(where, "broken-json", "a record must be an object");
        }
        else if (AnswerStream.IsEvent(record))
        {
            stream.Add(record, where);
        }
        else if (AnswerRecord.Find(record) is { } answer)
        {
            answers.Add(answer, where);
        }
        else if (Lists(record) is { Count: > 0 } lists)
        {
            foreach (var element in lists)
            {
                Add(element, where, answers, stream, readings, problems);
            }
        }
        else if (!FlatUsage.TryAdd(record, UsageColumns.Common, where, readings, problems))
        {
            answers.AddWithoutUsage(record, where);
        }
    }

    /// <summary>A page of answers: the objects of a list that hold an answer.</summary>
    private static List<JsonElement> Lists(JsonElement record) =>
    [
        .. record.EnumerateObject()
            .Where(property => property.Name is "data" or "items" or "responses" or "results" or "records" or "logs")
            .Where(property => property.Value.ValueKind == JsonValueKind.Array)
            .SelectMany(property => property.Value.EnumerateArray())
            .Where(element => element.ValueKind == JsonValueKind.Object),
    ];
}
