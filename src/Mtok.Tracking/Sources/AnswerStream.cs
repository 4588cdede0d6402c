using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>
/// Events of streamed answers put together. Counts in a stream are cumulative: a later event replaces what an earlier one said, it is
/// never added. Streams follow one another.
/// </summary>
internal sealed class AnswerStream(AnswerReadings answers, IReadings readings)
{
    private Open? _open;

    /// <summary>Whether an object is an event of a stream.</summary>
    public static bool IsEvent(JsonElement value) => Kind(value) is "message_start" or "message_delta" or "message_stop" or "message-start" or "message-end"
        || (value.TryGetProperty("object", out var kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() == "chat.completion.chunk");

    /// <summary>Takes the next event.</summary>
    public void Add(JsonElement @event, Location where)
    {
        switch (Kind(@event))
        {
            case "message_start" when Inner(@event, "message") is { } message:
                Begin(message, where, AnswerRecord.UsageOf(message), isComplete: false);
                break;
            case "message-start":
                Begin(@event, where, null, isComplete: false);
                break;
            case "message_delta" when AnswerRecord.UsageOf(@event) is { } usage:
                Told(usage, isComplete: true);
                break;
            case "message-end" when Inner(@event, "delta") is { } delta && AnswerRecord.UsageOf(delta) is { } usage:
                Told(usage, isComplete: true);
                End();
                break;
            case "message_stop":
                End();
                break;
            case "error" when _open is not null:
                _open.Status = RequestStatus.Failed;
                End();
                break;
            case "error":
                answers.AddWithoutUsage(@event, where);
                break;
            default:
                Chunk(@event, where);
                break;
        }
    }

    /// <summary>The last stream is over.</summary>
    public void End()
    {
        if (_open is { } open)
        {
            _open = null;
            Put(open);
        }
    }

    /// <summary>An answer whose every event is whole, such as a chunk of a chat with the usage so far.</summary>
    private void Chunk(JsonElement @event, Location where)
    {
        if (AnswerRecord.Find(@event) is not { } answer)
        {
            return;
        }

        var (body, usage) = (answer.Path[^1], answer.Usage[0]);
        var id = new JsonFields([body], where, new()).Text(UsageNames.ResponseId);
        if (_open is null || _open.Id != id || (id.Length == 0 && _open.IsFinished))
        {
            End();
            Begin(body, where, usage, isComplete: true);
        }
        else
        {
            Told(usage, isComplete: true);
        }

        _open!.IsFinished = IsFinish(body);
    }

    private void Begin(JsonElement body, Location where, JsonElement? usage, bool isComplete)
    {
        End();
        var copy = body.Clone();
        _open = new(copy, where, new JsonFields([copy], where, new()).Text(UsageNames.ResponseId)) { IsComplete = isComplete };
        if (usage is { } stated)
        {
            _open.Usage.Insert(0, stated.Clone());
        }
    }

    private void Told(JsonElement usage, bool isComplete)
    {
        if (_open is not null)
        {
            _open.Usage.Insert(0, usage.Clone());
            _open.IsComplete |= isComplete;
            if (_open.Usage.Count > 2)
            {
                // The first tells what later ones leave out, the newest what is true now.
                _open.Usage.RemoveAt(1);
            }
        }
    }

    private void Put(Open open)
    {
        if (open.Usage.Count == 0)
        {
            readings.LeaveOut("a stream without usage", open.Where);
            return;
        }

        if (!open.IsComplete && open.Status is null)
        {
            readings.Warn(open.Where, "the stream ends before it tells its output");
        }

        answers.Add(new([open.Body], open.Usage) { IsCut = !open.IsComplete, Status = open.Status }, open.Where);
    }

    /// <summary>Whether no later event belongs to the same answer, where answers have no id.</summary>
    private static bool IsFinish(JsonElement body) =>
        body.TryGetProperty("candidates", out var candidates)
            ? Objects(candidates).Any(candidate => candidate.TryGetProperty("finishReason", out _))
            : !body.TryGetProperty("choices", out var choices) || !Objects(choices).Any();

    private static IEnumerable<JsonElement> Objects(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object) : [];

    private static JsonElement? Inner(JsonElement value, string name) =>
        value.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : null;

    private static string Kind(JsonElement value) =>
        value.TryGetProperty("type", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString()! : "";

    /// <summary>A stream that is not over.</summary>
    private sealed class Open(JsonElement body, Location where, string id)
    {
        public JsonElement Body => body;

        public Location Where => where;

        public string Id => id;

        /// <summary>Usage objects, the newest first.</summary>
        public List<JsonElement> Usage { get; } = [];

        /// <summary>Whether the output was stated.</summary>
        public bool IsComplete { get; set; }

        public bool IsFinished { get; set; }

        /// <summary>How it ended, where an event says so.</summary>
        public RequestStatus? Status { get; set; }
    }
}
