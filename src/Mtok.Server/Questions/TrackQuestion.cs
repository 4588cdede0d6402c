using System.Globalization;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>What an address asks of what was tracked.</summary>
/// <param name="Span">The time.</param>
/// <param name="Part">A model, a team or a deployment.</param>
/// <param name="By">What to group by.</param>
public sealed record TrackQuestion(TrackSpan Span, TrackPart Part, IReadOnlyList<TrackBy> By)
{
    /// <summary>What an address has where something is not stated.</summary>
    private const string NotStated = "-";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Reads it; what is wrong is reported.</summary>
    internal static TrackQuestion Read(IQueryCollection query, Problems problems) => new(
        TrackedAnswers.SpanOf(query["from"], query["to"], problems),
        new(PartOf(query["model"]), PartOf(query["team"]), PartOf(query["deployment"])),
        TrackedAnswers.ByOf(query["by"], problems) ?? [TrackBy.Model]);

    /// <summary>The address that asks it.</summary>
    public string Address => PageAddress.Of(
        "/track",
        ("from", Text(Span.From)), ("to", Text(Span.To)), ("model", Text(Part.Model)), ("team", Text(Part.Team)), ("deployment", Text(Part.Deployment)),
        ("by", string.Join(',', By).ToLowerInvariant()));

    /// <summary>Where a group leads: a time to its hours and then to what ran in one, anything else to its days.</summary>
    public TrackQuestion Into(GroupKey key)
    {
        var into = By.Zip(key.Values).Aggregate(this, (question, value) => question.Narrowed(value.First, value.Second));
        return into with
        {
            By = By.Contains(TrackBy.Hour) ? [TrackBy.Model, TrackBy.Team, TrackBy.Deployment]
                : By.Contains(TrackBy.Day) || IsShort(into.Span) ? [TrackBy.Hour]
                : [TrackBy.Day],
        };
    }

    private TrackQuestion Narrowed(TrackBy by, string value) => by switch
    {
        TrackBy.Model => this with { Part = Part with { Model = value } },
        TrackBy.Team => this with { Part = Part with { Team = value } },
        TrackBy.Deployment => this with { Part = Part with { Deployment = value } },
        _ => Moment(value) is { } from ? this with { Span = new(from, by == TrackBy.Hour ? from.AddHours(1) : from + Day) } : this,
    };

    private static bool IsShort(TrackSpan span) => span is { From: { } from, To: { } to } && to - from <= Day;

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    private static string? PartOf(string? text) => string.IsNullOrEmpty(text) ? null : text == NotStated ? "" : text;

    private static string? Text(string? part) => part is { Length: 0 } ? NotStated : part;

    private static string? Text(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString(at.Value.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
