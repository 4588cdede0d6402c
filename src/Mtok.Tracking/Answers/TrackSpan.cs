namespace Mtok.Tracking;

/// <summary>The time that is asked about: hours from one moment up to another; without either end, everything, undated facts too.</summary>
/// <param name="From">The first moment; null for the beginning.</param>
/// <param name="To">The moment after the last; null for the end.</param>
public sealed record TrackSpan(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Everything.</summary>
    public static TrackSpan All { get; } = new(null, null);

    /// <summary>Whether an hour belongs to it; one that is not stated only where no end is set.</summary>
    public bool Holds(DateTimeOffset? hour) =>
        hour is { } known ? !(known < From) && !(known >= To) : From is null && To is null;
}
