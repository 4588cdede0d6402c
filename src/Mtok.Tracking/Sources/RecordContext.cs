using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Who asked what and when: the fields beside the numbers, from the record, what it holds, and the answer inside.</summary>
internal sealed class RecordContext
{
    private readonly IReadOnlyList<RecordFields> _levels;

    /// <param name="path">The objects from the record to the answer.</param>
    /// <param name="usage">The answer's usage, which some clients write the model into; null where there is none.</param>
    public RecordContext(IReadOnlyList<JsonElement> path, JsonFields? usage = null)
    {
        _levels = [.. path.Select(RecordFields.Of)];
        Model = _levels.Reverse().Select(level => level.Text(RecordField.Model)).FirstOrDefault(text => text.Length > 0) ?? usage?.Text("model") ?? "";
        At = _levels.Select(level => Times.Read(level.Text(RecordField.Time))).FirstOrDefault(time => time is not null);
        Key = new(Model, Team(), First(RecordField.Deployment));
        Status = _levels.Select(level => RequestOutcome.Of(level.Text(RecordField.Status))).FirstOrDefault(status => status != RequestStatus.Ok);
        Id = IdOf(_levels[^1].Text(RecordField.ResponseId));
    }

    /// <summary>The answer's own id where it is unique, else with the request's; empty where neither is stated.</summary>
    public string Id { get; }

    /// <summary>When it was asked; null where not stated.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>The model that answered: as the answer spells it.</summary>
    public string Model { get; }

    /// <summary>Who used what.</summary>
    public UsageKey Key { get; }

    /// <summary>How it ended.</summary>
    public RequestStatus Status { get; }

    /// <summary>What a meaning may depend on.</summary>
    public UsageContext Usage => new(First(RecordField.Provider), Model, At);

    /// <summary>The cost that the log states beside the answer; empty where it states none.</summary>
    public string Cost => First(RecordField.Cost);

    private string IdOf(string answer)
    {
        var request = _levels.Count == 1 && answer.Length > 0 ? "" : First(RecordField.RequestId);
        return UsageNames.IsUnique(answer) || request.Length == 0 || request == answer ? answer : answer.Length == 0 ? request : request + "/" + answer;
    }

    private string Team() =>
        First(RecordField.Team) is { Length: > 0 } stated
            ? stated
            : _levels.SelectMany(level => level.Holders).Select(holder => RecordFields.Of(holder).Text(RecordField.Team))
                .FirstOrDefault(text => text.Length > 0) ?? "";

    private string First(RecordField field)
    {
        foreach (var level in _levels)
        {
            if (level.Text(field) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }
}
