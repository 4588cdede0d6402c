using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Who asked what and when: the fields beside the numbers, from the record, what it holds, and the answer inside.</summary>
internal sealed class RecordContext
{
    private readonly IReadOnlyList<JsonFields> _outside;
    private readonly JsonFields _answer;

    /// <param name="path">The objects from the record to the answer.</param>
    /// <param name="where">Where the record is.</param>
    /// <param name="problems">Where to report.</param>
    public RecordContext(IReadOnlyList<JsonElement> path, Location where, Problems problems)
    {
        _outside = [.. path.Select(part => new JsonFields([part], where, problems))];
        _answer = _outside[^1];
    }

    /// <summary>The answer's own id where it is unique, else with the request's; empty where neither is told.</summary>
    public string Id
    {
        get
        {
            var answer = _answer.Text(UsageNames.ResponseId);
            var request = _outside.Count == 1 ? _answer.Text("request_id", "requestId") : Outside(UsageNames.RequestId);
            return UsageNames.IsUnique(answer) || request.Length == 0 || request == answer ? answer : answer.Length == 0 ? request : request + "/" + answer;
        }
    }

    /// <summary>When it was asked; null where not told.</summary>
    public DateTimeOffset? At => _outside.Select(part => part.Time(UsageNames.Time)).FirstOrDefault(time => time is not null);

    /// <summary>Who used what.</summary>
    public UsageKey Key => new(Model, Team, Outside(UsageNames.Deployment));

    /// <summary>The model that answered: as the answer spells it.</summary>
    public string Model => _outside.Reverse().Select(part => part.Text(UsageNames.Model)).FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>What a meaning may depend on.</summary>
    public UsageContext Usage => new(Outside(UsageNames.Provider), Model, At);

    /// <summary>How it ended.</summary>
    public RequestStatus Status =>
        _outside.Select(part => part.Object("error") is not null ? StatusOf(part.Text(UsageNames.Status)) : RequestOutcome.Of(part.Text(UsageNames.Status)))
            .FirstOrDefault(status => status != RequestStatus.Ok);

    /// <summary>The cost that the log states outside the answer; null where it states none.</summary>
    public Money? Cost =>
        _outside.SelectMany(part => UsageNames.Cost.Where(part.Has).Select(part.Amount)).FirstOrDefault(amount => amount is not null) is { } amount
            ? Money.Usd(amount)
            : null;

    private string Team
    {
        get
        {
            var told = Outside(UsageNames.Team);
            return told.Length > 0 ? told : Outside(InMetadata);
        }
    }

    private static readonly IReadOnlyList<string> InMetadata =
        [.. UsageNames.Team.SelectMany(name => (string[])[$"metadata.{name}", $"tags.{name}", $"labels.{name}", $"user.{name}"]), "metadata.user_id", "identity.arn"];

    private string Outside(IReadOnlyList<string> names) => _outside.Select(part => part.Text(names)).FirstOrDefault(text => text.Length > 0) ?? "";

    private static RequestStatus StatusOf(string error) => RequestOutcome.IsCancelled(error) ? RequestStatus.Cancelled : RequestStatus.Failed;
}
