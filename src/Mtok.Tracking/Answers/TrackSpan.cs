namespace Mtok.Tracking;

/// <summary>The time that is asked about: hours from one moment up to another; without either end, everything, undated facts too.</summary>
/// <param name="From">The first moment; null for the beginning.</param>
/// <param name="To">The moment after the last; null for the end.</param>
public sealed record TrackSpan(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Everything.</summary>
    public static TrackSpan All { get; } = new(null, null);

    /// <summary>What a moment is written as.</summary>
    public const string Expected = "a date or time such as 2026-09-01 or 2026-09-01T12:00Z";

    /// <summary>A moment as people and programs write it, the year first, UTC where it has no zone, or seconds or milliseconds since 1970.</summary>
    /// <returns>The moment; null where the text is none, such as one whose day and month could be either.</returns>
    public static DateTimeOffset? MomentOf(string text) => Times.Moment(text);

    /// <summary>Whether an hour belongs to it; one that is not stated only where no end is set.</summary>
    public bool Holds(DateTimeOffset? hour) =>
        hour is { } known ? !(known < From) && !(known >= To) : From is null && To is null;
}
