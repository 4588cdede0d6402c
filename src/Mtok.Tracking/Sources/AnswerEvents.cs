namespace Mtok.Tracking;

/// <summary>Streamed answers of providers as they were sent: server-sent events.</summary>
internal static class AnswerEvents
{
    private const string Data = "data:";

    public static Source Source { get; } = new("streamed provider answers", Fits, Read);

    /// <summary>The first lines are fields of events, one of them data with JSON.</summary>
    private static bool Fits(SourceFile file)
    {
        var lines = file.HeadText.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(40).ToList();
        return lines.Count > 0 && IsField(lines[0])
            && lines.Exists(line => line.StartsWith(Data, StringComparison.Ordinal) && line[Data.Length..].TrimStart().StartsWith('{'));
    }

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        var stream = new AnswerStream(new(readings, problems), readings);
        foreach (var (line, where) in file.Lines())
        {
            if (!IsField(line))
            {
                problems.Error(where, "broken-stream", "a line of a stream must be a field such as \"data: {...}\"");
            }
            else if (line.StartsWith(Data, StringComparison.Ordinal) && line[Data.Length..].Trim() is { Length: > 0 } data && data != "[DONE]")
            {
                JsonRecords.Parse(data, where, problems, (@event, at) =>
                {
                    if (@event.ValueKind == System.Text.Json.JsonValueKind.Object)
                    {
                        stream.Add(@event, at);
                    }
                });
            }
            else if (line.Contains("[DONE]", StringComparison.Ordinal))
            {
                stream.End();
            }
        }

        stream.End();
    }

    private static bool IsField(string line) =>
        line.StartsWith(':') || Array.Exists(["event:", Data, "id:", "retry:"], field => line.StartsWith(field, StringComparison.Ordinal));
}
